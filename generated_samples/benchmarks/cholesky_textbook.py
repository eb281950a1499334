import math
import numpy as np


def cholesky_grad(a0):
    """Gradient of cholesky with respect to a0."""
    stack = []
    a = None
    ans = None
    i = None
    j = None
    k = None
    n = None
    t = None
    t_1 = None
    t_10 = None
    t_2 = None
    t_3 = None
    t_4 = None
    t_5 = None
    t_6 = None
    t_7 = None
    t_8 = None
    t_9 = None
    stack.append(a)
    a = a0.copy()
    stack.append(t)
    t = a.shape
    stack.append(n)
    n = t[0]
    trips = 0
    for i_next in range(n):
        stack.append(i)
        i = i_next
        trips += 1
        trips_1 = 0
        for j_next in range(i):
            stack.append(j)
            j = j_next
            trips_1 += 1
            trips_2 = 0
            for k_next in range(j):
                stack.append(k)
                k = k_next
                trips_2 += 1
                stack.append(t_1)
                t_1 = a[i, k]
                stack.append(t_2)
                t_2 = a[j, k]
                stack.append(t_3)
                t_3 = t_1 * t_2
                stack.append(np.array(a[i, j]))
                a[i, j] -= t_3
            stack.append(trips_2)
            stack.append(t_4)
            t_4 = a[j, j]
            stack.append(np.array(a[i, j]))
            a[i, j] /= t_4
        stack.append(trips_1)
        trips_3 = 0
        for k_next_1 in range(i):
            stack.append(k)
            k = k_next_1
            trips_3 += 1
            stack.append(t_5)
            t_5 = a[i, k]
            stack.append(t_6)
            t_6 = a[i, k]
            stack.append(t_7)
            t_7 = t_5 * t_6
            stack.append(np.array(a[i, i]))
            a[i, i] -= t_7
        stack.append(trips_3)
        stack.append(t_8)
        t_8 = a[i, i]
        stack.append(t_9)
        t_9 = math.sqrt(t_8)
        stack.append(np.array(a[i, i]))
        a[i, i] = t_9
    stack.append(trips)
    stack.append(t_10)
    t_10 = a ** 3
    stack.append(ans)
    ans = np.sum(t_10)
    # reverse sweep
    ans_bar = 1.0
    a_bar = 0.0
    a0_bar = 0.0
    t_1_bar = 0.0
    t_10_bar = 0.0
    t_2_bar = 0.0
    t_3_bar = 0.0
    t_4_bar = 0.0
    t_5_bar = 0.0
    t_6_bar = 0.0
    t_7_bar = 0.0
    t_8_bar = 0.0
    t_9_bar = 0.0
    # line 20: return np.sum(a ** 3)
    t_10_bar = t_10_bar + ans_bar
    ans_bar = 0.0
    ans = stack.pop()
    a_bar = a_bar + 3 * t_10_bar * a ** (3 - 1)
    t_10_bar = 0.0
    t_10 = stack.pop()
    for trip_3 in range(stack.pop()):
        # line 19: a[i, i] = math.sqrt(a[i, i])
        a[i, i] = stack.pop()
        a_bar = np.full_like(a, a_bar)
        t_9_bar += a_bar[i, i]
        a_bar[i, i] = 0.0
        t_8_bar += t_9_bar * (0.5 / t_9)
        t_9_bar = 0.0
        t_9 = stack.pop()
        a_bar = np.full_like(a, a_bar)
        a_bar[i, i] += t_8_bar
        t_8_bar = 0.0
        t_8 = stack.pop()
        for trip in range(stack.pop()):
            # line 18: a[i, i] -= a[i, k] * a[i, k]
            a[i, i] = stack.pop()
            a_bar = np.full_like(a, a_bar)
            t_7_bar -= a_bar[i, i]
            t_5_bar += t_7_bar * t_6
            t_6_bar += t_7_bar * t_5
            t_7_bar = 0.0
            t_7 = stack.pop()
            a_bar = np.full_like(a, a_bar)
            a_bar[i, k] += t_6_bar
            t_6_bar = 0.0
            t_6 = stack.pop()
            a_bar = np.full_like(a, a_bar)
            a_bar[i, k] += t_5_bar
            t_5_bar = 0.0
            t_5 = stack.pop()
            k = stack.pop()
        for trip_2 in range(stack.pop()):
            # line 16: a[i, j] /= a[j, j]
            a_bar = np.full_like(a, a_bar)
            a_bar[i, j] /= t_4
            a_bar_i = a_bar[i, j] * a[i, j]
            a[i, j] = stack.pop()
            t_4_bar -= a_bar_i
            a_bar = np.full_like(a, a_bar)
            a_bar[j, j] += t_4_bar
            t_4_bar = 0.0
            t_4 = stack.pop()
            for trip_1 in range(stack.pop()):
                # line 15: a[i, j] -= a[i, k] * a[j, k]
                a[i, j] = stack.pop()
                a_bar = np.full_like(a, a_bar)
                t_3_bar -= a_bar[i, j]
                t_1_bar += t_3_bar * t_2
                t_2_bar += t_3_bar * t_1
                t_3_bar = 0.0
                t_3 = stack.pop()
                a_bar = np.full_like(a, a_bar)
                a_bar[j, k] += t_2_bar
                t_2_bar = 0.0
                t_2 = stack.pop()
                a_bar = np.full_like(a, a_bar)
                a_bar[i, k] += t_1_bar
                t_1_bar = 0.0
                t_1 = stack.pop()
                k = stack.pop()
            j = stack.pop()
        i = stack.pop()
    # line 11: n = a.shape[0]
    n = stack.pop()
    t = stack.pop()
    # line 10: a = a0.copy()
    a_bar = np.broadcast_to(a_bar, np.shape(a))
    a0_bar = a0_bar + a_bar
    a_bar = 0.0
    a = stack.pop()
    return np.full_like(a0, a0_bar),
