from numba import njit


@njit(cache=True)
def loss_grad(w):
    """Gradient of loss with respect to w."""
    # reverse sweep
    # line 8: return (11 - (2 * w + 1)) ** 2
    return -4.0 * (11 - (2 * w + 1)),
