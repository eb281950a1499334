import numpy as np
BONES = 22


def add(left, right):
    """Add two adjoints of one structure; a scalar goes to every element."""
    if isinstance(left, dict) and isinstance(right, dict):
        total = dict(left)
        for key in right:
            total[key] = add(left[key], right[key]) if key in left else right[key]
        return total
    if isinstance(left, dict) or isinstance(right, dict):
        some, other = (left, right) if isinstance(left, dict) else (right, left)
        return {key: add(some[key], other) for key in some}
    nested = isinstance(left, (tuple, list)), isinstance(right, (tuple, list))
    if nested[0] and not nested[1] and np.ndim(right) == 0:
        return [add(item, right) for item in left]
    if nested[1] and not nested[0] and np.ndim(left) == 0:
        return [add(left, item) for item in right]
    if nested[0] or nested[1]:
        if len(left) != len(right):
            raise ValueError(
                f'adjoints of {len(left)} and of {len(right)} elements cannot be added')
        return [add(left[k], right[k]) for k in range(len(left))]
    return left + right


def attributes(x):
    """What an object holds by name, in slots too."""
    found = {}
    for cls in reversed(type(x).__mro__):
        slots = vars(cls).get('__slots__', ())
        names = [slots] if isinstance(slots, str) else slots
        found.update(
            {name: getattr(x, name) for name in names if name[:2] != '__'
            and hasattr(x, name)})
    found.update(getattr(x, '__dict__', {}))
    return found


def scatter(bar, index, ct):
    """Add ``ct`` to ``bar[index]``; an element that the index names twice gets both."""
    if isinstance(bar, np.ndarray):
        np.add.at(bar, index, ct)
    else:
        bar[index] = add(bar[index], ct)


def unbroadcast(array, like):
    """Sum an array over the axes along which ``like`` was broadcast."""
    if getattr(array, 'shape', None) == getattr(like, 'shape', ()) != ():
        return array
    shape = np.shape(like)
    if np.shape(array) == shape:
        return array if shape or not isinstance(array, np.ndarray) else array[()]
    if not shape:
        return np.sum(array)
    extra = np.ndim(array) - len(shape)
    if extra < 0:
        return np.reshape(unbroadcast(array, np.reshape(like, shape[-extra:])), shape)
    if extra:
        array = np.sum(array, axis=tuple(range(extra)))
    stretched = tuple(
        [k for (k, n) in enumerate(shape) if n == 1 and array.shape[k] != 1])
    return np.sum(array, axis=stretched, keepdims=True) if stretched else array


def whole_1(bar, like, classes=()):
    """Return an adjoint in the structure and shape of its value, in memory of its own."""
    if isinstance(like, (tuple, list, dict)) or isinstance(like, classes):
        return add(zeros(like, classes), bar)
    return np.array(np.broadcast_to(bar, np.shape(like)))[()]


def zeros(like, classes=()):
    """A zero adjoint: 0.0 for a scalar, an array for an array, a list for a list or tuple.

    For a dict it is a dict, and so for an object of one of ``classes``.
    """
    if isinstance(like, (tuple, list)):
        return [zeros(item, classes) for item in like]
    if isinstance(like, dict):
        return {key: zeros(like[key], classes) for key in like}
    if isinstance(like, classes):
        return zeros(attributes(like), classes)
    if isinstance(like, np.ndarray):
        return np.zeros(like.shape, like.dtype if like.dtype.kind in 'fc' else float)
    return 0.0


