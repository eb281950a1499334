import math


def f(x, a):
    return math.exp(a * x) - 3.0


def f_forward(x, a):
    t_1 = math.exp(a * x)
    return t_1 - 3.0, (t_1,)


def f_reverse(record, x, a, ans_bar):
    t_1, = record
    # line 6: return math.exp(a * x) - 3.0
    t_bar = ans_bar * t_1
    return t_bar * a, t_bar * x


def find_root_grad(a, x, tries):
    """Gradient of find_root with respect to a."""
    tape = []
    x_1 = x
    if not a <= 0:
        low = x
        high = x
        broke = False
        for i in range(tries):
            low = low - 0.5 * (i + 1)
            high = high + 0.5 * (i + 1)
            if f(low, a) < 0 < f(high, a):
                broke = True
                break
        if broke:
            for i in range(60):
                x = low + 0.5 * (high - low)
                if abs(f(x, a)) < 0.001:
                    break
                if f(x, a) > 0:
                    high = x
                    continue
                low = x
            steps = 0
            while True:
                x_3 = x
                value, f_record = f_forward(x, a)
                t_9 = math.exp(a * x)
                t_11 = value / (a * t_9)
                x = x - t_11
                steps = steps + 1
                taken = abs(value) < 1e-12 or steps > 20
                tape.append((x_3, t_9, t_11, f_record, taken))
                if taken:
                    break
    # reverse sweep
    ans_bar = 1.0
    if a <= 0:
        # line 11: return 0.0 * a                        # an early return: nothing to find
        a_bar = ans_bar * 0.0
    elif not broke:
        # line 19: return x * a                          # the loop ran out: no root near by
        a_bar = ans_bar * x_1
    else:
        x_bar = 0.0
        a_bar = 0.0
        while tape:
            x_2, t_9, t_11, f_record, taken = tape.pop()
            if taken:
                # line 34: return x
                x_bar = ans_bar
                a_bar = 0.0
            # line 31: x = x - value / (a * math.exp(a * x))
            share = -x_bar / (a * t_9)
            t_10_bar = share * t_11
            a_bar -= t_10_bar * t_9
            t_8_bar = t_10_bar * a * t_9
            a_bar -= t_8_bar * x_2
            x_bar -= t_8_bar * a
            # line 30: value = f(x, a)
            x_bar_1, a_bar_1 = f_reverse(f_record, x_2, a, share)
            x_bar += x_bar_1
            a_bar += a_bar_1
            ans_bar = 0.0
    return float(a_bar)
