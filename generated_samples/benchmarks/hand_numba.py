import numpy as np
from numba import njit
BONES = 22


@njit(cache=True, boundscheck=True)
def copied_alone(x):
    """Copy an array."""
    return x.copy()


@njit(cache=True, boundscheck=True)
def unbroadcast_11(array, like):
    """Sum an array over the axes along which ``like`` was broadcast."""
    if like.shape[0] == 1 and array.shape[0] != 1:
        total = np.empty(1, array.dtype)
        total[0] = np.sum(array)
        return total
    return array


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
def scattered_any(bar, index, ct):
    """Add to the elements that an index names, some of them more than once perhaps."""
    places = np.arange(bar.size).reshape(bar.shape)[index]
    given = np.broadcast_to(ct, places.shape)
    total = np.zeros(bar.size, bar.dtype)
    for place, k in np.ndenumerate(places):
        total[k] += given[place]
    bar[...] = bar + total.reshape(bar.shape)


@njit(cache=True, boundscheck=True)
def zero_arrays(like, classes=()):
    """A zero adjoint of a list of arrays."""
    return [np.zeros(item.shape, np.float64) for item in like]


@njit(cache=True, boundscheck=True)
def about_forward(rotation):
    angle = np.sqrt(np.sum(rotation ** 2))
    t = rotation / angle
    if len(t) != 3:
        raise ValueError('expected 3 values to unpack')
    x = t[0]
    y = t[1]
    z = t[2]
    s = np.sin(angle)
    c = np.cos(angle)
    t7 = 1 - x * x
    t19 = x * z * (1 - c) + y * s
    t24 = x * y * (1 - c) + z * s
    t27 = 1 - y * y
    t29 = y * y + t27 * c
    t34 = y * z * (1 - c) - x * s
    t39 = x * z * (1 - c) - y * s
    t44 = z * y * (1 - c) + x * s
    t47 = 1 - z * z
    t49 = z * z + t47 * c
    ans = np.array(
        [[x * x + t7 * c, x * y * (1 - c) - z * s, t19], [t24, t29, t34],
        [t39, t44, t49]])
    return ans, (angle, t, s, c, t27, t47, t7)


@njit(cache=True, boundscheck=True)
def about_reverse(record, rotation, ans_bar):
    angle, t, t1, t2, t27_1, t47_1, t7_1 = record
    # line 64: return np.array([[x * x + (1 - x * x) * c, x * y * (1 - c) - z * s, x * z * (1 - c) + y * s],
    t_9_bar = ans_bar[0, 0]
    t_14_bar = ans_bar[0, 1]
    t_19_bar = ans_bar[0, 2]
    t_24_bar = ans_bar[1, 0]
    t_29_bar = ans_bar[1, 1]
    t_34_bar = ans_bar[1, 2]
    t_39_bar = ans_bar[2, 0]
    t_44_bar = ans_bar[2, 1]
    t_49_bar = ans_bar[2, 2]
    z_bar = -2 * (t_49_bar * t2) * t[2]
    z_bar += 2 * t_49_bar * t[2]
    s_bar = t_44_bar * t[0]
    t_40_bar = t_44_bar * (1 - t2)
    c_bar = t_49_bar * t47_1 - t_44_bar * (t[2] * t[1])
    z_bar += t_40_bar * t[1]
    y_bar = t_40_bar * t[2]
    y_bar -= t_39_bar * t1
    s_bar -= t_39_bar * t[1]
    t_35_bar = t_39_bar * (1 - t2)
    c_bar -= t_39_bar * (t[0] * t[2])
    x_bar = t_44_bar * t1 + t_35_bar * t[2]
    z_bar += t_35_bar * t[0]
    x_bar -= t_34_bar * t1
    s_bar -= t_34_bar * t[0]
    t_30_bar = t_34_bar * (1 - t2)
    c_bar -= t_34_bar * (t[1] * t[2])
    y_bar += t_30_bar * t[2]
    z_bar += t_30_bar * t[1]
    c_bar += t_29_bar * t27_1
    y_bar -= 2 * (t_29_bar * t2) * t[1]
    y_bar += 2 * t_29_bar * t[1]
    z_bar += t_24_bar * t1
    s_bar += t_24_bar * t[2]
    t_20_bar = t_24_bar * (1 - t2)
    c_bar -= t_24_bar * (t[0] * t[1])
    x_bar += t_20_bar * t[1]
    y_bar += t_20_bar * t[0]
    y_bar += t_19_bar * t1
    s_bar += t_19_bar * t[1]
    t_15_bar = t_19_bar * (1 - t2)
    c_bar -= t_19_bar * (t[0] * t[2])
    x_bar += t_15_bar * t[2]
    z_bar += t_15_bar * t[0]
    z_bar -= t_14_bar * t1
    s_bar -= t_14_bar * t[2]
    t_10_bar = t_14_bar * (1 - t2)
    c_bar -= t_14_bar * (t[0] * t[1])
    x_bar += t_10_bar * t[1]
    y_bar += t_10_bar * t[0]
    c_bar += t_9_bar * t7_1
    x_bar -= 2 * (t_9_bar * t2) * t[0]
    x_bar += 2 * t_9_bar * t[0]
    # line 63: s, c = np.sin(angle), np.cos(angle)
    # line 62: x, y, z = rotation / angle
    t_bar = np.zeros(rotation.shape)
    t_bar[2] = z_bar
    t_bar[1] = y_bar
    t_bar[0] = x_bar
    rotation_bar = t_bar / angle
    # line 61: angle = np.sqrt(np.sum(rotation ** 2))
    rotation_bar = rotation_bar + 2 * (
        (s_bar * t2 - c_bar * t1 - np.sum(rotation_bar * t)) * (0.5 / angle)) * rotation
    return rotation_bar