def about_forward(rotation):
    stack = []
    angle = None
    ans = None
    c = None
    s = None
    t = None
    t_1 = None
    t_10 = None
    t_11 = None
    t_12 = None
    t_13 = None
    t_14 = None
    t_15 = None
    t_16 = None
    t_17 = None
    t_18 = None
    t_19 = None
    t_2 = None
    t_20 = None
    t_21 = None
    t_22 = None
    t_23 = None
    t_24 = None
    t_25 = None
    t_26 = None
    t_27 = None
    t_28 = None
    t_29 = None
    t_3 = None
    t_30 = None
    t_31 = None
    t_32 = None
    t_33 = None
    t_34 = None
    t_35 = None
    t_36 = None
    t_37 = None
    t_38 = None
    t_39 = None
    t_4 = None
    t_40 = None
    t_41 = None
    t_42 = None
    t_43 = None
    t_44 = None
    t_45 = None
    t_46 = None
    t_47 = None
    t_48 = None
    t_49 = None
    t_5 = None
    t_6 = None
    t_7 = None
    t_8 = None
    t_9 = None
    x = None
    y = None
    z = None
    stack.append(t_3)
    t_3 = rotation ** 2
    stack.append(t_4)
    t_4 = np.sum(t_3)
    stack.append(angle)
    angle = np.sqrt(t_4)
    stack.append(t)
    t = rotation / angle
    if len(t) != 3:
        raise ValueError('expected 3 values to unpack')
    stack.append(x)
    x = t[0]
    stack.append(y)
    y = t[1]
    stack.append(z)
    z = t[2]
    stack.append(t_1)
    t_1 = np.sin(angle)
    stack.append(t_2)
    t_2 = np.cos(angle)
    stack.append(s)
    s = t_1
    stack.append(c)
    c = t_2
    stack.append(t_5)
    t_5 = x * x
    stack.append(t_6)
    t_6 = x * x
    stack.append(t_7)
    t_7 = 1 - t_6
    stack.append(t_8)
    t_8 = t_7 * c
    stack.append(t_9)
    t_9 = t_5 + t_8
    stack.append(t_10)
    t_10 = x * y
    stack.append(t_11)
    t_11 = 1 - c
    stack.append(t_12)
    t_12 = t_10 * t_11
    stack.append(t_13)
    t_13 = z * s
    stack.append(t_14)
    t_14 = t_12 - t_13
    stack.append(t_15)
    t_15 = x * z
    stack.append(t_16)
    t_16 = 1 - c
    stack.append(t_17)
    t_17 = t_15 * t_16
    stack.append(t_18)
    t_18 = y * s
    stack.append(t_19)
    t_19 = t_17 + t_18
    stack.append(t_20)
    t_20 = x * y
    stack.append(t_21)
    t_21 = 1 - c
    stack.append(t_22)
    t_22 = t_20 * t_21
    stack.append(t_23)
    t_23 = z * s
    stack.append(t_24)
    t_24 = t_22 + t_23
    stack.append(t_25)
    t_25 = y * y
    stack.append(t_26)
    t_26 = y * y
    stack.append(t_27)
    t_27 = 1 - t_26
    stack.append(t_28)
    t_28 = t_27 * c
    stack.append(t_29)
    t_29 = t_25 + t_28
    stack.append(t_30)
    t_30 = y * z
    stack.append(t_31)
    t_31 = 1 - c
    stack.append(t_32)
    t_32 = t_30 * t_31
    stack.append(t_33)
    t_33 = x * s
    stack.append(t_34)
    t_34 = t_32 - t_33
    stack.append(t_35)
    t_35 = x * z
    stack.append(t_36)
    t_36 = 1 - c
    stack.append(t_37)
    t_37 = t_35 * t_36
    stack.append(t_38)
    t_38 = y * s
    stack.append(t_39)
    t_39 = t_37 - t_38
    stack.append(t_40)
    t_40 = z * y
    stack.append(t_41)
    t_41 = 1 - c
    stack.append(t_42)
    t_42 = t_40 * t_41
    stack.append(t_43)
    t_43 = x * s
    stack.append(t_44)
    t_44 = t_42 + t_43
    stack.append(t_45)
    t_45 = z * z
    stack.append(t_46)
    t_46 = z * z
    stack.append(t_47)
    t_47 = 1 - t_46
    stack.append(t_48)
    t_48 = t_47 * c
    stack.append(t_49)
    t_49 = t_45 + t_48
    stack.append(ans)
    ans = np.array([[t_9, t_14, t_19], [t_24, t_29, t_34], [t_39, t_44, t_49]])
    return ans, (stack, angle, ans, c, rotation, s, t, t_1, t_10, t_11, t_12, t_13,
        t_14, t_15, t_16, t_17, t_18, t_19, t_2, t_20, t_21, t_22, t_23, t_24, t_25,
        t_26, t_27, t_28, t_29, t_3, t_30, t_31, t_32, t_33, t_34, t_35, t_36, t_37,
        t_38, t_39, t_4, t_40, t_41, t_42, t_43, t_44, t_45, t_46, t_47, t_48, t_49,
        t_5, t_6, t_7, t_8, t_9, x, y, z)


