def pairs_grad(x, y):
    """Gradient of pairs with respect to x, y."""
    tape = []
    tape_1 = []
    tape_2 = []
    for i in range(1, 5):
        if i % 2:
            power = x
        else:
            power = x * y
        trips = 0
        for j in range(i):
            trips += 1
            taken = j == 2
            tape.append((power, taken))
            if taken:
                continue
            if power > 50:
                break
            t = y + j
            tape_1.append(t)
            power = power * t
        tape_2.append(trips)
    # reverse sweep
    y_bar = 0.0
    x_bar = 0.0
    for i in range(4, 0, -1):
        trips = tape_2.pop()
        # line 47: total += power / i
        power_bar = 1.0 / i
        for _ in range(trips):
            power, taken = tape.pop()
            if not taken:
                if not power > 50:
                    t = tape_1.pop()
                    # line 46: power = power * (y + j)
                    t_1_bar = power_bar
                    power_bar = t_1_bar * t
                    y_bar += t_1_bar * power
        if i % 2:
            # line 40: power = x if i % 2 else x * y
            x_bar += power_bar
        else:
            # line 40: power = x if i % 2 else x * y
            x_bar += power_bar * y
            y_bar += power_bar * x
    return x_bar, y_bar