@njit(cache=True, boundscheck=True)
def turned_forward(angles):
    matrix = np.eye(4)
    x = angles[0]
    y = angles[2]
    z = angles[1]
    t_3 = np.cos(x)
    t_4 = np.sin(x)
    around_x = np.array([[1.0, 0.0, 0.0], [0.0, t_3, -t_4], [0.0, t_4, t_3]])
    t_8 = np.cos(y)
    t_9 = np.sin(y)
    around_y = np.array([[t_8, 0.0, t_9], [0.0, 1.0, 0.0], [-t_9, 0.0, t_8]])
    t_13 = np.cos(z)
    t_14 = np.sin(z)
    around_z = np.array([[t_13, -t_14, 0.0], [t_14, t_13, 0.0], [0.0, 0.0, 1.0]])
    t_18 = around_z @ around_y
    matrix[:3, :3] = t_18 @ around_x
    return matrix, (around_x, around_y, around_z, t_13, t_14, t_18, t_3, t_4, t_8, t_9)


@njit(cache=True, boundscheck=True)
def turned_reverse(record, angles, matrix_bar):
    around_x, around_y, around_z, t_13, t_14, t_18, t_3, t_4, t_8, t_9 = record
    # line 55: matrix[:3, :3] = around_z @ around_y @ around_x
    t_19_bar = matrix_bar[:3, :3]
    t_18_bar = t_19_bar @ around_x.T
    around_x_bar = t_18.T @ t_19_bar
    around_z_bar = t_18_bar @ around_y.T
    around_y_bar = around_z.T @ t_18_bar
    # line 54: around_z = np.array([[np.cos(z), -np.sin(z), 0.0], [np.sin(z), np.cos(z), 0.0], [0.0, 0.0, 1.0]])
    t_13_bar = around_z_bar[0, 0]
    t_15_bar = around_z_bar[0, 1]
    t_14_bar = around_z_bar[1, 0]
    t_13_bar += around_z_bar[1, 1]
    t_14_bar -= t_15_bar
    # line 53: around_y = np.array([[np.cos(y), 0.0, np.sin(y)], [0.0, 1.0, 0.0], [-np.sin(y), 0.0, np.cos(y)]])
    t_8_bar = around_y_bar[0, 0]
    t_9_bar = around_y_bar[0, 2]
    t_11_bar = around_y_bar[2, 0]
    t_8_bar += around_y_bar[2, 2]
    t_9_bar -= t_11_bar
    # line 52: around_x = np.array([[1.0, 0.0, 0.0], [0.0, np.cos(x), -np.sin(x)], [0.0, np.sin(x), np.cos(x)]])
    t_3_bar = around_x_bar[1, 1]
    t_5_bar = around_x_bar[1, 2]
    t_4_bar = around_x_bar[2, 1]
    t_3_bar += around_x_bar[2, 2]
    t_4_bar -= t_5_bar
    # line 51: x, y, z = angles[0], angles[2], angles[1]
    angles_bar = np.zeros(angles.shape)
    angles_bar[1] = t_14_bar * t_13 - t_13_bar * t_14
    angles_bar[2] = t_9_bar * t_8 - t_8_bar * t_9
    angles_bar[0] = t_4_bar * t_3 - t_3_bar * t_4
    return angles_bar


@njit(cache=True, boundscheck=True)
def pose_of_forward(theta):
    tape = []
    pose = np.zeros((BONES + 3, 3))
    pose[0] = theta[:3]
    pose[1] = 1.0
    pose[2] = theta[3:6]
    k = 6
    row = 5
    for _ in range(5):
        for joint in range(2, 5):
            k3 = k
            pose[row, 0] = theta[k]
            k = k + 1
            tape.append((k3, row, k))
            if joint == 2:
                pose[row, 1] = theta[k]
                k = k + 1
            row = row + 1
        row = row + 1
    return pose, (tape,)