def about_reverse(record, ans_bar):
    (stack, angle, ans, c, rotation, s, t, t_1, t_10, t_11, t_12, t_13, t_14, t_15,
        t_16, t_17, t_18, t_19, t_2, t_20, t_21, t_22, t_23, t_24, t_25, t_26, t_27,
        t_28, t_29, t_3, t_30, t_31, t_32, t_33, t_34, t_35, t_36, t_37, t_38, t_39,
        t_4, t_40, t_41, t_42, t_43, t_44, t_45, t_46, t_47, t_48, t_49, t_5, t_6, t_7,
        t_8, t_9, x, y, z) = record
    angle_bar = 0.0
    c_bar = 0.0
    rotation_bar = 0.0
    s_bar = 0.0
    t_bar = 0.0
    t_1_bar = 0.0
    t_10_bar = 0.0
    t_11_bar = 0.0
    t_12_bar = 0.0
    t_13_bar = 0.0
    t_14_bar = 0.0
    t_15_bar = 0.0
    t_16_bar = 0.0
    t_17_bar = 0.0
    t_18_bar = 0.0
    t_19_bar = 0.0
    t_2_bar = 0.0
    t_20_bar = 0.0
    t_21_bar = 0.0
    t_22_bar = 0.0
    t_23_bar = 0.0
    t_24_bar = 0.0
    t_25_bar = 0.0
    t_26_bar = 0.0
    t_27_bar = 0.0
    t_28_bar = 0.0
    t_29_bar = 0.0
    t_3_bar = 0.0
    t_30_bar = 0.0
    t_31_bar = 0.0
    t_32_bar = 0.0
    t_33_bar = 0.0
    t_34_bar = 0.0
    t_35_bar = 0.0
    t_36_bar = 0.0
    t_37_bar = 0.0
    t_38_bar = 0.0
    t_39_bar = 0.0
    t_4_bar = 0.0
    t_40_bar = 0.0
    t_41_bar = 0.0
    t_42_bar = 0.0
    t_43_bar = 0.0
    t_44_bar = 0.0
    t_45_bar = 0.0
    t_46_bar = 0.0
    t_47_bar = 0.0
    t_48_bar = 0.0
    t_49_bar = 0.0
    t_5_bar = 0.0
    t_6_bar = 0.0
    t_7_bar = 0.0
    t_8_bar = 0.0
    t_9_bar = 0.0
    x_bar = 0.0
    y_bar = 0.0
    z_bar = 0.0
    # line 64: return np.array([[x * x + (1 - x * x) * c, x * y * (1 - c) - z * s, x * z * (1 - c) + y * s],
    ans_bar = np.broadcast_to(ans_bar, np.shape(ans))
    t_9_bar += ans_bar[0, 0]
    t_14_bar += ans_bar[0, 1]
    t_19_bar += ans_bar[0, 2]
    t_24_bar += ans_bar[1, 0]
    t_29_bar += ans_bar[1, 1]
    t_34_bar += ans_bar[1, 2]
    t_39_bar += ans_bar[2, 0]
    t_44_bar += ans_bar[2, 1]
    t_49_bar += ans_bar[2, 2]
    ans_bar = 0.0
    ans = stack.pop()
    t_45_bar += t_49_bar
    t_48_bar += t_49_bar
    t_49_bar = 0.0
    t_49 = stack.pop()
    t_47_bar += t_48_bar * c
    c_bar += t_48_bar * t_47
    t_48_bar = 0.0
    t_48 = stack.pop()
    t_46_bar -= t_47_bar
    t_47_bar = 0.0
    t_47 = stack.pop()
    z_bar += 2 * t_46_bar * z
    t_46_bar = 0.0
    t_46 = stack.pop()
    z_bar += 2 * t_45_bar * z
    t_45_bar = 0.0
    t_45 = stack.pop()
    t_42_bar += t_44_bar
    t_43_bar += t_44_bar
    t_44_bar = 0.0
    t_44 = stack.pop()
    x_bar += t_43_bar * s
    s_bar += t_43_bar * x
    t_43_bar = 0.0
    t_43 = stack.pop()
    t_40_bar += t_42_bar * t_41
    t_41_bar += t_42_bar * t_40
    t_42_bar = 0.0
    t_42 = stack.pop()
    c_bar -= t_41_bar
    t_41_bar = 0.0
    t_41 = stack.pop()
    z_bar += t_40_bar * y
    y_bar += t_40_bar * z
    t_40_bar = 0.0
    t_40 = stack.pop()
    t_38_bar -= t_39_bar
    t_37_bar += t_39_bar
    t_39_bar = 0.0
    t_39 = stack.pop()
    y_bar += t_38_bar * s
    s_bar += t_38_bar * y
    t_38_bar = 0.0
    t_38 = stack.pop()
    t_35_bar += t_37_bar * t_36
    t_36_bar += t_37_bar * t_35
    t_37_bar = 0.0
    t_37 = stack.pop()
    c_bar -= t_36_bar
    t_36_bar = 0.0
    t_36 = stack.pop()
    x_bar += t_35_bar * z
    z_bar += t_35_bar * x
    t_35_bar = 0.0
    t_35 = stack.pop()
    t_33_bar -= t_34_bar
    t_32_bar += t_34_bar
    t_34_bar = 0.0
    t_34 = stack.pop()
    x_bar += t_33_bar * s
    s_bar += t_33_bar * x
    t_33_bar = 0.0
    t_33 = stack.pop()
    t_30_bar += t_32_bar * t_31
    t_31_bar += t_32_bar * t_30
    t_32_bar = 0.0
    t_32 = stack.pop()
    c_bar -= t_31_bar
    t_31_bar = 0.0
    t_31 = stack.pop()
    y_bar += t_30_bar * z
    z_bar += t_30_bar * y
    t_30_bar = 0.0
    t_30 = stack.pop()
    t_25_bar += t_29_bar
    t_28_bar += t_29_bar
    t_29_bar = 0.0
    t_29 = stack.pop()
    t_27_bar += t_28_bar * c
    c_bar += t_28_bar * t_27
    t_28_bar = 0.0
    t_28 = stack.pop()
    t_26_bar -= t_27_bar
    t_27_bar = 0.0
    t_27 = stack.pop()
    y_bar += 2 * t_26_bar * y
    t_26_bar = 0.0
    t_26 = stack.pop()
    y_bar += 2 * t_25_bar * y
    t_25_bar = 0.0
    t_25 = stack.pop()
    t_22_bar += t_24_bar
    t_23_bar += t_24_bar
    t_24_bar = 0.0
    t_24 = stack.pop()
    z_bar += t_23_bar * s
    s_bar += t_23_bar * z
    t_23_bar = 0.0
    t_23 = stack.pop()
    t_20_bar += t_22_bar * t_21
    t_21_bar += t_22_bar * t_20
    t_22_bar = 0.0
    t_22 = stack.pop()
    c_bar -= t_21_bar
    t_21_bar = 0.0
    t_21 = stack.pop()
    x_bar += t_20_bar * y
    y_bar += t_20_bar * x
    t_20_bar = 0.0
    t_20 = stack.pop()
    t_17_bar += t_19_bar
    t_18_bar += t_19_bar
    t_19_bar = 0.0
    t_19 = stack.pop()
    y_bar += t_18_bar * s
    s_bar += t_18_bar * y
    t_18_bar = 0.0
    t_18 = stack.pop()
    t_15_bar += t_17_bar * t_16
    t_16_bar += t_17_bar * t_15
    t_17_bar = 0.0
    t_17 = stack.pop()
    c_bar -= t_16_bar
    t_16_bar = 0.0
    t_16 = stack.pop()
    x_bar += t_15_bar * z
    z_bar += t_15_bar * x
    t_15_bar = 0.0
    t_15 = stack.pop()
    t_13_bar -= t_14_bar
    t_12_bar += t_14_bar
    t_14_bar = 0.0
    t_14 = stack.pop()
    z_bar += t_13_bar * s
    s_bar += t_13_bar * z
    t_13_bar = 0.0
    t_13 = stack.pop()
    t_10_bar += t_12_bar * t_11
    t_11_bar += t_12_bar * t_10
    t_12_bar = 0.0
    t_12 = stack.pop()
    c_bar -= t_11_bar
    t_11_bar = 0.0
    t_11 = stack.pop()
    x_bar += t_10_bar * y
    y_bar += t_10_bar * x
    t_10_bar = 0.0
    t_10 = stack.pop()
    t_5_bar += t_9_bar
    t_8_bar += t_9_bar
    t_9_bar = 0.0
    t_9 = stack.pop()
    t_7_bar += t_8_bar * c
    c_bar += t_8_bar * t_7
    t_8_bar = 0.0
    t_8 = stack.pop()
    t_6_bar -= t_7_bar
    t_7_bar = 0.0
    t_7 = stack.pop()
    x_bar += 2 * t_6_bar * x
    t_6_bar = 0.0
    t_6 = stack.pop()
    x_bar += 2 * t_5_bar * x
    t_5_bar = 0.0
    t_5 = stack.pop()
    # line 63: s, c = np.sin(angle), np.cos(angle)
    t_2_bar += c_bar
    c_bar = 0.0
    c = stack.pop()
    t_1_bar += s_bar
    s_bar = 0.0
    s = stack.pop()
    angle_bar -= t_2_bar * np.sin(angle)
    t_2_bar = 0.0
    t_2 = stack.pop()
    angle_bar += t_1_bar * np.cos(angle)
    t_1_bar = 0.0
    t_1 = stack.pop()
    # line 62: x, y, z = rotation / angle
    t_bar = np.full_like(t, t_bar)
    t_bar[2] += z_bar
    z_bar = 0.0
    z = stack.pop()
    t_bar = np.full_like(t, t_bar)
    t_bar[1] += y_bar
    y_bar = 0.0
    y = stack.pop()
    t_bar = np.full_like(t, t_bar)
    t_bar[0] += x_bar
    x_bar = 0.0
    x = stack.pop()
    share = t_bar / angle
    angle_bar -= np.sum(share * t)
    rotation_bar = rotation_bar + share
    t_bar = 0.0
    t = stack.pop()
    # line 61: angle = np.sqrt(np.sum(rotation ** 2))
    t_4_bar += angle_bar * (0.5 / angle)
    angle_bar = 0.0
    angle = stack.pop()
    t_3_bar = t_3_bar + t_4_bar
    t_4_bar = 0.0
    t_4 = stack.pop()
    rotation_bar = rotation_bar + 2 * t_3_bar * rotation ** (2 - 1)
    t_3_bar = 0.0
    t_3 = stack.pop()
    rotation_bar = np.broadcast_to(rotation_bar, np.shape(rotation))
    return rotation_bar


