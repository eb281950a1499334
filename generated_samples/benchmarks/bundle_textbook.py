import numpy as np


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


def cross_adjoint(ct, a, b, axes, left):
    """Cotangent of ``a`` (``left``) or of ``b`` in a cross product; a vector of two elements has a third that is 0."""
    a3, b3 = [np.moveaxis(x, k, -1) for (x, k) in zip((a, b), axes)]
    if a3.shape[-1] == b3.shape[-1] == 2:
        wide = np.stack([np.zeros_like(ct), np.zeros_like(ct), ct], axis=-1)
    else:
        wide = np.moveaxis(ct, axes[2], -1)
    other = b3 if left else a3
    if other.shape[-1] == 2:
        other = np.concatenate([other, np.zeros_like(other[..., :1])], axis=-1)
    bar = np.cross(other, wide) if left else np.cross(wide, other)
    own, place = (a, axes[0]) if left else (b, axes[1])
    like = np.moveaxis(own, place, -1)
    return np.moveaxis(unbroadcast(bar[..., :like.shape[-1]], like), -1, place)


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


def rotate_forward(rotation, x):
    stack = []
    along = None
    angle = None
    ans = None
    axis = None
    cosine = None
    sine = None
    t = None
    t_1 = None
    t_10 = None
    t_11 = None
    t_2 = None
    t_3 = None
    t_4 = None
    t_5 = None
    t_6 = None
    t_7 = None
    t_8 = None
    t_9 = None
    stack.append(t_2)
    t_2 = rotation ** 2
    stack.append(t_3)
    t_3 = np.sum(t_2, axis=1, keepdims=True)
    stack.append(angle)
    angle = np.sqrt(t_3)
    stack.append(axis)
    axis = rotation / angle
    stack.append(t)
    t = np.cos(angle)
    stack.append(t_1)
    t_1 = np.sin(angle)
    stack.append(cosine)
    cosine = t
    stack.append(sine)
    sine = t_1
    stack.append(t_4)
    t_4 = axis * x
    stack.append(along)
    along = np.sum(t_4, axis=1, keepdims=True)
    stack.append(t_5)
    t_5 = x * cosine
    stack.append(t_6)
    t_6 = np.cross(axis, x)
    stack.append(t_7)
    t_7 = t_6 * sine
    stack.append(t_8)
    t_8 = t_5 + t_7
    stack.append(t_9)
    t_9 = 1.0 - cosine
    stack.append(t_10)
    t_10 = along * t_9
    stack.append(t_11)
    t_11 = axis * t_10
    stack.append(ans)
    ans = t_8 + t_11
    return ans, (stack, along, angle, ans, axis, cosine, rotation, sine, t, t_1, t_10,
        t_11, t_2, t_3, t_4, t_5, t_6, t_7, t_8, t_9, x)


