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
    stack = []
    ans = None
    log_p = None
    t = None
    t_1 = None
    t_2 = None
    t_3 = None
    t_4 = None
    t_5 = None
    t_6 = None
    t_7 = None
    z = None
    stack.append(t)
    t = np.max(logits, axis=1, keepdims=True)
    stack.append(z)
    z = logits - t
    stack.append(t_1)
    t_1 = np.exp(z)
    stack.append(t_2)
    t_2 = np.sum(t_1, axis=1, keepdims=True)
    stack.append(t_3)
    t_3 = np.log(t_2)
    stack.append(log_p)
    log_p = z - t_3
    stack.append(t_4)
    t_4 = len(labels)
    stack.append(t_5)
    t_5 = np.arange(t_4)
    stack.append(t_6)
    t_6 = log_p[t_5, labels]
    stack.append(t_7)
    t_7 = np.mean(t_6)
    stack.append(ans)
    ans = -t_7
    # reverse sweep
    ans_bar = 1.0
    log_p_bar = 0.0
    logits_bar = 0.0
    t_1_bar = 0.0
    t_2_bar = 0.0
    t_3_bar = 0.0
    t_6_bar = 0.0
    t_7_bar = 0.0
    z_bar = 0.0
    # line 150: return -np.mean(log_p[np.arange(len(labels)), labels])
    t_7_bar -= ans_bar
    ans_bar = 0.0
    ans = stack.pop()
    t_6_bar = t_6_bar + t_7_bar / np.size(labels)
    t_7_bar = 0.0
    t_7 = stack.pop()
    log_p_bar = np.full_like(log_p, log_p_bar)
    scatter(log_p_bar, (t_5, labels), t_6_bar)
    t_6_bar = 0.0
    t_6 = stack.pop()
    t_5 = stack.pop()
    t_4 = stack.pop()
    # line 149: log_p = z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))
    log_p_bar = np.broadcast_to(log_p_bar, np.shape(log_p))
    t_3_bar = t_3_bar - np.sum(log_p_bar, axis=1, keepdims=True)
    z_bar = z_bar + log_p_bar
    log_p_bar = 0.0
    log_p = stack.pop()
    t_2_bar = t_2_bar + t_3_bar / t_2
    t_3_bar = 0.0
    t_3 = stack.pop()
    t_2_bar = np.broadcast_to(t_2_bar, np.shape(t_2))
    t_1_bar = t_1_bar + t_2_bar
    t_2_bar = 0.0
    t_2 = stack.pop()
    z_bar = z_bar + t_1_bar * t_1
    t_1_bar = 0.0
    t_1 = stack.pop()
    # line 148: z = logits - np.max(logits, axis=1, keepdims=True)
    logits_bar = logits_bar + z_bar
    z_bar = 0.0
    z = stack.pop()
    t = stack.pop()
    return np.full_like(logits, logits_bar),
