"""The question that started it: the derivative of code, not of a formula."""
import math


def loss(w):
    """Return the squared error of a line at one point."""
    prediction = 2 * w + 1
    return (11 - prediction) ** 2


def log_ratio(x):
    """Return log(x**2) / x."""
    return math.log(x ** 2) / x


if __name__ == "__main__":
    from srcad import grad

    print(grad(loss)(0.1))
    print(grad(log_ratio)(2.0))