def turned_forward(angles):
    stack = []
    around_x = None
    around_y = None
    around_z = None
    matrix = None
    t = None
    t_1 = None
    t_10 = None
    t_11 = None
    t_12 = None
    t_13 = None
    t_14 = None
    t_15 = None
    t_16 = None
    t_17 = None
    t_18 = None
    t_19 = None
    t_2 = None
    t_3 = None
    t_4 = None
    t_5 = None
    t_6 = None
    t_7 = None
    t_8 = None
    t_9 = None
    x = None
    y = None
    z = None
    stack.append(matrix)
    matrix = np.eye(4)
    stack.append(t)
    t = angles[0]
    stack.append(t_1)
    t_1 = angles[2]
    stack.append(t_2)
    t_2 = angles[1]
    stack.append(x)
    x = t
    stack.append(y)
    y = t_1
    stack.append(z)
    z = t_2
    stack.append(t_3)
    t_3 = np.cos(x)
    stack.append(t_4)
    t_4 = np.sin(x)
    stack.append(t_5)
    t_5 = -t_4
    stack.append(t_6)
    t_6 = np.sin(x)
    stack.append(t_7)
    t_7 = np.cos(x)
    stack.append(around_x)
    around_x = np.array([[1.0, 0.0, 0.0], [0.0, t_3, t_5], [0.0, t_6, t_7]])
    stack.append(t_8)
    t_8 = np.cos(y)
    stack.append(t_9)
    t_9 = np.sin(y)
    stack.append(t_10)
    t_10 = np.sin(y)
    stack.append(t_11)
    t_11 = -t_10
    stack.append(t_12)
    t_12 = np.cos(y)
    stack.append(around_y)
    around_y = np.array([[t_8, 0.0, t_9], [0.0, 1.0, 0.0], [t_11, 0.0, t_12]])
    stack.append(t_13)
    t_13 = np.cos(z)
    stack.append(t_14)
    t_14 = np.sin(z)
    stack.append(t_15)
    t_15 = -t_14
    stack.append(t_16)
    t_16 = np.sin(z)
    stack.append(t_17)
    t_17 = np.cos(z)
    stack.append(around_z)
    around_z = np.array([[t_13, t_15, 0.0], [t_16, t_17, 0.0], [0.0, 0.0, 1.0]])
    stack.append(t_18)
    t_18 = around_z @ around_y
    stack.append(t_19)
    t_19 = t_18 @ around_x
    stack.append(np.array(matrix[:3, :3]))
    matrix[:3, :3] = t_19
    return matrix, (stack, angles, around_x, around_y, around_z, matrix, t, t_1, t_10,
        t_11, t_12, t_13, t_14, t_15, t_16, t_17, t_18, t_19, t_2, t_3, t_4, t_5, t_6,
        t_7, t_8, t_9, x, y, z)