def rotate_reverse(record, ans_bar):
    (stack, along, angle, ans, axis, cosine, rotation, sine, t, t_1, t_10, t_11, t_2,
        t_3, t_4, t_5, t_6, t_7, t_8, t_9, x) = record
    along_bar = 0.0
    angle_bar = 0.0
    axis_bar = 0.0
    cosine_bar = 0.0
    rotation_bar = 0.0
    sine_bar = 0.0
    t_bar = 0.0
    t_1_bar = 0.0
    t_10_bar = 0.0
    t_11_bar = 0.0
    t_2_bar = 0.0
    t_3_bar = 0.0
    t_4_bar = 0.0
    t_5_bar = 0.0
    t_6_bar = 0.0
    t_7_bar = 0.0
    t_8_bar = 0.0
    t_9_bar = 0.0
    x_bar = 0.0
    # line 33: return x * cosine + np.cross(axis, x) * sine + axis * (along * (1.0 - cosine))
    ans_bar = np.broadcast_to(ans_bar, np.shape(ans))
    t_8_bar = t_8_bar + unbroadcast(ans_bar, t_8)
    t_11_bar = t_11_bar + unbroadcast(ans_bar, t_11)
    ans_bar = 0.0
    ans = stack.pop()
    t_11_bar = np.broadcast_to(t_11_bar, np.shape(t_11))
    axis_bar = axis_bar + unbroadcast(t_11_bar * t_10, axis)
    t_10_bar = t_10_bar + unbroadcast(t_11_bar * axis, t_10)
    t_11_bar = 0.0
    t_11 = stack.pop()
    t_10_bar = np.broadcast_to(t_10_bar, np.shape(t_10))
    along_bar = along_bar + unbroadcast(t_10_bar * t_9, along)
    t_9_bar = t_9_bar + unbroadcast(t_10_bar * along, t_9)
    t_10_bar = 0.0
    t_10 = stack.pop()
    cosine_bar = cosine_bar - t_9_bar
    t_9_bar = 0.0
    t_9 = stack.pop()
    t_8_bar = np.broadcast_to(t_8_bar, np.shape(t_8))
    t_5_bar = t_5_bar + unbroadcast(t_8_bar, t_5)
    t_7_bar = t_7_bar + unbroadcast(t_8_bar, t_7)
    t_8_bar = 0.0
    t_8 = stack.pop()
    t_7_bar = np.broadcast_to(t_7_bar, np.shape(t_7))
    t_6_bar = t_6_bar + unbroadcast(t_7_bar * sine, t_6)
    sine_bar = sine_bar + unbroadcast(t_7_bar * t_6, sine)
    t_7_bar = 0.0
    t_7 = stack.pop()
    t_6_bar = np.broadcast_to(t_6_bar, np.shape(t_6))
    axis_bar = axis_bar + cross_adjoint(t_6_bar, axis, x, (-1, -1, -1), True)
    x_bar = x_bar + cross_adjoint(t_6_bar, axis, x, (-1, -1, -1), False)
    t_6_bar = 0.0
    t_6 = stack.pop()
    t_5_bar = np.broadcast_to(t_5_bar, np.shape(t_5))
    x_bar = x_bar + unbroadcast(t_5_bar * cosine, x)
    cosine_bar = cosine_bar + unbroadcast(t_5_bar * x, cosine)
    t_5_bar = 0.0
    t_5 = stack.pop()
    # line 32: along = np.sum(axis * x, axis=1, keepdims=True)
    along_bar = np.broadcast_to(along_bar, np.shape(along))
    t_4_bar = t_4_bar + along_bar
    along_bar = 0.0
    along = stack.pop()
    t_4_bar = np.broadcast_to(t_4_bar, np.shape(t_4))
    axis_bar = axis_bar + unbroadcast(t_4_bar * x, axis)
    x_bar = x_bar + unbroadcast(t_4_bar * axis, x)
    t_4_bar = 0.0
    t_4 = stack.pop()
    # line 31: cosine, sine = np.cos(angle), np.sin(angle)
    t_1_bar = t_1_bar + sine_bar
    sine_bar = 0.0
    sine = stack.pop()
    t_bar = t_bar + cosine_bar
    cosine_bar = 0.0
    cosine = stack.pop()
    angle_bar = angle_bar + t_1_bar * np.cos(angle)
    t_1_bar = 0.0
    t_1 = stack.pop()
    angle_bar = angle_bar - t_bar * np.sin(angle)
    t_bar = 0.0
    t = stack.pop()
    # line 30: axis = rotation / angle
    axis_bar = np.broadcast_to(axis_bar, np.shape(axis))
    share = axis_bar / angle
    angle_bar = angle_bar - unbroadcast(share * axis, angle)
    rotation_bar = rotation_bar + unbroadcast(share, rotation)
    axis_bar = 0.0
    axis = stack.pop()
    # line 29: angle = np.sqrt(np.sum(rotation ** 2, axis=1, keepdims=True))
    t_3_bar = t_3_bar + angle_bar * (0.5 / angle)
    angle_bar = 0.0
    angle = stack.pop()
    t_3_bar = np.broadcast_to(t_3_bar, np.shape(t_3))
    t_2_bar = t_2_bar + t_3_bar
    t_3_bar = 0.0
    t_3 = stack.pop()
    rotation_bar = rotation_bar + 2 * t_2_bar * rotation ** (2 - 1)
    t_2_bar = 0.0
    t_2 = stack.pop()
    rotation_bar = np.broadcast_to(rotation_bar, np.shape(rotation))
    x_bar = np.broadcast_to(x_bar, np.shape(x))
    return rotation_bar, x_bar


