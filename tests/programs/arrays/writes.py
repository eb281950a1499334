"""Elements, slices, masks and integer arrays assigned, plainly and by the augmented operators."""
import numpy as np

from ..registry import case, numbers, signed


@case(numbers(4))
def an_element(x):
    y = np.zeros(4)
    y[1] = x[0] * x[2]
    y[3] = np.sin(x[3])
    return np.sum(y * x)


@case(numbers(4))
def an_element_of_the_argument(x):
    x[1] = x[0] * x[2]
    x[2] = x[1] + x[3] ** 2
    return np.sum(x ** 2)


@case(numbers(5))
def from_the_end(x):
    x[-1] = x[-2] * x[0]
    x[-3] = x[-1] * x[-1]
    return np.sum(x ** 3)


@case(numbers(3, 3), 0.7)
def an_element_of_a_matrix(a, s):
    a[0, 1] = s * a[1, 1]
    a[2, -1] = a[0, 1] ** 2
    return np.sum(a ** 2)


@case(numbers(3, 3), 0.7)
def an_element_of_a_row(a, s):
    a[0][1] = s * a[1][2]
    a[1][2] *= a[0][1]
    return np.sum(a ** 2)


@case(numbers(4))
def written_again(x):
    y = np.ones(4)
    y[0] = x[0] ** 2
    y[0] = x[1] * y[0]
    y[1] = x[2]
    y[1] = 5.0
    return np.sum(y * x)


@case(numbers(4))
def cleared(x):
    y = x * x
    y[:2] = 0.0
    z = y * x
    y[2] = 0
    return np.sum(z) + np.sum(y)


@case(numbers(6))
def slices_with_steps(x):
    y = np.zeros(6)
    y[::2] = x[:3] ** 2
    y[1::2] = x[3:] * x[:3]
    y[4:1:-1] = y[1:4] * x[2:5]
    return np.sum(y * x)


@case(numbers(5))
def reversed_into(x):
    y = np.empty(5)
    y[::-1] = x ** 2
    return np.sum(y * np.arange(5.0)) + y[0] * x[0]


@case(numbers(5))
def bounds_beyond_the_end(x):
    y = np.zeros(5)
    y[3:99] = x[:2] ** 2
    y[-99:2] = x[1:3] * y[3]
    y[5:] = x[5:]
    return np.sum(y ** 2)


@case(numbers(3, 4), numbers(4, seed=1), numbers(3, seed=2))
def rows_and_columns(a, row, column):
    a[1, :] = row * a[0]
    a[:, 2] = column + a[:, 0] ** 2
    a[2] = a[1] * a[2]
    return np.sum(a ** 2)


@case(numbers(2, 3, 4), numbers(2, 4, seed=1))
def three_axes(a, b):
    a[:, 1] = b ** 2
    a[0, :, 1] = b[1, :3] * a[1, :, 2]
    a[1, ::2, -1] = a[0, ::2, 0] * 2
    return np.sum(a ** 2)


@case(numbers(2, 3), numbers(2, seed=1))
def ellipsis(a, v):
    b = np.empty((2, 3))
    b[...] = a ** 2
    b[..., 0] = v * b[..., 1]
    b[..., 1:] *= a[..., :2]
    return np.sum(b ** 2)


@case(numbers(4))
def newaxis(x):
    y = np.ones(4)
    y[:, None] = (x ** 2).reshape(4, 1)
    y[np.newaxis, :2] *= x[2:]
    return np.sum(y * x)


@case(numbers(3), 1.3)
def a_number_into_slices(x, s):
    y = np.zeros((2, 3))
    y[0] = s
    y[1, 1:] = s * x[0]
    y[:, 0] = x[2]
    return np.sum(y * x)


@case(numbers(3), numbers(2, seed=1))
def broadcast_into_a_matrix(row, column):
    y = np.zeros((2, 3))
    y[:] = row ** 2
    z = np.empty((2, 3))
    z[:] = column[:, None]
    z[:, 1:] = y[:1, 1:] * z[:, :1]
    return np.sum(y * z)


@case(numbers(4))
def a_list_into_a_slice(x):
    y = np.zeros(4)
    y[1:3] = [x[0] * x[1], x[2]]
    y[2:] = (x[3], y[1])
    return np.sum(y * x)


@case(signed(6))
def mask_and_number(x):
    y = x.copy()
    y[y < 0] = 0.0
    y[x > 1] = x[0]
    return np.sum(y * x)


@case(signed(6))
def mask_and_values(x):
    y = x ** 2
    m = x > 0
    y[m] = np.sqrt(x[m])
    y[~m] = x[~m] * 3
    return np.sum(y * x)


@case(signed(3, 4), numbers(3, seed=1))
def masks_in_two_dimensions(a, v):
    m = a > 0
    a[m] *= 2
    a[np.array([True, False, True])] += v[0] * a[1]
    a[v > 0.1, 1] = v ** 2
    return np.sum(a ** 2 * v[:, None])


@case(numbers(5), numbers(3, seed=1))
def integer_array(x, v):
    x[[3, 0, 1]] = v * x[:3]
    return np.sum(x ** 2 * np.arange(1.0, 6.0))


@case(numbers(4), numbers(5, seed=1), np.array([1, 3, 1, 0, 1]))
def the_last_of_equal_indices_wins(x, v, index):
    x[index] = v * v
    return np.sum(x * x[::-1]) + np.sum(v * x[index])


@case(numbers(4), numbers(5, seed=1), np.array([1, 3, 1, 0, 1]))
def updates_are_lost(x, v, index):
    x[index] += v ** 2
    x[[0, 0]] *= v[:2]
    return np.sum(x ** 2)


