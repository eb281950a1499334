import math
import numpy as np


def logsumexp_grad(x):
    """Gradient of logsumexp with respect to x."""
    tape = []
    tape_1 = []
    largest = x[0]
    for k in range(len(x)):
        v = x[k]
        taken = v > largest
        tape_1.append(taken)
        if taken:
            largest = v
    total = 0.0
    for k_1 in range(len(x)):
        v = x[k_1]
        t_1 = math.exp(v - largest)
        tape.append(t_1)
        total = total + t_1
    # reverse sweep
    # line 15: return largest + math.log(total)
    largest_bar = 1.0
    total_bar = 1.0 / total
    x_bar = np.zeros(x.shape)
    for k_1 in range(len(x) - 1, -1, -1):
        t_1 = tape.pop()
        # line 14: total += math.exp(v - largest)
        v_bar = total_bar * t_1
        largest_bar -= v_bar
        # line 13: for v in x:
        x_bar[k_1] += v_bar
    for k in range(len(x) - 1, -1, -1):
        taken = tape_1.pop()
        if taken:
            # line 11: largest = v
            v_bar = largest_bar
            largest_bar = 0.0
        else:
            v_bar = 0.0
        # line 9: for v in x:
        x_bar[k] += v_bar
    # line 8: largest = x[0]
    x_bar[0] += largest_bar
    return x_bar