def turned_reverse(record, matrix_bar):
    (stack, angles, around_x, around_y, around_z, matrix, t, t_1, t_10, t_11, t_12,
        t_13, t_14, t_15, t_16, t_17, t_18, t_19, t_2, t_3, t_4, t_5, t_6, t_7, t_8,
        t_9, x, y, z) = record
    angles_bar = 0.0
    around_x_bar = 0.0
    around_y_bar = 0.0
    around_z_bar = 0.0
    t_bar = 0.0
    t_1_bar = 0.0
    t_10_bar = 0.0
    t_11_bar = 0.0
    t_12_bar = 0.0
    t_13_bar = 0.0
    t_14_bar = 0.0
    t_15_bar = 0.0
    t_16_bar = 0.0
    t_17_bar = 0.0
    t_18_bar = 0.0
    t_19_bar = 0.0
    t_2_bar = 0.0
    t_3_bar = 0.0
    t_4_bar = 0.0
    t_5_bar = 0.0
    t_6_bar = 0.0
    t_7_bar = 0.0
    t_8_bar = 0.0
    t_9_bar = 0.0
    x_bar = 0.0
    y_bar = 0.0
    z_bar = 0.0
    # line 55: matrix[:3, :3] = around_z @ around_y @ around_x
    matrix[:3, :3] = stack.pop()
    matrix_bar = np.full_like(matrix, matrix_bar)
    matrix_bar_i = matrix_bar[:3, :3].copy()
    matrix_bar[:3, :3] = 0.0
    t_19_bar = t_19_bar + matrix_bar_i
    t_19_bar = np.broadcast_to(t_19_bar, np.shape(t_19))
    t_18_bar = t_18_bar + t_19_bar @ around_x.T
    around_x_bar = around_x_bar + t_18.T @ t_19_bar
    t_19_bar = 0.0
    t_19 = stack.pop()
    t_18_bar = np.broadcast_to(t_18_bar, np.shape(t_18))
    around_z_bar = around_z_bar + t_18_bar @ around_y.T
    around_y_bar = around_y_bar + around_z.T @ t_18_bar
    t_18_bar = 0.0
    t_18 = stack.pop()
    # line 54: around_z = np.array([[np.cos(z), -np.sin(z), 0.0], [np.sin(z), np.cos(z), 0.0], [0.0, 0.0, 1.0]])
    around_z_bar = np.broadcast_to(around_z_bar, np.shape(around_z))
    t_13_bar += around_z_bar[0, 0]
    t_15_bar += around_z_bar[0, 1]
    t_16_bar += around_z_bar[1, 0]
    t_17_bar += around_z_bar[1, 1]
    around_z_bar = 0.0
    around_z = stack.pop()
    z_bar -= t_17_bar * np.sin(z)
    t_17_bar = 0.0
    t_17 = stack.pop()
    z_bar += t_16_bar * np.cos(z)
    t_16_bar = 0.0
    t_16 = stack.pop()
    t_14_bar -= t_15_bar
    t_15_bar = 0.0
    t_15 = stack.pop()
    z_bar += t_14_bar * np.cos(z)
    t_14_bar = 0.0
    t_14 = stack.pop()
    z_bar -= t_13_bar * np.sin(z)
    t_13_bar = 0.0
    t_13 = stack.pop()
    # line 53: around_y = np.array([[np.cos(y), 0.0, np.sin(y)], [0.0, 1.0, 0.0], [-np.sin(y), 0.0, np.cos(y)]])
    around_y_bar = np.broadcast_to(around_y_bar, np.shape(around_y))
    t_8_bar += around_y_bar[0, 0]
    t_9_bar += around_y_bar[0, 2]
    t_11_bar += around_y_bar[2, 0]
    t_12_bar += around_y_bar[2, 2]
    around_y_bar = 0.0
    around_y = stack.pop()
    y_bar -= t_12_bar * np.sin(y)
    t_12_bar = 0.0
    t_12 = stack.pop()
    t_10_bar -= t_11_bar
    t_11_bar = 0.0
    t_11 = stack.pop()
    y_bar += t_10_bar * np.cos(y)
    t_10_bar = 0.0
    t_10 = stack.pop()
    y_bar += t_9_bar * np.cos(y)
    t_9_bar = 0.0
    t_9 = stack.pop()
    y_bar -= t_8_bar * np.sin(y)
    t_8_bar = 0.0
    t_8 = stack.pop()
    # line 52: around_x = np.array([[1.0, 0.0, 0.0], [0.0, np.cos(x), -np.sin(x)], [0.0, np.sin(x), np.cos(x)]])
    around_x_bar = np.broadcast_to(around_x_bar, np.shape(around_x))
    t_3_bar += around_x_bar[1, 1]
    t_5_bar += around_x_bar[1, 2]
    t_6_bar += around_x_bar[2, 1]
    t_7_bar += around_x_bar[2, 2]
    around_x_bar = 0.0
    around_x = stack.pop()
    x_bar -= t_7_bar * np.sin(x)
    t_7_bar = 0.0
    t_7 = stack.pop()
    x_bar += t_6_bar * np.cos(x)
    t_6_bar = 0.0
    t_6 = stack.pop()
    t_4_bar -= t_5_bar
    t_5_bar = 0.0
    t_5 = stack.pop()
    x_bar += t_4_bar * np.cos(x)
    t_4_bar = 0.0
    t_4 = stack.pop()
    x_bar -= t_3_bar * np.sin(x)
    t_3_bar = 0.0
    t_3 = stack.pop()
    # line 51: x, y, z = angles[0], angles[2], angles[1]
    t_2_bar += z_bar
    z_bar = 0.0
    z = stack.pop()
    t_1_bar += y_bar
    y_bar = 0.0
    y = stack.pop()
    t_bar += x_bar
    x_bar = 0.0
    x = stack.pop()
    angles_bar = np.full_like(angles, angles_bar)
    angles_bar[1] += t_2_bar
    t_2_bar = 0.0
    t_2 = stack.pop()
    angles_bar = np.full_like(angles, angles_bar)
    angles_bar[2] += t_1_bar
    t_1_bar = 0.0
    t_1 = stack.pop()
    angles_bar = np.full_like(angles, angles_bar)
    angles_bar[0] += t_bar
    t_bar = 0.0
    t = stack.pop()
    # line 50: matrix = np.eye(4)
    matrix_bar = 0.0
    matrix = stack.pop()
    angles_bar = np.broadcast_to(angles_bar, np.shape(angles))
    return angles_bar


