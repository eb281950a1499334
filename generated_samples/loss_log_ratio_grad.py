import math


def log_ratio_grad(x):
    """Gradient of log_ratio with respect to x."""
    t = x ** 2
    # reverse sweep
    # line 10: return math.log(x ** 2) / x
    share = 1.0 / x
    x_bar = -(share * (math.log(t) / x))
    x_bar += 2 * (share / t) * x
    return float(x_bar)
