def logistic_grad(x, r, steps):
    """Gradient of logistic with respect to x, r.

    The logistic map, as a while loop.
    """
    stack = []
    k = None
    t = None
    t_1 = None
    t_2 = None
    stack.append(k)
    k = 0
    trips = 0
    while k < steps:
        trips += 1
        stack.append(t)
        t = r * x
        stack.append(t_1)
        t_1 = 1.0 - x
        stack.append(x)
        x = t * t_1
        stack.append(t_2)
        t_2 = k + 1
        stack.append(k)
        k = t_2
    stack.append(trips)
    # reverse sweep
    x_bar = 1.0
    r_bar = 0.0
    t_bar = 0.0
    t_1_bar = 0.0
    for trip in range(stack.pop()):
        # line 20: k += 1
        k = stack.pop()
        t_2 = stack.pop()
        # line 19: x = r * x * (1.0 - x)
        t_bar += x_bar * t_1
        t_1_bar += x_bar * t
        x_bar = 0.0
        x = stack.pop()
        x_bar -= t_1_bar
        t_1_bar = 0.0
        t_1 = stack.pop()
        r_bar += t_bar * x
        x_bar += t_bar * r
        t_bar = 0.0
        t = stack.pop()
    # line 17: k = 0
    k = stack.pop()
    return float(x_bar), float(r_bar)