def project_forward(camera, point):
    stack = []
    ans = None
    distortion = None
    flat = None
    rotate_record = None
    rotated = None
    squared = None
    t = None
    t_1 = None
    t_10 = None
    t_11 = None
    t_12 = None
    t_13 = None
    t_14 = None
    t_15 = None
    t_2 = None
    t_3 = None
    t_4 = None
    t_5 = None
    t_6 = None
    t_7 = None
    t_8 = None
    t_9 = None
    stack.append(t)
    t = camera[:, :3]
    stack.append(t_1)
    t_1 = camera[:, 3:6]
    stack.append(t_2)
    t_2 = point - t_1
    stack.append(rotated)
    stack.append(rotate_record)
    rotated, rotate_record = rotate_forward(t, t_2)
    stack.append(t_3)
    t_3 = rotated[:, :2]
    stack.append(t_4)
    t_4 = rotated[:, 2:]
    stack.append(flat)
    flat = t_3 / t_4
    stack.append(t_5)
    t_5 = flat ** 2
    stack.append(squared)
    squared = np.sum(t_5, axis=1, keepdims=True)
    stack.append(t_6)
    t_6 = camera[:, 9:10]
    stack.append(t_7)
    t_7 = t_6 * squared
    stack.append(t_8)
    t_8 = 1.0 + t_7
    stack.append(t_9)
    t_9 = camera[:, 10:11]
    stack.append(t_10)
    t_10 = squared ** 2
    stack.append(t_11)
    t_11 = t_9 * t_10
    stack.append(distortion)
    distortion = t_8 + t_11
    stack.append(t_12)
    t_12 = flat * distortion
    stack.append(t_13)
    t_13 = camera[:, 6:7]
    stack.append(t_14)
    t_14 = t_12 * t_13
    stack.append(t_15)
    t_15 = camera[:, 7:9]
    stack.append(ans)
    ans = t_14 + t_15
    return ans, (stack, ans, camera, distortion, flat, point, rotate_record, rotated,
        squared, t, t_1, t_10, t_11, t_12, t_13, t_14, t_15, t_2, t_3, t_4, t_5, t_6,
        t_7, t_8, t_9)


