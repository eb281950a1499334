import numpy as np
from numba import njit


@njit(cache=True, boundscheck=True)
def of_three(a, b):
    """The cross product of vectors of three elements, or of arrays of them."""
    if a.shape[-1] != 3 or b.shape[-1] != 3:
        raise ValueError(
            'compiled code has cross products of vectors of three elements alone')
    found = np.empty(np.broadcast_shapes(a.shape, b.shape), np.float64)
    rows = found.reshape((found.size // 3, 3))
    left = np.ascontiguousarray(np.broadcast_to(a, found.shape)).reshape(
        (found.size // 3, 3))
    right = np.ascontiguousarray(np.broadcast_to(b, found.shape)).reshape(
        (found.size // 3, 3))
    for k in range(rows.shape[0]):
        rows[k, 0] = left[k, 1] * right[k, 2] - left[k, 2] * right[k, 1]
        rows[k, 1] = left[k, 2] * right[k, 0] - left[k, 0] * right[k, 2]
        rows[k, 2] = left[k, 0] * right[k, 1] - left[k, 1] * right[k, 0]
    return found


@njit(cache=True, boundscheck=True)
def not_hollow(array):
    """An array that is kept for its shape: Numba's have elements of their own."""
    return array


@njit(cache=True, boundscheck=True)
def unbroadcast_22(array, like):
    """Sum an array over the axes along which ``like`` was broadcast."""
    if like.shape[0] == array.shape[0] and like.shape[1] == array.shape[1]:
        return np.ascontiguousarray(array)
    total = np.zeros(like.shape, array.dtype)
    for i in range(array.shape[0]):
        for j in range(array.shape[1]):
            total[i if like.shape[0] > 1 else 0, j if like.shape[1] > 1
                else 0] += array[i, j]
    return total


@njit(cache=True, boundscheck=True)
def unbroadcast_any(array, like):
    """Sum an array over the axes along which ``like``, which has no more of them, was broadcast."""
    total = np.zeros(like.shape, array.dtype)
    flat = total.reshape(total.size)
    for place, value in np.ndenumerate(array):
        k = 0
        for axis in range(like.ndim):
            k = k * like.shape[axis] + place[axis + array.ndim
                - like.ndim] % like.shape[axis]
        flat[k] += value
    return total


@njit(cache=True, boundscheck=True)
def left_of_cross(ct, a, b, axes, left):
    """Cotangent of ``a`` in a cross product of vectors of three elements."""
    found = of_three(b, ct)
    if ct.ndim == a.ndim:
        return found if found.shape == a.shape else unbroadcast_any(found, a)
    else:
        return unbroadcast_any(found, a)


@njit(cache=True, boundscheck=True)
def right_of_cross(ct, a, b, axes, left):
    """Cotangent of ``b`` in a cross product of vectors of three elements."""
    found = of_three(ct, a)
    if ct.ndim == b.ndim:
        return found if found.shape == b.shape else unbroadcast_any(found, b)
    else:
        return unbroadcast_any(found, b)


@njit(cache=True, boundscheck=True)
def scattered_rows(bar, index, ct):
    """Add to the rows of a matrix at places of which some may be equal."""
    if index.shape[0] != ct.shape[0]:
        raise IndexError('indices and values have different lengths')
    for k in range(index.shape[0]):
        bar[index[k]] += ct[k]


@njit(cache=True, boundscheck=True)
def rotate_forward(rotation, x):
    angle = np.sqrt(np.expand_dims(np.sum(rotation ** 2, axis=1), 1))
    axis = rotation / angle
    cosine = np.cos(angle)
    sine = np.sin(angle)
    t_4 = axis * x
    along = np.expand_dims(np.sum(t_4, axis=1), 1)
    t_5 = x * cosine
    t_6 = of_three(axis, x)
    t_7 = t_6 * sine
    t_8 = t_5 + t_7
    t_9 = 1.0 - cosine
    t_10 = along * t_9
    t_11 = axis * t_10
    return t_8 + t_11, (along, angle, axis, cosine, sine, t_10, not_hollow(t_11),
        not_hollow(t_4), not_hollow(t_5), t_6, not_hollow(t_7), not_hollow(t_8), t_9)


@njit(cache=True, boundscheck=True)
def rotate_reverse(record, rotation, x, ans_bar):
    along, angle, axis, t, t1, t10, t_11_1, t_4_1, t_5_1, t6, t_7_1, t_8_1, t9 = record
    # line 33: return x * cosine + np.cross(axis, x) * sine + axis * (along * (1.0 - cosine))
    t_8_bar = unbroadcast_22(ans_bar, t_8_1)
    t_11_bar = unbroadcast_22(ans_bar, t_11_1)
    axis_bar = unbroadcast_22(t_11_bar * t10, axis)
    t_10_bar = unbroadcast_22(t_11_bar * axis, t10)
    cosine_bar = -unbroadcast_22(t_10_bar * along, t9)
    t_5_bar = unbroadcast_22(t_8_bar, t_5_1)
    t_7_bar = unbroadcast_22(t_8_bar, t_7_1)
    t_6_bar = unbroadcast_22(t_7_bar * t1, t6)
    axis_bar[...] = axis_bar + left_of_cross(t_6_bar, axis, x, (-1, -1, -1), True)
    x_bar = right_of_cross(t_6_bar, axis, x, (-1, -1, -1), False) + unbroadcast_22(
        t_5_bar * t, x)
    cosine_bar[...] = cosine_bar + unbroadcast_22(t_5_bar * x, cosine_bar)
    # line 32: along = np.sum(axis * x, axis=1, keepdims=True)
    t_4_bar = unbroadcast_22(t_10_bar * t9, along)
    t_4_bar = np.broadcast_to(t_4_bar, np.shape(t_4_1))
    axis_bar[...] = axis_bar + unbroadcast_22(t_4_bar * x, axis_bar)
    x_bar[...] = x_bar + unbroadcast_22(t_4_bar * axis, x)
    # line 31: cosine, sine = np.cos(angle), np.sin(angle)
    angle_bar = unbroadcast_22(t_7_bar * t6, t1) * t
    angle_bar[...] = angle_bar - cosine_bar * t1
    # line 30: axis = rotation / angle
    share = axis_bar / angle
    angle_bar[...] = angle_bar - unbroadcast_22(share * axis, angle_bar)
    rotation_bar = unbroadcast_22(share, rotation)
    # line 29: angle = np.sqrt(np.sum(rotation ** 2, axis=1, keepdims=True))
    rotation_bar = rotation_bar + 2 * (angle_bar * (0.5 / angle)) * rotation
    return rotation_bar, x_bar


@njit(cache=True, boundscheck=True)
def project_forward(camera, point):
    t_2 = point - camera[:, 3:6]
    rotated, rotate_record = rotate_forward(camera[:, :3], t_2)
    flat = rotated[:, :2] / rotated[:, 2:]
    squared = np.expand_dims(np.sum(flat ** 2, axis=1), 1)
    t_8 = 1.0 + camera[:, 9:10] * squared
    t_10 = squared ** 2
    t_11 = camera[:, 10:11] * t_10
    distortion = t_8 + t_11
    t_12 = flat * distortion
    t_14 = t_12 * camera[:, 6:7]
    return t_14 + camera[:, 7:9], (distortion, flat, rotate_record, rotated, squared,
        t_10, not_hollow(t_11), t_12, not_hollow(t_14), t_2, not_hollow(t_8))


@njit(cache=True, boundscheck=True)
def project_reverse(record, camera, point, ans_bar):
    (distortion, flat, rotate_record, rotated, squared, t_10, t_11_1, t_12, t_14_1,
        t_2, t_8_1) = record
    # line 24: return flat * distortion * camera[:, 6:7] + camera[:, 7:9]
    t_14_bar = unbroadcast_22(ans_bar, t_14_1)
    camera_bar = np.zeros(camera.shape)
    camera_bar[:, 7:9] = unbroadcast_22(ans_bar, camera[:, 7:9])
    t_12_bar = unbroadcast_22(t_14_bar * camera[:, 6:7], t_12)
    camera_bar[:, 6:7] = unbroadcast_22(t_14_bar * t_12, camera[:, 6:7])
    flat_bar = unbroadcast_22(t_12_bar * distortion, flat)
    distortion_bar = unbroadcast_22(t_12_bar * flat, distortion)
    # line 23: distortion = 1.0 + camera[:, 9:10] * squared + camera[:, 10:11] * squared ** 2
    t_11_bar = unbroadcast_22(distortion_bar, t_11_1)
    squared_bar = 2 * unbroadcast_22(t_11_bar * camera[:, 10:11], t_10) * squared
    camera_bar[:, 10:11] = camera_bar[:, 10:11] + unbroadcast_22(t_11_bar * t_10,
        camera[:, 10:11])
    t_7_bar = unbroadcast_22(distortion_bar, t_8_1)
    squared_bar[...] = squared_bar + unbroadcast_22(t_7_bar * camera[:, 9:10],
        squared_bar)
    camera_bar[:, 9:10] = camera_bar[:, 9:10] + unbroadcast_22(t_7_bar * squared,
        camera[:, 9:10])
    # line 22: squared = np.sum(flat ** 2, axis=1, keepdims=True)
    flat_bar[...] = flat_bar + 2 * squared_bar * flat
    # line 21: flat = rotated[:, :2] / rotated[:, 2:]
    share = flat_bar / rotated[:, 2:]
    rotated_bar = np.zeros(rotated.shape)
    rotated_bar[:, 2:] = rotated_bar[:, 2:] - unbroadcast_22(share * flat,
        rotated[:, 2:])
    rotated_bar[:, :2] = unbroadcast_22(share, rotated[:, :2])
    # line 20: rotated = rotate(camera[:, :3], point - camera[:, 3:6])
    t_bar_1, t_2_bar_1 = rotate_reverse(rotate_record, camera[:, :3], t_2, rotated_bar)
    camera_bar[:, 3:6] = camera_bar[:, 3:6] - unbroadcast_22(t_2_bar_1, camera[:, 3:6])
    camera_bar[:, :3] = camera_bar[:, :3] + t_bar_1
    return camera_bar, unbroadcast_22(t_2_bar_1, point)


@njit(cache=True, boundscheck=True)
def bundle_grad(cameras, points, weights, which_camera, which_point, seen):
    """Gradient of bundle with respect to cameras, points, weights."""
    camera = cameras[which_camera]
    point = points[which_point]
    w = weights[:, None]
    t_2, project_record = project_forward(camera, point)
    t_3 = t_2 - seen
    errors = w * t_3
    weight_errors = 1.0 - weights ** 2
    # reverse sweep
    # line 16: return np.sum(errors ** 2) + np.sum(weight_errors ** 2)
    errors *= 2.0
    errors_bar = errors
    # line 15: weight_errors = 1.0 - weights ** 2
    weights_bar = -4.0 * weight_errors * weights
    # line 14: errors = w * (project(camera, point) - seen)
    camera_bar_1, point_bar_1 = project_reverse(project_record, camera, point,
        unbroadcast_22(errors_bar * w, t_2))
    # line 13: w = weights[:, None]
    weights_bar[...] = weights_bar + np.sum(errors_bar * t_3, axis=1)
    # line 12: camera, point = cameras[which_camera], points[which_point]
    points_bar = np.zeros(points.shape)
    scattered_rows(points_bar, which_point, point_bar_1)
    cameras_bar = np.zeros(cameras.shape)
    scattered_rows(cameras_bar, which_camera, camera_bar_1)
    return cameras_bar, points_bar, weights_bar
