"""ADBench's hand tracking: the mesh of a hand, bent by the angles of its joints, and how far it is from points that were seen.

``theta`` has 26 numbers: the rotation and the place of the hand, then four angles for each finger.
"""
import math

import numpy as np

from . import ARRAYS, Workload

BONES = 22                                 # the wrist, the palm, and four to each finger


def hand(theta, parents, bases, inverses, vertices, weights, which, seen):
    pose = pose_of(theta)
    absolute = []
    for i in range(BONES):
        relative = bases[i] @ turned(pose[i + 3])
        absolute.append(relative if parents[i] < 0 else absolute[parents[i]] @ relative)
    places = np.zeros((3, vertices.shape[1]))
    for i in range(BONES):
        places = places + (absolute[i] @ inverses[i] @ vertices)[:3] * weights[i]
    whole = about(pose[0]) * pose[1]
    placed = whole @ places + pose[2][:, None]
    return np.sum((seen - placed[:, which]) ** 2)


def pose_of(theta):
    """Rotation, scale and place of the hand, then the angles of every bone."""
    pose = np.zeros((BONES + 3, 3))
    pose[0] = theta[:3]
    pose[1] = 1.0
    pose[2] = theta[3:6]
    k = 6
    row = 5
    for _ in range(5):
        for joint in range(2, 5):
            pose[row, 0] = theta[k]
            k += 1
            if joint == 2:
                pose[row, 1] = theta[k]
                k += 1
            row += 1
        row += 1
    return pose


def turned(angles):
    """The rotation by Euler's angles, as a transformation of space."""
    matrix = np.eye(4)
    x, y, z = angles[0], angles[2], angles[1]
    around_x = np.array([[1.0, 0.0, 0.0], [0.0, np.cos(x), -np.sin(x)], [0.0, np.sin(x), np.cos(x)]])
    around_y = np.array([[np.cos(y), 0.0, np.sin(y)], [0.0, 1.0, 0.0], [-np.sin(y), 0.0, np.cos(y)]])
    around_z = np.array([[np.cos(z), -np.sin(z), 0.0], [np.sin(z), np.cos(z), 0.0], [0.0, 0.0, 1.0]])
    matrix[:3, :3] = around_z @ around_y @ around_x
    return matrix


def about(rotation):
    """The rotation about an axis, by the axis' length."""
    angle = np.sqrt(np.sum(rotation ** 2))
    x, y, z = rotation / angle
    s, c = np.sin(angle), np.cos(angle)
    return np.array([[x * x + (1 - x * x) * c, x * y * (1 - c) - z * s, x * z * (1 - c) + y * s],
                     [x * y * (1 - c) + z * s, y * y + (1 - y * y) * c, y * z * (1 - c) - x * s],
                     [x * z * (1 - c) - y * s, z * y * (1 - c) + x * s, z * z + (1 - z * z) * c]])


def factors(angles):
    """The three rotations of ``turned``, and those by a right angle more without their constant part."""
    x, y, z = angles[0], angles[2], angles[1]
    cx, sx, cy, sy, cz, sz = math.cos(x), math.sin(x), math.cos(y), math.sin(y), math.cos(z), math.sin(z)
    return (np.array([[1.0, 0.0, 0.0], [0.0, cx, -sx], [0.0, sx, cx]]),
            np.array([[cy, 0.0, sy], [0.0, 1.0, 0.0], [-sy, 0.0, cy]]),
            np.array([[cz, -sz, 0.0], [sz, cz, 0.0], [0.0, 0.0, 1.0]]),
            (cx, sx, cy, sy, cz, sz))


