import math


def log_ratio_grad(x):
    """Gradient of log_ratio with respect to x."""
    t = x ** 2
    # reverse sweep
    # line 10: return math.log(x ** 2) / x
    x_bar = -(math.log(t) / x / x)
    x_bar += 1.0 / x / t * (2 * x)
    return float(x_bar)