def project_reverse(record, ans_bar):
    (stack, ans, camera, distortion, flat, point, rotate_record, rotated, squared, t,
        t_1, t_10, t_11, t_12, t_13, t_14, t_15, t_2, t_3, t_4, t_5, t_6, t_7, t_8,
        t_9) = record
    camera_bar = 0.0
    distortion_bar = 0.0
    flat_bar = 0.0
    point_bar = 0.0
    rotated_bar = 0.0
    squared_bar = 0.0
    t_bar = 0.0
    t_1_bar = 0.0
    t_10_bar = 0.0
    t_11_bar = 0.0
    t_12_bar = 0.0
    t_13_bar = 0.0
    t_14_bar = 0.0
    t_15_bar = 0.0
    t_2_bar = 0.0
    t_3_bar = 0.0
    t_4_bar = 0.0
    t_5_bar = 0.0
    t_6_bar = 0.0
    t_7_bar = 0.0
    t_8_bar = 0.0
    t_9_bar = 0.0
    # line 24: return flat * distortion * camera[:, 6:7] + camera[:, 7:9]
    ans_bar = np.broadcast_to(ans_bar, np.shape(ans))
    t_14_bar = t_14_bar + unbroadcast(ans_bar, t_14)
    t_15_bar = t_15_bar + unbroadcast(ans_bar, t_15)
    ans_bar = 0.0
    ans = stack.pop()
    camera_bar = np.full_like(camera, camera_bar)
    camera_bar[:, 7:9] += t_15_bar
    t_15_bar = 0.0
    t_15 = stack.pop()
    t_14_bar = np.broadcast_to(t_14_bar, np.shape(t_14))
    t_12_bar = t_12_bar + unbroadcast(t_14_bar * t_13, t_12)
    t_13_bar = t_13_bar + unbroadcast(t_14_bar * t_12, t_13)
    t_14_bar = 0.0
    t_14 = stack.pop()
    camera_bar = np.full_like(camera, camera_bar)
    camera_bar[:, 6:7] += t_13_bar
    t_13_bar = 0.0
    t_13 = stack.pop()
    t_12_bar = np.broadcast_to(t_12_bar, np.shape(t_12))
    flat_bar = flat_bar + unbroadcast(t_12_bar * distortion, flat)
    distortion_bar = distortion_bar + unbroadcast(t_12_bar * flat, distortion)
    t_12_bar = 0.0
    t_12 = stack.pop()
    # line 23: distortion = 1.0 + camera[:, 9:10] * squared + camera[:, 10:11] * squared ** 2
    distortion_bar = np.broadcast_to(distortion_bar, np.shape(distortion))
    t_8_bar = t_8_bar + unbroadcast(distortion_bar, t_8)
    t_11_bar = t_11_bar + unbroadcast(distortion_bar, t_11)
    distortion_bar = 0.0
    distortion = stack.pop()
    t_11_bar = np.broadcast_to(t_11_bar, np.shape(t_11))
    t_9_bar = t_9_bar + unbroadcast(t_11_bar * t_10, t_9)
    t_10_bar = t_10_bar + unbroadcast(t_11_bar * t_9, t_10)
    t_11_bar = 0.0
    t_11 = stack.pop()
    squared_bar = squared_bar + 2 * t_10_bar * squared ** (2 - 1)
    t_10_bar = 0.0
    t_10 = stack.pop()
    camera_bar = np.full_like(camera, camera_bar)
    camera_bar[:, 10:11] += t_9_bar
    t_9_bar = 0.0
    t_9 = stack.pop()
    t_7_bar = t_7_bar + t_8_bar
    t_8_bar = 0.0
    t_8 = stack.pop()
    t_7_bar = np.broadcast_to(t_7_bar, np.shape(t_7))
    t_6_bar = t_6_bar + unbroadcast(t_7_bar * squared, t_6)
    squared_bar = squared_bar + unbroadcast(t_7_bar * t_6, squared)
    t_7_bar = 0.0
    t_7 = stack.pop()
    camera_bar = np.full_like(camera, camera_bar)
    camera_bar[:, 9:10] += t_6_bar
    t_6_bar = 0.0
    t_6 = stack.pop()
    # line 22: squared = np.sum(flat ** 2, axis=1, keepdims=True)
    squared_bar = np.broadcast_to(squared_bar, np.shape(squared))
    t_5_bar = t_5_bar + squared_bar
    squared_bar = 0.0
    squared = stack.pop()
    flat_bar = flat_bar + 2 * t_5_bar * flat ** (2 - 1)
    t_5_bar = 0.0
    t_5 = stack.pop()
    # line 21: flat = rotated[:, :2] / rotated[:, 2:]
    flat_bar = np.broadcast_to(flat_bar, np.shape(flat))
    share = flat_bar / t_4
    t_4_bar = t_4_bar - unbroadcast(share * flat, t_4)
    t_3_bar = t_3_bar + unbroadcast(share, t_3)
    flat_bar = 0.0
    flat = stack.pop()
    rotated_bar = np.full_like(rotated, rotated_bar)
    rotated_bar[:, 2:] += t_4_bar
    t_4_bar = 0.0
    t_4 = stack.pop()
    rotated_bar = np.full_like(rotated, rotated_bar)
    rotated_bar[:, :2] += t_3_bar
    t_3_bar = 0.0
    t_3 = stack.pop()
    # line 20: rotated = rotate(camera[:, :3], point - camera[:, 3:6])
    rotated_bar = np.broadcast_to(rotated_bar, np.shape(rotated))
    t_bar_1, t_2_bar_1 = rotate_reverse(rotate_record, rotated_bar)
    t_bar = t_bar + t_bar_1
    t_2_bar = t_2_bar + t_2_bar_1
    rotated_bar = 0.0
    rotate_record = stack.pop()
    rotated = stack.pop()
    t_2_bar = np.broadcast_to(t_2_bar, np.shape(t_2))
    point_bar = point_bar + unbroadcast(t_2_bar, point)
    t_1_bar = t_1_bar - unbroadcast(t_2_bar, t_1)
    t_2_bar = 0.0
    t_2 = stack.pop()
    camera_bar = np.full_like(camera, camera_bar)
    camera_bar[:, 3:6] += t_1_bar
    t_1_bar = 0.0
    t_1 = stack.pop()
    camera_bar = np.full_like(camera, camera_bar)
    camera_bar[:, :3] += t_bar
    t_bar = 0.0
    t = stack.pop()
    camera_bar = np.broadcast_to(camera_bar, np.shape(camera))
    point_bar = np.broadcast_to(point_bar, np.shape(point))
    return camera_bar, point_bar


