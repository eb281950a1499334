"""The logarithm of a sum of exponentials, written with loops over the elements."""
import math

import numpy as np


def logsumexp(x):
    largest = x[0]
    for v in x:
        if v > largest:
            largest = v
    total = 0.0
    for v in x:
        total += math.exp(v - largest)
    return largest + math.log(total)


if __name__ == "__main__":
    from srcad import value_and_grad

    x = np.array([1.0, 3.0, 2.0, 1000.0, 999.0])
    value, gradient = value_and_grad(logsumexp)(x)
    print("logsumexp =", round(value, 6))
    print("its gradient, the softmax:", np.round(gradient, 6))
