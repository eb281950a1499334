"""ADBench's bundle adjustment: where cameras see points of the scene, and where they should.

A camera is 11 numbers: rotation (axis times angle), centre, focal length, principal point, two of radial distortion. The
gradient is that of the sum of the squares of all errors, weights' included.
"""
import numpy as np

from . import ARRAYS, Workload


def bundle(cameras, points, weights, which_camera, which_point, seen):
    camera, point = cameras[which_camera], points[which_point]
    w = weights[:, None]
    errors = w * (project(camera, point) - seen)
    weight_errors = 1.0 - weights ** 2
    return np.sum(errors ** 2) + np.sum(weight_errors ** 2)


def project(camera, point):
    rotated = rotate(camera[:, :3], point - camera[:, 3:6])
    flat = rotated[:, :2] / rotated[:, 2:]
    squared = np.sum(flat ** 2, axis=1, keepdims=True)
    distortion = 1.0 + camera[:, 9:10] * squared + camera[:, 10:11] * squared ** 2
    return flat * distortion * camera[:, 6:7] + camera[:, 7:9]


def rotate(rotation, x):
    """Rotate by Rodrigues' formula."""
    angle = np.sqrt(np.sum(rotation ** 2, axis=1, keepdims=True))
    axis = rotation / angle
    cosine, sine = np.cos(angle), np.sin(angle)
    along = np.sum(axis * x, axis=1, keepdims=True)
    return x * cosine + np.cross(axis, x) * sine + axis * (along * (1.0 - cosine))


def bundle_by_hand(cameras, points, weights, which_camera, which_point, seen):
    camera, point = cameras[which_camera], points[which_point]
    rotation, x = camera[:, :3], point - camera[:, 3:6]
    focal, first, second = camera[:, 6:7], camera[:, 9:10], camera[:, 10:11]
    angle = np.sqrt(np.sum(rotation ** 2, axis=1, keepdims=True))
    axis = rotation / angle
    cosine, sine = np.cos(angle), np.sin(angle)
    along = np.sum(axis * x, axis=1, keepdims=True)
    crossed = np.cross(axis, x)
    rotated = x * cosine + crossed * sine + axis * (along * (1.0 - cosine))
    flat = rotated[:, :2] / rotated[:, 2:]
    squared = np.sum(flat ** 2, axis=1, keepdims=True)
    distortion = 1.0 + first * squared + second * squared ** 2
    distorted = flat * distortion
    offset = distorted * focal + camera[:, 7:9] - seen
    w = weights[:, None]
    errors_bar = 2.0 * (w * offset)
    weights_bar = np.sum(errors_bar * offset, axis=1) - 4.0 * (1.0 - weights ** 2) * weights
    camera_bar = np.empty_like(camera)
    place_bar = errors_bar * w
    camera_bar[:, 7:9] = place_bar
    camera_bar[:, 6:7] = np.sum(place_bar * distorted, axis=1, keepdims=True)
    distorted_bar = place_bar * focal
    distortion_bar = np.sum(distorted_bar * flat, axis=1, keepdims=True)
    camera_bar[:, 9:10] = distortion_bar * squared
    camera_bar[:, 10:11] = distortion_bar * squared ** 2
    squared_bar = distortion_bar * (first + 2.0 * second * squared)
    flat_bar = distorted_bar * distortion + 2.0 * squared_bar * flat
    rotated_bar = np.empty_like(rotated)
    rotated_bar[:, :2] = flat_bar / rotated[:, 2:]
    rotated_bar[:, 2:] = -np.sum(rotated_bar[:, :2] * flat, axis=1, keepdims=True)
    turned_bar = rotated_bar * sine
    share = np.sum(rotated_bar * axis, axis=1, keepdims=True)
    along_bar = share * (1.0 - cosine)
    cosine_bar = np.sum(rotated_bar * x, axis=1, keepdims=True) - share * along
    sine_bar = np.sum(rotated_bar * crossed, axis=1, keepdims=True)
    x_bar = rotated_bar * cosine + np.cross(turned_bar, axis) + along_bar * axis
    axis_bar = rotated_bar * (along * (1.0 - cosine)) + np.cross(x, turned_bar) + along_bar * x
    angle_bar = sine_bar * cosine - cosine_bar * sine - np.sum(axis_bar * axis, axis=1, keepdims=True) / angle
    camera_bar[:, :3] = axis_bar / angle + angle_bar * axis
    camera_bar[:, 3:6] = -x_bar
    cameras_bar = np.zeros(cameras.shape)
    np.add.at(cameras_bar, which_camera, camera_bar)
    points_bar = np.zeros(points.shape)
    np.add.at(points_bar, which_point, x_bar)
    return cameras_bar, points_bar, weights_bar


def problem(cameras, points, observations, seed):
    rng = np.random.default_rng(seed)
    camera = np.concatenate([rng.normal(0, 0.1, (cameras, 3)) + 0.2, rng.normal(0, 0.5, (cameras, 3)),
                             rng.uniform(400, 500, (cameras, 1)), rng.normal(0, 5, (cameras, 2)),
                             rng.normal(0, 0.01, (cameras, 2))], axis=1)
    point = np.concatenate([rng.normal(size=(points, 2)), rng.uniform(6, 9, (points, 1))], axis=1)
    return (camera, point, rng.uniform(0.5, 1.0, observations), rng.integers(0, cameras, observations),
            rng.integers(0, points, observations), rng.normal(0, 50, (observations, 2)))


WORKLOADS = {
    "bundle": Workload("bundle adjustment (ADBench), 49 cameras, 10,000 observations", ARRAYS, bundle, bundle_by_hand,
                       ("cameras", "points", "weights"), problem(49, 2000, 10_000, 1), problem(2, 3, 4, 2)),
}