def pose_of_forward(theta):
    stack = []
    _ = None
    joint = None
    k = None
    pose = None
    row = None
    t = None
    t_1 = None
    t_2 = None
    t_3 = None
    t_4 = None
    t_5 = None
    t_6 = None
    t_7 = None
    t_8 = None
    stack.append(t)
    t = BONES + 3
    stack.append(pose)
    pose = np.zeros((t, 3))
    stack.append(t_1)
    t_1 = theta[:3]
    stack.append(np.array(pose[0]))
    pose[0] = t_1
    stack.append(np.array(pose[1]))
    pose[1] = 1.0
    stack.append(t_2)
    t_2 = theta[3:6]
    stack.append(np.array(pose[2]))
    pose[2] = t_2
    stack.append(k)
    k = 6
    stack.append(row)
    row = 5
    trips = 0
    for __next in range(5):
        stack.append(_)
        _ = __next
        trips += 1
        trips_1 = 0
        for joint_next in range(2, 5):
            stack.append(joint)
            joint = joint_next
            trips_1 += 1
            stack.append(t_3)
            t_3 = theta[k]
            stack.append(np.array(pose[row, 0]))
            pose[row, 0] = t_3
            stack.append(t_5)
            t_5 = k + 1
            stack.append(k)
            k = t_5
            if joint == 2:
                stack.append(t_4)
                t_4 = theta[k]
                stack.append(np.array(pose[row, 1]))
                pose[row, 1] = t_4
                stack.append(t_6)
                t_6 = k + 1
                stack.append(k)
                k = t_6
                stack.append(True)
            else:
                stack.append(False)
            stack.append(t_7)
            t_7 = row + 1
            stack.append(row)
            row = t_7
        stack.append(trips_1)
        stack.append(t_8)
        t_8 = row + 1
        stack.append(row)
        row = t_8
    stack.append(trips)
    return pose, (stack, _, joint, k, pose, row, t, t_1, t_2, t_3, t_4, t_5, t_6, t_7,
        t_8, theta)


def pose_of_reverse(record, pose_bar):
    stack, _, joint, k, pose, row, t, t_1, t_2, t_3, t_4, t_5, t_6, t_7, t_8, theta = (
        record)
    t_1_bar = 0.0
    t_2_bar = 0.0
    t_3_bar = 0.0
    t_4_bar = 0.0
    theta_bar = 0.0
    for trip_1 in range(stack.pop()):
        # line 44: row += 1
        row = stack.pop()
        t_8 = stack.pop()
        for trip in range(stack.pop()):
            # line 43: row += 1
            row = stack.pop()
            t_7 = stack.pop()
            if stack.pop():
                # line 42: k += 1
                k = stack.pop()
                t_6 = stack.pop()
                # line 41: pose[row, 1] = theta[k]
                pose[row, 1] = stack.pop()
                pose_bar = np.full_like(pose, pose_bar)
                t_4_bar += pose_bar[row, 1]
                pose_bar[row, 1] = 0.0
                theta_bar = np.full_like(theta, theta_bar)
                theta_bar[k] += t_4_bar
                t_4_bar = 0.0
                t_4 = stack.pop()
            # line 39: k += 1
            k = stack.pop()
            t_5 = stack.pop()
            # line 38: pose[row, 0] = theta[k]
            pose[row, 0] = stack.pop()
            pose_bar = np.full_like(pose, pose_bar)
            t_3_bar += pose_bar[row, 0]
            pose_bar[row, 0] = 0.0
            theta_bar = np.full_like(theta, theta_bar)
            theta_bar[k] += t_3_bar
            t_3_bar = 0.0
            t_3 = stack.pop()
            joint = stack.pop()
        _ = stack.pop()
    # line 35: row = 5
    row = stack.pop()
    # line 34: k = 6
    k = stack.pop()
    # line 33: pose[2] = theta[3:6]
    pose[2] = stack.pop()
    pose_bar = np.full_like(pose, pose_bar)
    pose_bar_i = pose_bar[2].copy()
    pose_bar[2] = 0.0
    t_2_bar = t_2_bar + unbroadcast(pose_bar_i, t_2)
    theta_bar = np.full_like(theta, theta_bar)
    theta_bar[3:6] += t_2_bar
    t_2_bar = 0.0
    t_2 = stack.pop()
    # line 32: pose[1] = 1.0
    pose[1] = stack.pop()
    pose_bar = np.full_like(pose, pose_bar)
    pose_bar[1] = 0.0
    # line 31: pose[0] = theta[:3]
    pose[0] = stack.pop()
    pose_bar = np.full_like(pose, pose_bar)
    pose_bar_i_1 = pose_bar[0].copy()
    pose_bar[0] = 0.0
    t_1_bar = t_1_bar + pose_bar_i_1
    theta_bar = np.full_like(theta, theta_bar)
    theta_bar[:3] += t_1_bar
    t_1_bar = 0.0
    t_1 = stack.pop()
    # line 30: pose = np.zeros((BONES + 3, 3))
    pose_bar = 0.0
    pose = stack.pop()
    t = stack.pop()
    theta_bar = np.broadcast_to(theta_bar, np.shape(theta))
    return theta_bar


