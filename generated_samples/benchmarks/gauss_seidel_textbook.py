import numpy as np


def gauss_seidel_grad(a0, sweeps):
    """Gradient of gauss_seidel with respect to a0."""
    stack = []
    a = None
    ans = None
    i = None
    j = None
    n = None
    t = None
    t_1 = None
    t_10 = None
    t_11 = None
    t_12 = None
    t_13 = None
    t_14 = None
    t_15 = None
    t_16 = None
    t_17 = None
    t_18 = None
    t_19 = None
    t_2 = None
    t_20 = None
    t_3 = None
    t_4 = None
    t_5 = None
    t_6 = None
    t_7 = None
    t_8 = None
    t_9 = None
    stack.append(a)
    a = a0.copy()
    stack.append(t_1)
    t_1 = a.shape
    stack.append(n)
    n = t_1[0]
    trips = 0
    for t_next in range(sweeps):
        stack.append(t)
        t = t_next
        trips += 1
        trips_1 = 0
        for i_next in range(1, n - 1):
            stack.append(i)
            i = i_next
            trips_1 += 1
            trips_2 = 0
            for j_next in range(1, n - 1):
                stack.append(j)
                j = j_next
                trips_2 += 1
                stack.append(t_2)
                t_2 = a[i - 1, j - 1]
                stack.append(t_3)
                t_3 = a[i - 1, j]
                stack.append(t_4)
                t_4 = t_2 + t_3
                stack.append(t_5)
                t_5 = a[i - 1, j + 1]
                stack.append(t_6)
                t_6 = t_4 + t_5
                stack.append(t_7)
                t_7 = a[i, j - 1]
                stack.append(t_8)
                t_8 = t_6 + t_7
                stack.append(t_9)
                t_9 = a[i, j]
                stack.append(t_10)
                t_10 = t_8 + t_9
                stack.append(t_11)
                t_11 = a[i, j + 1]
                stack.append(t_12)
                t_12 = t_10 + t_11
                stack.append(t_13)
                t_13 = a[i + 1, j - 1]
                stack.append(t_14)
                t_14 = t_12 + t_13
                stack.append(t_15)
                t_15 = a[i + 1, j]
                stack.append(t_16)
                t_16 = t_14 + t_15
                stack.append(t_17)
                t_17 = a[i + 1, j + 1]
                stack.append(t_18)
                t_18 = t_16 + t_17
                stack.append(t_19)
                t_19 = t_18 / 9.0
                stack.append(np.array(a[i, j]))
                a[i, j] = t_19
            stack.append(trips_2)
        stack.append(trips_1)
    stack.append(trips)
    stack.append(t_20)
    t_20 = a * a
    stack.append(ans)
    ans = np.sum(t_20)
    # reverse sweep
    ans_bar = 1.0
    a_bar = 0.0
    a0_bar = 0.0
    t_10_bar = 0.0
    t_11_bar = 0.0
    t_12_bar = 0.0
    t_13_bar = 0.0
    t_14_bar = 0.0
    t_15_bar = 0.0
    t_16_bar = 0.0
    t_17_bar = 0.0
    t_18_bar = 0.0
    t_19_bar = 0.0
    t_2_bar = 0.0
    t_20_bar = 0.0
    t_3_bar = 0.0
    t_4_bar = 0.0
    t_5_bar = 0.0
    t_6_bar = 0.0
    t_7_bar = 0.0
    t_8_bar = 0.0
    t_9_bar = 0.0
    # line 58: return np.sum(a * a)
    t_20_bar = t_20_bar + ans_bar
    ans_bar = 0.0
    ans = stack.pop()
    a_bar = a_bar + 2 * t_20_bar * a
    t_20_bar = 0.0
    t_20 = stack.pop()
    for trip_2 in range(stack.pop()):
        for trip_1 in range(stack.pop()):
            for trip in range(stack.pop()):
                # line 56: a[i, j] = (a[i - 1, j - 1] + a[i - 1, j] + a[i - 1, j + 1] + a[i, j - 1] + a[i, j]
                a[i, j] = stack.pop()
                a_bar = np.full_like(a, a_bar)
                t_19_bar += a_bar[i, j]
                a_bar[i, j] = 0.0
                t_18_bar += t_19_bar / 9.0
                t_19_bar = 0.0
                t_19 = stack.pop()
                t_16_bar += t_18_bar
                t_17_bar += t_18_bar
                t_18_bar = 0.0
                t_18 = stack.pop()
                a_bar = np.full_like(a, a_bar)
                a_bar[i + 1, j + 1] += t_17_bar
                t_17_bar = 0.0
                t_17 = stack.pop()
                t_14_bar += t_16_bar
                t_15_bar += t_16_bar
                t_16_bar = 0.0
                t_16 = stack.pop()
                a_bar = np.full_like(a, a_bar)
                a_bar[i + 1, j] += t_15_bar
                t_15_bar = 0.0
                t_15 = stack.pop()
                t_12_bar += t_14_bar
                t_13_bar += t_14_bar
                t_14_bar = 0.0
                t_14 = stack.pop()
                a_bar = np.full_like(a, a_bar)
                a_bar[i + 1, j - 1] += t_13_bar
                t_13_bar = 0.0
                t_13 = stack.pop()
                t_10_bar += t_12_bar
                t_11_bar += t_12_bar
                t_12_bar = 0.0
                t_12 = stack.pop()
                a_bar = np.full_like(a, a_bar)
                a_bar[i, j + 1] += t_11_bar
                t_11_bar = 0.0
                t_11 = stack.pop()
                t_8_bar += t_10_bar
                t_9_bar += t_10_bar
                t_10_bar = 0.0
                t_10 = stack.pop()
                a_bar = np.full_like(a, a_bar)
                a_bar[i, j] += t_9_bar
                t_9_bar = 0.0
                t_9 = stack.pop()
                t_6_bar += t_8_bar
                t_7_bar += t_8_bar
                t_8_bar = 0.0
                t_8 = stack.pop()
                a_bar = np.full_like(a, a_bar)
                a_bar[i, j - 1] += t_7_bar
                t_7_bar = 0.0
                t_7 = stack.pop()
                t_4_bar += t_6_bar
                t_5_bar += t_6_bar
                t_6_bar = 0.0
                t_6 = stack.pop()
                a_bar = np.full_like(a, a_bar)
                a_bar[i - 1, j + 1] += t_5_bar
                t_5_bar = 0.0
                t_5 = stack.pop()
                t_2_bar += t_4_bar
                t_3_bar += t_4_bar
                t_4_bar = 0.0
                t_4 = stack.pop()
                a_bar = np.full_like(a, a_bar)
                a_bar[i - 1, j] += t_3_bar
                t_3_bar = 0.0
                t_3 = stack.pop()
                a_bar = np.full_like(a, a_bar)
                a_bar[i - 1, j - 1] += t_2_bar
                t_2_bar = 0.0
                t_2 = stack.pop()
                j = stack.pop()
            i = stack.pop()
        t = stack.pop()
    # line 52: n = a.shape[0]
    n = stack.pop()
    t_1 = stack.pop()
    # line 51: a = a0.copy()
    a_bar = np.broadcast_to(a_bar, np.shape(a))
    a0_bar = a0_bar + a_bar
    a_bar = 0.0
    a = stack.pop()
    return np.full_like(a0, a0_bar),