def bundle_grad(cameras, points, weights, which_camera, which_point, seen):
    """Gradient of bundle with respect to cameras, points, weights."""
    stack = []
    ans = None
    camera = None
    errors = None
    point = None
    project_record = None
    t = None
    t_1 = None
    t_2 = None
    t_3 = None
    t_4 = None
    t_5 = None
    t_6 = None
    t_7 = None
    t_8 = None
    w = None
    weight_errors = None
    stack.append(t)
    t = cameras[which_camera]
    stack.append(t_1)
    t_1 = points[which_point]
    stack.append(camera)
    camera = t
    stack.append(point)
    point = t_1
    stack.append(w)
    w = weights[:, None]
    stack.append(t_2)
    stack.append(project_record)
    t_2, project_record = project_forward(camera, point)
    stack.append(t_3)
    t_3 = t_2 - seen
    stack.append(errors)
    errors = w * t_3
    stack.append(t_4)
    t_4 = weights ** 2
    stack.append(weight_errors)
    weight_errors = 1.0 - t_4
    stack.append(t_5)
    t_5 = errors ** 2
    stack.append(t_6)
    t_6 = np.sum(t_5)
    stack.append(t_7)
    t_7 = weight_errors ** 2
    stack.append(t_8)
    t_8 = np.sum(t_7)
    stack.append(ans)
    ans = t_6 + t_8
    # reverse sweep
    ans_bar = 1.0
    camera_bar = 0.0
    cameras_bar = 0.0
    errors_bar = 0.0
    point_bar = 0.0
    points_bar = 0.0
    t_bar = 0.0
    t_1_bar = 0.0
    t_2_bar = 0.0
    t_3_bar = 0.0
    t_4_bar = 0.0
    t_5_bar = 0.0
    t_6_bar = 0.0
    t_7_bar = 0.0
    t_8_bar = 0.0
    w_bar = 0.0
    weight_errors_bar = 0.0
    weights_bar = 0.0
    # line 16: return np.sum(errors ** 2) + np.sum(weight_errors ** 2)
    t_6_bar += ans_bar
    t_8_bar += ans_bar
    ans_bar = 0.0
    ans = stack.pop()
    t_7_bar = t_7_bar + t_8_bar
    t_8_bar = 0.0
    t_8 = stack.pop()
    weight_errors_bar = weight_errors_bar + 2 * t_7_bar * weight_errors ** (2 - 1)
    t_7_bar = 0.0
    t_7 = stack.pop()
    t_5_bar = t_5_bar + t_6_bar
    t_6_bar = 0.0
    t_6 = stack.pop()
    errors_bar = errors_bar + 2 * t_5_bar * errors ** (2 - 1)
    t_5_bar = 0.0
    t_5 = stack.pop()
    # line 15: weight_errors = 1.0 - weights ** 2
    t_4_bar = t_4_bar - weight_errors_bar
    weight_errors_bar = 0.0
    weight_errors = stack.pop()
    weights_bar = weights_bar + 2 * t_4_bar * weights ** (2 - 1)
    t_4_bar = 0.0
    t_4 = stack.pop()
    # line 14: errors = w * (project(camera, point) - seen)
    w_bar = w_bar + np.sum(errors_bar * t_3, axis=1, keepdims=True)
    t_3_bar = t_3_bar + errors_bar * w
    errors_bar = 0.0
    errors = stack.pop()
    t_3_bar = np.broadcast_to(t_3_bar, np.shape(t_3))
    t_2_bar = t_2_bar + unbroadcast(t_3_bar, t_2)
    t_3_bar = 0.0
    t_3 = stack.pop()
    t_2_bar = np.broadcast_to(t_2_bar, np.shape(t_2))
    camera_bar_1, point_bar_1 = project_reverse(project_record, t_2_bar)
    camera_bar = camera_bar + camera_bar_1
    point_bar = point_bar + point_bar_1
    t_2_bar = 0.0
    project_record = stack.pop()
    t_2 = stack.pop()
    # line 13: w = weights[:, None]
    weights_bar = np.full_like(weights, weights_bar)
    weights_bar[:, None] += w_bar
    w_bar = 0.0
    w = stack.pop()
    # line 12: camera, point = cameras[which_camera], points[which_point]
    t_1_bar = t_1_bar + point_bar
    point_bar = 0.0
    point = stack.pop()
    t_bar = t_bar + camera_bar
    camera_bar = 0.0
    camera = stack.pop()
    points_bar = np.full_like(points, points_bar)
    scatter(points_bar, which_point, t_1_bar)
    t_1_bar = 0.0
    t_1 = stack.pop()
    cameras_bar = np.full_like(cameras, cameras_bar)
    scatter(cameras_bar, which_camera, t_bar)
    t_bar = 0.0
    t = stack.pop()
    return np.full_like(cameras, cameras_bar), np.full_like(points,
        points_bar), np.full_like(weights, weights_bar)
