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


def scatter(bar, index, ct):
    """Add ``ct`` to ``bar[index]``; an element that the index names twice gets both."""
    if isinstance(bar, np.ndarray):
        np.add.at(bar, index, ct)
    else:
        bar[index] = add(bar[index], ct)


def cross_entropy_grad(logits, labels):
    """Gradient of cross_entropy with respect to logits.

    The mean cross entropy of the softmax of each row.
    """
    z = logits - np.max(logits, axis=1, keepdims=True)
    t_1 = np.exp(z)
    del z
    # reverse sweep
    # line 150: return -np.mean(log_p[np.arange(len(labels)), labels])
    z_bar = np.zeros(logits.shape)
    scatter(z_bar, (np.arange(len(labels)), labels), -1.0 / np.size(labels))
    # line 149: log_p = z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))
    t_1_bar = -np.sum(z_bar, axis=1, keepdims=True) / np.sum(t_1, axis=1, keepdims=True)
    t_1 *= t_1_bar
    z_bar += t_1
    # line 148: z = logits - np.max(logits, axis=1, keepdims=True)
    return z_bar,
