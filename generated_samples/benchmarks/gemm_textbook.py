import numpy as np


def gemm_grad(a, b):
    """Gradient of gemm with respect to a, b."""
    stack = []
    ans = None
    c = None
    i = None
    j = None
    k = None
    m = None
    n = None
    p = None
    t = None
    t_1 = None
    t_2 = None
    t_3 = None
    t_4 = None
    t_5 = None
    stack.append(t)
    t = a.shape
    stack.append(n)
    n = t[0]
    stack.append(m)
    m = t[1]
    stack.append(t_1)
    t_1 = b.shape
    stack.append(p)
    p = t_1[1]
    stack.append(c)
    c = np.zeros((n, p))
    trips = 0
    for i_next in range(n):
        stack.append(i)
        i = i_next
        trips += 1
        trips_1 = 0
        for j_next in range(p):
            stack.append(j)
            j = j_next
            trips_1 += 1
            trips_2 = 0
            for k_next in range(m):
                stack.append(k)
                k = k_next
                trips_2 += 1
                stack.append(t_2)
                t_2 = a[i, k]
                stack.append(t_3)
                t_3 = b[k, j]
                stack.append(t_4)
                t_4 = t_2 * t_3
                stack.append(np.array(c[i, j]))
                c[i, j] += t_4
            stack.append(trips_2)
        stack.append(trips_1)
    stack.append(trips)
    stack.append(t_5)
    t_5 = c * c
    stack.append(ans)
    ans = np.sum(t_5)
    # reverse sweep
    ans_bar = 1.0
    a_bar = 0.0
    b_bar = 0.0
    c_bar = 0.0
    t_2_bar = 0.0
    t_3_bar = 0.0
    t_4_bar = 0.0
    t_5_bar = 0.0
    # line 94: return np.sum(c * c)
    t_5_bar = t_5_bar + ans_bar
    ans_bar = 0.0
    ans = stack.pop()
    c_bar = c_bar + 2 * t_5_bar * c
    t_5_bar = 0.0
    t_5 = stack.pop()
    for trip_2 in range(stack.pop()):
        for trip_1 in range(stack.pop()):
            for trip in range(stack.pop()):
                # line 93: c[i, j] += a[i, k] * b[k, j]
                c[i, j] = stack.pop()
                c_bar = np.full_like(c, c_bar)
                t_4_bar += c_bar[i, j]
                t_2_bar += t_4_bar * t_3
                t_3_bar += t_4_bar * t_2
                t_4_bar = 0.0
                t_4 = stack.pop()
                b_bar = np.full_like(b, b_bar)
                b_bar[k, j] += t_3_bar
                t_3_bar = 0.0
                t_3 = stack.pop()
                a_bar = np.full_like(a, a_bar)
                a_bar[i, k] += t_2_bar
                t_2_bar = 0.0
                t_2 = stack.pop()
                k = stack.pop()
            j = stack.pop()
        i = stack.pop()
    # line 89: c = np.zeros((n, p))
    c_bar = 0.0
    c = stack.pop()
    # line 88: p = b.shape[1]
    p = stack.pop()
    t_1 = stack.pop()
    # line 87: n, m = a.shape
    m = stack.pop()
    n = stack.pop()
    t = stack.pop()
    return np.full_like(a, a_bar), np.full_like(b, b_bar)