@njit(cache=True, boundscheck=True)
def pose_of_reverse(record, theta, pose_bar):
    tape, = record
    pose_bar = copied_alone(pose_bar)
    theta_bar = np.zeros(theta.shape)
    for _ in range(4, -1, -1):
        for joint in range(4, 1, -1):
            k_1, row, k_2 = tape.pop()
            if joint == 2:
                # line 41: pose[row, 1] = theta[k]
                t_4_bar = pose_bar[row, 1]
                pose_bar[row, 1] = 0.0
                theta_bar[k_2] += t_4_bar
            # line 38: pose[row, 0] = theta[k]
            t_3_bar = pose_bar[row, 0]
            pose_bar[row, 0] = 0.0
            theta_bar[k_1] += t_3_bar
    # line 33: pose[2] = theta[3:6]
    pose_bar_i = pose_bar[2].copy()
    pose_bar[2] = 0.0
    theta_bar[3:6] = theta_bar[3:6] + unbroadcast_11(pose_bar_i, theta[3:6])
    # line 32: pose[1] = 1.0
    pose_bar[1] = 0.0
    # line 31: pose[0] = theta[:3]
    t_1_bar = pose_bar[0].copy()
    pose_bar[0] = 0.0
    theta_bar[:3] = theta_bar[:3] + t_1_bar
    return theta_bar


@njit(cache=True, boundscheck=True)
def hand_grad(theta, parents, bases, inverses, vertices, weights, which, seen):
    """Gradient of hand with respect to theta."""
    tape = []
    tape1 = []
    pose, pose_of_record = pose_of_forward(theta)
    absolute = []
    for i in range(BONES):
        t_2, turned_record = turned_forward(pose[i + 3])
        relative = bases[i] @ t_2
        taken = parents[i] < 0
        tape.append((relative, turned_record, taken))
        if taken:
            t_3 = relative
        else:
            t_3 = absolute[parents[i]] @ relative
        absolute.append(t_3)
    places = np.zeros((3, vertices.shape[1]))
    for i in range(BONES):
        t_11 = absolute[i] @ inverses[i] @ vertices
        tape1.append(not_hollow(t_11))
        places = places + t_11[:3] * weights[i]
    t_16 = pose[0]
    t_17, about_record = about_forward(t_16)
    t_18 = pose[1]
    whole = t_17 * t_18
    placed = whole @ places + pose[2][:, None]
    t_22 = placed[:, which]
    # reverse sweep
    # line 25: return np.sum((seen - placed[:, which]) ** 2)
    placed_bar = np.zeros(placed.shape)
    scattered_any(placed_bar, (slice(None, None, None), which),
        -unbroadcast_22(2.0 * (seen - t_22), t_22))
    # line 24: placed = whole @ places + pose[2][:, None]
    pose_bar = np.zeros(pose.shape)
    pose_bar[2] = np.sum(placed_bar, axis=1)
    whole_bar = placed_bar @ places.T
    places_bar = whole.T @ placed_bar
    # line 23: whole = about(pose[0]) * pose[1]
    pose_bar[1] = np.sum(whole_bar * t_17, axis=0)
    pose_bar[0] = about_reverse(about_record, t_16, whole_bar * t_18)
    absolute_bar = zero_arrays(absolute)
    for i in range(BONES - 1, -1, -1):
        t_11 = tape1.pop()
        # line 22: places = places + (absolute[i] @ inverses[i] @ vertices)[:3] * weights[i]
        t_11_bar = np.zeros(t_11.shape)
        t_11_bar[:3] = places_bar * weights[i]
        absolute_bar[i][...] = absolute_bar[i] + t_11_bar @ vertices.T @ inverses[i].T
    for i in range(BONES - 1, -1, -1):
        relative, turned_record, taken = tape.pop()
        # line 19: absolute.append(relative if parents[i] < 0 else absolute[parents[i]] @ relative)
        t_3_bar = absolute_bar.pop()
        absolute.pop()
        if taken:
            # line 19: absolute.append(relative if parents[i] < 0 else absolute[parents[i]] @ relative)
            relative_bar = t_3_bar
        else:
            # line 19: absolute.append(relative if parents[i] < 0 else absolute[parents[i]] @ relative)
            relative_bar = absolute[parents[i]].T @ t_3_bar
            absolute_bar[parents[i]][...] = absolute_bar[
                parents[i]] + t_3_bar @ relative.T
        # line 18: relative = bases[i] @ turned(pose[i + 3])
        pose_bar[i + 3] = pose_bar[i + 3] + turned_reverse(turned_record, pose[i + 3],
            bases[i].T @ relative_bar)
    # line 15: pose = pose_of(theta)
    return pose_of_reverse(pose_of_record, theta, pose_bar),
