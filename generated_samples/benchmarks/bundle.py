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


def hollow(array):
    """Return an array of the same shape and dtype whose elements are one: it is kept where only the shape is asked for."""
    return np.ndarray(array.shape, array.dtype, np.zeros(1, array.dtype), 0, (0,)
        * array.ndim)


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
    angle = np.sqrt(np.sum(rotation ** 2, axis=1, keepdims=True))
    axis = rotation / angle
    cosine = np.cos(angle)
    sine = np.sin(angle)
    t_4 = axis * x
    along = np.sum(t_4, axis=1, keepdims=True)
    t_5 = x * cosine
    t_6 = np.cross(axis, x)
    t_7 = t_6 * sine
    t_8 = t_5 + t_7
    t_9 = 1.0 - cosine
    t_10 = along * t_9
    t_11 = axis * t_10
    return t_8 + t_11, (along, angle, axis, cosine, sine, t_10, hollow(t_11),
        hollow(t_4), hollow(t_5), t_6, hollow(t_7), hollow(t_8), t_9)


def rotate_reverse(record, rotation, x, ans_bar):
    along, angle, axis, t, t_1, t_10, t_11_1, t_4_1, t_5_1, t_6, t_7_1, t_8_1, t_9 = (
        record)
    # line 33: return x * cosine + np.cross(axis, x) * sine + axis * (along * (1.0 - cosine))
    t_8_bar = unbroadcast(ans_bar, t_8_1)
    t_11_bar = unbroadcast(ans_bar, t_11_1)
    axis_bar = unbroadcast(t_11_bar * t_10, axis)
    t_10_bar = unbroadcast(t_11_bar * axis, t_10)
    cosine_bar = -unbroadcast(t_10_bar * along, t_9)
    t_5_bar = unbroadcast(t_8_bar, t_5_1)
    t_7_bar = unbroadcast(t_8_bar, t_7_1)
    t_6_bar = unbroadcast(t_7_bar * t_1, t_6)
    axis_bar += cross_adjoint(t_6_bar, axis, x, (-1, -1, -1), True)
    x_bar = cross_adjoint(t_6_bar, axis, x, (-1, -1, -1), False) + unbroadcast(t_5_bar
        * t, x)
    cosine_bar += unbroadcast(t_5_bar * x, cosine_bar)
    # line 32: along = np.sum(axis * x, axis=1, keepdims=True)
    t_4_bar = unbroadcast(t_10_bar * t_9, along)
    t_4_bar = np.broadcast_to(t_4_bar, np.shape(t_4_1))
    axis_bar += unbroadcast(t_4_bar * x, axis_bar)
    x_bar += unbroadcast(t_4_bar * axis, x)
    # line 31: cosine, sine = np.cos(angle), np.sin(angle)
    angle_bar = unbroadcast(t_7_bar * t_6, t_1) * t
    angle_bar -= cosine_bar * t_1
    # line 30: axis = rotation / angle
    share = axis_bar / angle
    angle_bar -= unbroadcast(share * axis, angle_bar)
    rotation_bar = unbroadcast(share, rotation)
    # line 29: angle = np.sqrt(np.sum(rotation ** 2, axis=1, keepdims=True))
    rotation_bar = rotation_bar + 2 * (angle_bar * (0.5 / angle)) * rotation
    return rotation_bar, x_bar


def project_forward(camera, point):
    t_2 = point - camera[:, 3:6]
    rotated, rotate_record = rotate_forward(camera[:, :3], t_2)
    flat = rotated[:, :2] / rotated[:, 2:]
    squared = np.sum(flat ** 2, axis=1, keepdims=True)
    t_8 = 1.0 + camera[:, 9:10] * squared
    t_10 = squared ** 2
    t_11 = camera[:, 10:11] * t_10
    distortion = t_8 + t_11
    t_12 = flat * distortion
    t_14 = t_12 * camera[:, 6:7]
    return t_14 + camera[:, 7:9], (distortion, flat, rotate_record, rotated, squared,
        t_10, hollow(t_11), t_12, hollow(t_14), t_2, hollow(t_8))


def project_reverse(record, camera, point, ans_bar):
    (distortion, flat, rotate_record, rotated, squared, t_10, t_11_1, t_12, t_14_1,
        t_2, t_8_1) = record
    # line 24: return flat * distortion * camera[:, 6:7] + camera[:, 7:9]
    t_14_bar = unbroadcast(ans_bar, t_14_1)
    camera_bar = np.zeros(camera.shape)
    camera_bar[:, 7:9] = unbroadcast(ans_bar, camera[:, 7:9])
    t_12_bar = unbroadcast(t_14_bar * camera[:, 6:7], t_12)
    camera_bar[:, 6:7] = unbroadcast(t_14_bar * t_12, camera[:, 6:7])
    flat_bar = unbroadcast(t_12_bar * distortion, flat)
    distortion_bar = unbroadcast(t_12_bar * flat, distortion)
    # line 23: distortion = 1.0 + camera[:, 9:10] * squared + camera[:, 10:11] * squared ** 2
    t_11_bar = unbroadcast(distortion_bar, t_11_1)
    squared_bar = 2 * unbroadcast(t_11_bar * camera[:, 10:11], t_10) * squared
    camera_bar[:, 10:11] += unbroadcast(t_11_bar * t_10, camera[:, 10:11])
    t_7_bar = unbroadcast(distortion_bar, t_8_1)
    squared_bar += unbroadcast(t_7_bar * camera[:, 9:10], squared_bar)
    camera_bar[:, 9:10] += unbroadcast(t_7_bar * squared, camera[:, 9:10])
    # line 22: squared = np.sum(flat ** 2, axis=1, keepdims=True)
    flat_bar += 2 * squared_bar * flat
    # line 21: flat = rotated[:, :2] / rotated[:, 2:]
    share = flat_bar / rotated[:, 2:]
    rotated_bar = np.zeros(rotated.shape)
    rotated_bar[:, 2:] -= unbroadcast(share * flat, rotated[:, 2:])
    rotated_bar[:, :2] = unbroadcast(share, rotated[:, :2])
    # line 20: rotated = rotate(camera[:, :3], point - camera[:, 3:6])
    t_bar_1, t_2_bar_1 = rotate_reverse(rotate_record, camera[:, :3], t_2, rotated_bar)
    camera_bar[:, 3:6] -= unbroadcast(t_2_bar_1, camera[:, 3:6])
    camera_bar[:, :3] += t_bar_1
    return camera_bar, unbroadcast(t_2_bar_1, point)


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
        unbroadcast(errors_bar * w, t_2))
    del project_record
    # line 13: w = weights[:, None]
    weights_bar += np.sum(errors_bar * t_3, axis=1)
    # line 12: camera, point = cameras[which_camera], points[which_point]
    points_bar = np.zeros(points.shape)
    scatter(points_bar, which_point, point_bar_1)
    cameras_bar = np.zeros(cameras.shape)
    scatter(cameras_bar, which_camera, camera_bar_1)
    return cameras_bar, points_bar, weights_bar
