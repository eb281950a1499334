"""The question that started it: the derivative of a small loss, as Python."""
import math


def loss(w):
    return (11 - (2 * w + 1)) ** 2


def log_ratio(x):
    return math.log(x ** 2) / x


if __name__ == "__main__":
    from srcad import grad, value_and_grad

    print(grad(loss).source_for(0.1))
    print("loss'(0.1) =", round(grad(loss)(0.1), 9))
    value, slope = value_and_grad(log_ratio)(2.0)
    print(f"log_ratio(2) = {value:.6f}, its slope {slope:.6f}")