def hand_by_hand(theta, parents, bases, inverses, vertices, weights, which, seen):
    pose = pose_of(theta)
    absolute, relatives, rotations = [], [], []
    for i in range(BONES):
        around_x, around_y, around_z, angles = factors(pose[i + 3])
        tail = around_y @ around_x
        matrix = np.eye(4)
        matrix[:3, :3] = around_z @ tail
        relative = bases[i] @ matrix
        rotations.append((around_x, around_y, around_z, tail, angles))
        relatives.append(relative)
        absolute.append(relative if parents[i] < 0 else absolute[parents[i]] @ relative)
    places = np.zeros((3, vertices.shape[1]))
    for i in range(BONES):
        moved = (absolute[i] @ inverses[i] @ vertices)[:3]
        moved *= weights[i]
        places += moved
    angle = np.sqrt(np.sum(pose[0] ** 2))
    x, y, z = axis = pose[0] / angle
    s, c = np.sin(angle), np.cos(angle)
    whole = about(pose[0])
    placed = whole @ places + pose[2][:, None]

    placed_bar = np.zeros(placed.shape)
    np.add.at(placed_bar, (slice(None), which), -2.0 * (seen - placed[:, which]))
    theta_bar = np.zeros(26)
    theta_bar[3:6] = placed_bar.sum(axis=1)
    w = placed_bar @ places.T
    places_bar = whole.T @ placed_bar
    # whole is c I + s [axis] + (1 - c) axis axis'
    skew = np.array([w[2, 1] - w[1, 2], w[0, 2] - w[2, 0], w[1, 0] - w[0, 1]])
    around = axis @ w @ axis
    angle_bar = s * (around - np.trace(w)) + c * (skew @ axis)
    axis_bar = s * skew + (1.0 - c) * ((w + w.T) @ axis)
    theta_bar[:3] = axis_bar / angle + (angle_bar - axis_bar @ axis / angle) * axis

    absolute_bar = []
    for i in range(BONES):
        moved_bar = places_bar * weights[i]
        bar = np.zeros((4, 4))
        bar[:3] = moved_bar @ vertices.T @ inverses[i].T
        absolute_bar.append(bar)
    pose_bar = np.zeros((BONES, 3))
    for i in range(BONES - 1, -1, -1):
        bar = absolute_bar[i]
        if parents[i] >= 0:
            absolute_bar[parents[i]] += bar @ relatives[i].T
            bar = absolute[parents[i]].T @ bar
        if i % 4 == 1 or i < 2:
            continue                       # a bone that does not bend
        turn = (bases[i].T @ bar)[:3, :3]
        around_x, around_y, around_z, tail, (cx, sx, cy, sy, cz, sz) = rotations[i]
        a = turn @ tail.T
        tail_bar = around_z.T @ turn
        b = tail_bar @ around_x.T
        d = around_y.T @ tail_bar
        pose_bar[i, 0] = cx * (d[2, 1] - d[1, 2]) - sx * (d[1, 1] + d[2, 2])
        pose_bar[i, 2] = cy * (b[0, 2] - b[2, 0]) - sy * (b[0, 0] + b[2, 2])
        pose_bar[i, 1] = cz * (a[1, 0] - a[0, 1]) - sz * (a[0, 0] + a[1, 1])
    for finger in range(5):
        row, k = 2 + 4 * finger, 6 + 4 * finger
        theta_bar[k] = pose_bar[row, 0]
        theta_bar[k + 1] = pose_bar[row, 1]
        theta_bar[k + 2] = pose_bar[row + 1, 0]
        theta_bar[k + 3] = pose_bar[row + 2, 0]
    return theta_bar


def hand_pure(np):
    """Return the program without a store, for tools whose arrays cannot be written."""
    def matrix(rows):
        return np.stack([np.stack(row) for row in rows])

    def turned(x, y, z):
        zero, one = 0.0 * x, 0.0 * x + 1.0
        cx, sx, cy, sy, cz, sz = np.cos(x), np.sin(x), np.cos(y), np.sin(y), np.cos(z), np.sin(z)
        around_x = matrix([[one, zero, zero, zero], [zero, cx, -sx, zero], [zero, sx, cx, zero], [zero, zero, zero, one]])
        around_y = matrix([[cy, zero, sy, zero], [zero, one, zero, zero], [-sy, zero, cy, zero], [zero, zero, zero, one]])
        around_z = matrix([[cz, -sz, zero, zero], [sz, cz, zero, zero], [zero, zero, one, zero], [zero, zero, zero, one]])
        return around_z @ around_y @ around_x

    def pure(theta, parents, bases, inverses, vertices, weights, which, seen):
        zero = 0.0 * theta[0]
        absolute = []
        for i in range(BONES):
            finger, joint = divmod(i - 2, 4)
            relative = bases[i]
            if i >= 2 and joint < 3:
                k = 6 + 4 * finger
                relative = bases[i] @ (turned(theta[k], zero, theta[k + 1]) if joint == 0 else
                                       turned(theta[k + joint + 1], zero, zero))
            absolute.append(relative if parents[i] < 0 else absolute[parents[i]] @ relative)
        places = 0.0
        for i in range(BONES):
            places = places + (absolute[i] @ inverses[i] @ vertices)[:3] * weights[i]
        angle = np.sqrt(np.sum(theta[:3] ** 2))
        axis = theta[:3] / angle
        x, y, z = axis[0], axis[1], axis[2]
        s, c = np.sin(angle), np.cos(angle)
        whole = matrix([[x * x + (1 - x * x) * c, x * y * (1 - c) - z * s, x * z * (1 - c) + y * s],
                        [x * y * (1 - c) + z * s, y * y + (1 - y * y) * c, y * z * (1 - c) - x * s],
                        [x * z * (1 - c) - y * s, z * y * (1 - c) + x * s, z * z + (1 - z * z) * c]])
        placed = whole @ places + theta[3:6][:, None]
        return np.sum((seen - placed[:, which]) ** 2)
    return pure


def problem(vertices, points, seed):
    rng = np.random.default_rng(seed)
    parents = [-1, 0, *[0 if j == 0 else 1 + 4 * f + j for f in range(5) for j in range(4)]]
    bases = np.tile(np.eye(4), (BONES, 1, 1))
    bases[:, :3, :3] = np.linalg.qr(rng.normal(size=(BONES, 3, 3)))[0]
    bases[:, :3, 3] = rng.normal(0, 0.3, (BONES, 3))
    positions = np.concatenate([rng.normal(size=(3, vertices)), np.ones((1, vertices))])
    weights = rng.uniform(size=(BONES, vertices))
    return (rng.normal(0, 0.5, 26), parents, bases, np.linalg.inv(bases), positions, weights / weights.sum(axis=0),
            rng.integers(0, vertices, points), rng.normal(size=(3, points)))


WORKLOADS = {
    "hand": Workload("hand tracking (ADBench), 544 vertices, 200 points", ARRAYS, hand, hand_by_hand, ("theta",),
                     problem(544, 200, 1), problem(6, 4, 2),
                     {"autograd": hand_pure, "jax": hand_pure, "torch": hand_pure}),
}