@case(numbers(4), 0.7)
def updates_are_lost_by_a_number(x, s):
    x[[0, 0, 2]] += s * x[1]
    x[np.array([1, 1])] **= 2
    return np.sum(x ** 2)


@case(numbers(3, 4), numbers(3, seed=1), np.array([0, 2, 2]), np.array([1, 0, 3]))
def pairs_of_integer_arrays(a, v, i, j):
    a[i, j] = v ** 2
    a[j[:2], i[:2]] -= a[i[:2], j[:2]] * v[2]
    return np.sum(a ** 2)


@case(numbers(3, 4), numbers(2, 4, seed=1))
def integer_array_beside_slice(a, b):
    a[[0, 2]] = b * a[[1, 1]]
    a[:, [3, 1]] = a[:, [1, 3]]
    a[1:, [0, 2]] += b[:, 1:3] ** 2
    return np.sum(a ** 2 * np.arange(4.0))


@case(numbers(4, 4), numbers(2, 2, seed=1))
def a_block_by_ix(a, b):
    block = np.ix_([0, 2], [1, 3])
    a[block] += b * a[block]
    a[np.ix_([3, 1], [0, 2])] = b ** 2
    return np.sum(a ** 2)


@case(numbers(5), 0.7)
def indices_in_names(x, s):
    inner = slice(1, -1)
    x[inner] = s * x[inner] ** 2
    first = np.s_[0:2]
    x[first] += x[2:4]
    k = 3
    x[k] *= x[k - 1]
    return np.sum(x ** 2)


@case(numbers(3, 3), 0.7)
def an_index_that_is_a_tuple(a, s):
    where = (1, 2)
    a[where] = s * a[0, 0]
    a[(slice(None), 0)] *= s
    return np.sum(a ** 2)


@case(signed(5))
def index_found_in_the_data(x):
    x[np.argmax(x)] = x[0] * x[1]
    x[x.argmin()] *= 2
    return np.sum(x ** 3)


@case(numbers(3), numbers(3, seed=1))
def augmented_whole(x, y):
    x += y
    x -= 0.5 * y * y
    x *= y
    x /= y + 1
    x **= 2
    return np.sum(x * y)


@case(np.array([0.4, 0.5, 0.75, 1.1]), 0.7)
def augmented_remainders(x, s):
    x *= 3
    x %= s
    y = x * 7
    y //= 1.3
    return np.sum(x * x) + np.sum(y * x)


@case(numbers(3, 3), numbers(3, 3, seed=1))
def augmented_product_of_matrices(a, b):
    a @= b
    c = a
    a @= a
    return np.sum(c * b)


@case(numbers(5), 0.7)
def augmented_elements(x, s):
    x[0] += s * x[1]
    x[1] -= x[0] ** 2
    x[2] *= x[1]
    x[3] /= x[2]
    x[4] **= s
    return np.sum(x ** 2)


@case(numbers(6), numbers(3, seed=1))
def augmented_slices(x, v):
    x[:3] += v
    x[3:] -= v * x[:3]
    x[::2] *= v
    x[1::2] /= x[::2]
    x[1:4] **= 2
    return np.sum(x ** 2)


@case(signed(6), 0.7)
def augmented_under_a_mask(x, s):
    x[x > 0] *= s
    x[x < 0] += x[0] * s
    x[x < -0.1] **= 2
    return np.sum(x ** 2)


@case(numbers(2, 3), numbers(3, seed=1), numbers(2, seed=2))
def augmented_by_broadcasting(a, row, column):
    a += row
    a *= column[:, None]
    a -= column[0]
    a /= row
    return np.sum(a ** 2)


@case(numbers(2, 3), numbers(3, seed=1))
def a_view_of_itself_broadcast(a, row):
    a *= a[0]
    a -= a[:, :1]
    a += row
    row /= row[:1]
    return np.sum(a ** 2 * row)


@case(numbers(4))
def by_itself(x):
    y = x * 1.0
    x += x
    x *= x
    x -= x * y
    y /= y.sum()
    y -= y.mean()
    return np.sum(x * y)


@case(numbers(3, 3))
def by_its_transpose(a):
    a += a.T
    a[:] = a.T @ a
    a -= 0.1 * a[::-1]
    return np.sum(a ** 2)


@case(numbers(5))
def shifted_right(x):
    x[1:] = x[:-1]
    x[0] = x[4] ** 2
    return np.sum(x ** 2 * np.arange(1.0, 6.0))


@case(numbers(5))
def shifted_left(x):
    x[:-1] = x[1:]
    x[-1] *= x[0]
    return np.sum(x ** 2 * np.arange(1.0, 6.0))


@case(numbers(5))
def neighbours_added(x):
    x[1:] += x[:-1]
    x[:-1] -= 0.5 * x[1:]
    x[1:-1] *= x[2:]
    return np.sum(x ** 2)


@case(numbers(5))
def reversed_into_itself(x):
    x[:] = x[::-1]
    x[::-1] += x
    x[:3] = x[4:1:-1]
    return np.sum(x ** 2 * np.arange(1.0, 6.0))


@case(numbers(3), 0.7)
def several_targets(x, s):
    x[0] = x[1] = y = s * x[2]
    x[2], z = y * x[0], x[1]
    return np.sum(x ** 2) + z * y


@case(numbers(4), 0.7)
def targets_from_left_to_right(x, s):
    i = 0
    i, x[i] = 2, s * x[1]
    x[i], x[i + 1] = x[i + 1], s
    return np.sum(x ** 2 * np.arange(1.0, 5.0))


@case(0.7, 1.2)
def a_single_number_in_an_array(x, s):
    y = np.array(x)
    y[()] = y * s
    z = y
    z += x
    z[...] *= y
    return y * s