def hand_grad(theta, parents, bases, inverses, vertices, weights, which, seen):
    """Gradient of hand with respect to theta."""
    stack = []
    about_record = None
    absolute = None
    ans = None
    i = None
    placed = None
    places = None
    pose = None
    pose_of_record = None
    relative = None
    t = None
    t_1 = None
    t_10 = None
    t_11 = None
    t_12 = None
    t_13 = None
    t_14 = None
    t_15 = None
    t_16 = None
    t_17 = None
    t_18 = None
    t_19 = None
    t_2 = None
    t_20 = None
    t_21 = None
    t_22 = None
    t_23 = None
    t_24 = None
    t_3 = None
    t_4 = None
    t_5 = None
    t_6 = None
    t_7 = None
    t_8 = None
    t_9 = None
    turned_record = None
    whole = None
    stack.append(pose)
    stack.append(pose_of_record)
    pose, pose_of_record = pose_of_forward(theta)
    stack.append(absolute)
    absolute = []
    trips = 0
    for i_next in range(BONES):
        stack.append(i)
        i = i_next
        trips += 1
        stack.append(t)
        t = bases[i]
        stack.append(t_1)
        t_1 = pose[i + 3]
        stack.append(t_2)
        stack.append(turned_record)
        t_2, turned_record = turned_forward(t_1)
        stack.append(relative)
        relative = t @ t_2
        if parents[i] < 0:
            stack.append(t_3)
            t_3 = relative
            stack.append(True)
        else:
            stack.append(t_4)
            t_4 = parents[i]
            stack.append(t_5)
            t_5 = absolute[t_4]
            stack.append(t_3)
            t_3 = t_5 @ relative
            stack.append(False)
        absolute.append(t_3)
    stack.append(trips)
    stack.append(t_6)
    t_6 = vertices.shape
    stack.append(t_7)
    t_7 = t_6[1]
    stack.append(places)
    places = np.zeros((3, t_7))
    trips_1 = 0
    for i_next_1 in range(BONES):
        stack.append(i)
        i = i_next_1
        trips_1 += 1
        stack.append(t_8)
        t_8 = absolute[i]
        stack.append(t_9)
        t_9 = inverses[i]
        stack.append(t_10)
        t_10 = t_8 @ t_9
        stack.append(t_11)
        t_11 = t_10 @ vertices
        stack.append(t_12)
        t_12 = t_11[:3]
        stack.append(t_13)
        t_13 = weights[i]
        stack.append(t_14)
        t_14 = t_12 * t_13
        stack.append(t_15)
        t_15 = places + t_14
        stack.append(places)
        places = t_15
    stack.append(trips_1)
    stack.append(t_16)
    t_16 = pose[0]
    stack.append(t_17)
    stack.append(about_record)
    t_17, about_record = about_forward(t_16)
    stack.append(t_18)
    t_18 = pose[1]
    stack.append(whole)
    whole = t_17 * t_18
    stack.append(t_19)
    t_19 = whole @ places
    stack.append(t_20)
    t_20 = pose[2]
    stack.append(t_21)
    t_21 = t_20[:, None]
    stack.append(placed)
    placed = t_19 + t_21
    stack.append(t_22)
    t_22 = placed[:, which]
    stack.append(t_23)
    t_23 = seen - t_22
    stack.append(t_24)
    t_24 = t_23 ** 2
    stack.append(ans)
    ans = np.sum(t_24)
    # reverse sweep
    ans_bar = 1.0
    absolute_bar = 0.0
    placed_bar = 0.0
    places_bar = 0.0
    pose_bar = 0.0
    relative_bar = 0.0
    t_1_bar = 0.0
    t_10_bar = 0.0
    t_11_bar = 0.0
    t_12_bar = 0.0
    t_14_bar = 0.0
    t_15_bar = 0.0
    t_16_bar = 0.0
    t_17_bar = 0.0
    t_18_bar = 0.0
    t_19_bar = 0.0
    t_2_bar = 0.0
    t_20_bar = 0.0
    t_21_bar = 0.0
    t_22_bar = 0.0
    t_23_bar = 0.0
    t_24_bar = 0.0
    t_3_bar = 0.0
    t_5_bar = 0.0
    t_8_bar = 0.0
    theta_bar = 0.0
    whole_bar = 0.0
    # line 25: return np.sum((seen - placed[:, which]) ** 2)
    t_24_bar = t_24_bar + ans_bar
    ans_bar = 0.0
    ans = stack.pop()
    t_23_bar = t_23_bar + 2 * t_24_bar * t_23 ** (2 - 1)
    t_24_bar = 0.0
    t_24 = stack.pop()
    t_23_bar = np.broadcast_to(t_23_bar, np.shape(t_23))
    t_22_bar = t_22_bar - unbroadcast(t_23_bar, t_22)
    t_23_bar = 0.0
    t_23 = stack.pop()
    placed_bar = np.full_like(placed, placed_bar)
    scatter(placed_bar, np.s_[:, which], t_22_bar)
    t_22_bar = 0.0
    t_22 = stack.pop()
    # line 24: placed = whole @ places + pose[2][:, None]
    placed_bar = np.broadcast_to(placed_bar, np.shape(placed))
    t_21_bar = t_21_bar + np.sum(placed_bar, axis=1, keepdims=True)
    t_19_bar = t_19_bar + placed_bar
    placed_bar = 0.0
    placed = stack.pop()
    t_20_bar = np.full_like(t_20, t_20_bar)
    t_20_bar[:, None] += t_21_bar
    t_21_bar = 0.0
    t_21 = stack.pop()
    pose_bar = np.full_like(pose, pose_bar)
    pose_bar[2] += t_20_bar
    t_20_bar = 0.0
    t_20 = stack.pop()
    t_19_bar = np.broadcast_to(t_19_bar, np.shape(t_19))
    whole_bar = whole_bar + t_19_bar @ places.T
    places_bar = places_bar + whole.T @ t_19_bar
    t_19_bar = 0.0
    t_19 = stack.pop()
    # line 23: whole = about(pose[0]) * pose[1]
    t_17_bar = t_17_bar + whole_bar * t_18
    t_18_bar = t_18_bar + np.sum(whole_bar * t_17, axis=0)
    whole_bar = 0.0
    whole = stack.pop()
    pose_bar = np.full_like(pose, pose_bar)
    pose_bar[1] += t_18_bar
    t_18_bar = 0.0
    t_18 = stack.pop()
    t_17_bar = np.broadcast_to(t_17_bar, np.shape(t_17))
    t_16_bar = t_16_bar + about_reverse(about_record, t_17_bar)
    t_17_bar = 0.0
    about_record = stack.pop()
    t_17 = stack.pop()
    pose_bar = np.full_like(pose, pose_bar)
    pose_bar[0] += t_16_bar
    t_16_bar = 0.0
    t_16 = stack.pop()
    for trip in range(stack.pop()):
        # line 22: places = places + (absolute[i] @ inverses[i] @ vertices)[:3] * weights[i]
        t_15_bar = t_15_bar + places_bar
        places_bar = 0.0
        places = stack.pop()
        t_14_bar = t_14_bar + t_15_bar
        places_bar = places_bar + t_15_bar
        t_15_bar = 0.0
        t_15 = stack.pop()
        t_12_bar = t_12_bar + t_14_bar * t_13
        t_14_bar = 0.0
        t_14 = stack.pop()
        t_13 = stack.pop()
        t_11_bar = np.full_like(t_11, t_11_bar)
        t_11_bar[:3] += t_12_bar
        t_12_bar = 0.0
        t_12 = stack.pop()
        t_11_bar = np.broadcast_to(t_11_bar, np.shape(t_11))
        t_10_bar = t_10_bar + t_11_bar @ vertices.T
        t_11_bar = 0.0
        t_11 = stack.pop()
        t_10_bar = np.broadcast_to(t_10_bar, np.shape(t_10))
        t_8_bar = t_8_bar + t_10_bar @ t_9.T
        t_10_bar = 0.0
        t_10 = stack.pop()
        t_9 = stack.pop()
        absolute_bar = whole_1(absolute_bar, absolute)
        absolute_bar[i] += t_8_bar
        t_8_bar = 0.0
        t_8 = stack.pop()
        i = stack.pop()
    # line 20: places = np.zeros((3, vertices.shape[1]))
    places_bar = 0.0
    places = stack.pop()
    t_7 = stack.pop()
    t_6 = stack.pop()
    for trip_1 in range(stack.pop()):
        # line 19: absolute.append(relative if parents[i] < 0 else absolute[parents[i]] @ relative)
        absolute_bar = whole_1(absolute_bar, absolute)
        absolute_bar_i = absolute_bar.pop()
        absolute.pop()
        t_3_bar = t_3_bar + absolute_bar_i
        if stack.pop():
            # line 19: absolute.append(relative if parents[i] < 0 else absolute[parents[i]] @ relative)
            relative_bar = relative_bar + t_3_bar
            t_3_bar = 0.0
            t_3 = stack.pop()
        else:
            # line 19: absolute.append(relative if parents[i] < 0 else absolute[parents[i]] @ relative)
            t_3_bar = np.broadcast_to(t_3_bar, np.shape(t_3))
            t_5_bar = t_5_bar + t_3_bar @ relative.T
            relative_bar = relative_bar + t_5.T @ t_3_bar
            t_3_bar = 0.0
            t_3 = stack.pop()
            absolute_bar = whole_1(absolute_bar, absolute)
            absolute_bar[t_4] += t_5_bar
            t_5_bar = 0.0
            t_5 = stack.pop()
            t_4 = stack.pop()
        # line 18: relative = bases[i] @ turned(pose[i + 3])
        relative_bar = np.broadcast_to(relative_bar, np.shape(relative))
        t_2_bar = t_2_bar + t.T @ relative_bar
        relative_bar = 0.0
        relative = stack.pop()
        t_2_bar = np.broadcast_to(t_2_bar, np.shape(t_2))
        t_1_bar = t_1_bar + turned_reverse(turned_record, t_2_bar)
        t_2_bar = 0.0
        turned_record = stack.pop()
        t_2 = stack.pop()
        pose_bar = np.full_like(pose, pose_bar)
        pose_bar[i + 3] += t_1_bar
        t_1_bar = 0.0
        t_1 = stack.pop()
        t = stack.pop()
        i = stack.pop()
    # line 16: absolute = []
    absolute_bar = whole_1(absolute_bar, [])
    absolute_bar = 0.0
    absolute = stack.pop()
    # line 15: pose = pose_of(theta)
    pose_bar = np.broadcast_to(pose_bar, np.shape(pose))
    theta_bar = theta_bar + pose_of_reverse(pose_of_record, pose_bar)
    pose_bar = 0.0
    pose_of_record = stack.pop()
    pose = stack.pop()
    return np.full_like(theta, theta_bar),
