import numpy as np
from numba import njit


@njit(cache=True, boundscheck=True)
def largest_2(x, axis):
    """The largest element of each row or column."""
    rows = x.T if axis == 0 or axis == -2 else x
    found = np.empty(rows.shape[0], x.dtype)
    for i in range(rows.shape[0]):
        found[i] = np.max(rows[i])
    return found


@njit(cache=True, boundscheck=True)
def scattered_number_pairs(bar, index, ct):
    """Add a number to the elements of a matrix at places of which some may be equal."""
    rows, columns = index
    if rows.shape[0] != columns.shape[0]:
        raise IndexError('indices have different lengths')
    for k in range(rows.shape[0]):
        bar[rows[k], columns[k]] += ct


@njit(cache=True)
def cross_entropy_grad(logits, labels):
    """Gradient of cross_entropy with respect to logits.

    The mean cross entropy of the softmax of each row.
    """
    z = logits - np.expand_dims(largest_2(logits, 1), 1)
    t_1 = np.exp(z)
    # reverse sweep
    # line 150: return -np.mean(log_p[np.arange(len(labels)), labels])
    z_bar = np.zeros(logits.shape)
    scattered_number_pairs(z_bar, (np.arange(len(labels)), labels), -1.0
        / np.size(labels))
    # line 149: log_p = z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))
    t_1_bar = -np.expand_dims(np.sum(z_bar, axis=1), 1) / np.expand_dims(
        np.sum(t_1, axis=1), 1)
    t_1[...] = t_1 * t_1_bar
    z_bar[...] = z_bar + t_1
    # line 148: z = logits - np.max(logits, axis=1, keepdims=True)
    return z_bar,
