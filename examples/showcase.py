"""Control flow of every kind in one function: a root is sought, and the search is differentiated."""
import math


def f(x, a):
    return math.exp(a * x) - 3.0


def find_root(a, x, tries):
    if a <= 0:
        return 0.0 * a                        # an early return: nothing to find
    low, high = x, x
    for i in range(tries):                    # widen until the sign changes
        low = low - 0.5 * (i + 1)
        high = high + 0.5 * (i + 1)
        if f(low, a) < 0 < f(high, a):
            break
    else:
        return x * a                          # the loop ran out: no root near by
    for i in range(60):
        x = low + 0.5 * (high - low)
        if abs(f(x, a)) < 1e-3:
            break
        if f(x, a) > 0:
            high = x
            continue
        low = x
    steps = 0
    while True:                               # Newton's method for the last digits
        value = f(x, a)
        x = x - value / (a * math.exp(a * x))
        steps += 1
        if abs(value) < 1e-12 or steps > 20:
            return x


def pairs(x, y):
    total = 0.0
    for i in range(1, 5):
        power = x if i % 2 else x * y
        for j in range(i):
            if j == 2:
                continue
            if power > 50:
                break
            power = power * (y + j)
        total += power / i
    return total


if __name__ == "__main__":
    from srcad import grad, value_and_grad

    a = 0.8
    root, slope = value_and_grad(find_root)(a, 0.0, 10)
    print(f"exp({a} x) = 3 at x = {root:.9f}")
    print(f"dx/da = {slope:.9f}, exactly {-root / a:.9f}")
    print("no root looked for:", value_and_grad(find_root)(-1.0, 0.0, 10))
    print("loop runs out:", value_and_grad(find_root)(1e-4, 1.0, 3))
    print("pairs:", [round(part, 6) for part in grad(pairs, wrt=("x", "y"))(1.5, 1.2)])
