import numpy as np


def heat_grad(u0, nu, steps):
    """Gradient of heat with respect to u0."""
    stack = []
    ans = None
    lap = None
    t = None
    t_1 = None
    t_10 = None
    t_11 = None
    t_2 = None
    t_3 = None
    t_4 = None
    t_5 = None
    t_6 = None
    t_7 = None
    t_8 = None
    t_9 = None
    u = None
    stack.append(u)
    u = u0.copy()
    trips = 0
    for t_next in range(steps):
        stack.append(t)
        t = t_next
        trips += 1
        stack.append(t_1)
        t_1 = u[:-2, 1:-1]
        stack.append(t_2)
        t_2 = u[2:, 1:-1]
        stack.append(t_3)
        t_3 = t_1 + t_2
        stack.append(t_4)
        t_4 = u[1:-1, :-2]
        stack.append(t_5)
        t_5 = t_3 + t_4
        stack.append(t_6)
        t_6 = u[1:-1, 2:]
        stack.append(t_7)
        t_7 = t_5 + t_6
        stack.append(t_8)
        t_8 = u[1:-1, 1:-1]
        stack.append(t_9)
        t_9 = 4.0 * t_8
        stack.append(lap)
        lap = t_7 - t_9
        stack.append(t_10)
        t_10 = nu * lap
        stack.append(np.array(u[1:-1, 1:-1]))
        u[1:-1, 1:-1] += t_10
    stack.append(trips)
    stack.append(t_11)
    t_11 = u * u
    stack.append(ans)
    ans = np.sum(t_11)
    # reverse sweep
    ans_bar = 1.0
    lap_bar = 0.0
    t_1_bar = 0.0
    t_10_bar = 0.0
    t_11_bar = 0.0
    t_2_bar = 0.0
    t_3_bar = 0.0
    t_4_bar = 0.0
    t_5_bar = 0.0
    t_6_bar = 0.0
    t_7_bar = 0.0
    t_8_bar = 0.0
    t_9_bar = 0.0
    u_bar = 0.0
    u0_bar = 0.0
    # line 32: return np.sum(u * u)
    t_11_bar = t_11_bar + ans_bar
    ans_bar = 0.0
    ans = stack.pop()
    u_bar = u_bar + 2 * t_11_bar * u
    t_11_bar = 0.0
    t_11 = stack.pop()
    for trip in range(stack.pop()):
        # line 31: u[1:-1, 1:-1] += nu * lap
        u[1:-1, 1:-1] = stack.pop()
        u_bar = np.full_like(u, u_bar)
        t_10_bar = t_10_bar + u_bar[1:-1, 1:-1]
        lap_bar = lap_bar + t_10_bar * nu
        t_10_bar = 0.0
        t_10 = stack.pop()
        # line 30: lap = u[:-2, 1:-1] + u[2:, 1:-1] + u[1:-1, :-2] + u[1:-1, 2:] - 4.0 * u[1:-1, 1:-1]
        t_9_bar = t_9_bar - lap_bar
        t_7_bar = t_7_bar + lap_bar
        lap_bar = 0.0
        lap = stack.pop()
        t_8_bar = t_8_bar + t_9_bar * 4.0
        t_9_bar = 0.0
        t_9 = stack.pop()
        u_bar = np.full_like(u, u_bar)
        u_bar[1:-1, 1:-1] += t_8_bar
        t_8_bar = 0.0
        t_8 = stack.pop()
        t_5_bar = t_5_bar + t_7_bar
        t_6_bar = t_6_bar + t_7_bar
        t_7_bar = 0.0
        t_7 = stack.pop()
        u_bar = np.full_like(u, u_bar)
        u_bar[1:-1, 2:] += t_6_bar
        t_6_bar = 0.0
        t_6 = stack.pop()
        t_3_bar = t_3_bar + t_5_bar
        t_4_bar = t_4_bar + t_5_bar
        t_5_bar = 0.0
        t_5 = stack.pop()
        u_bar = np.full_like(u, u_bar)
        u_bar[1:-1, :-2] += t_4_bar
        t_4_bar = 0.0
        t_4 = stack.pop()
        t_1_bar = t_1_bar + t_3_bar
        t_2_bar = t_2_bar + t_3_bar
        t_3_bar = 0.0
        t_3 = stack.pop()
        u_bar = np.full_like(u, u_bar)
        u_bar[2:, 1:-1] += t_2_bar
        t_2_bar = 0.0
        t_2 = stack.pop()
        u_bar = np.full_like(u, u_bar)
        u_bar[:-2, 1:-1] += t_1_bar
        t_1_bar = 0.0
        t_1 = stack.pop()
        t = stack.pop()
    # line 28: u = u0.copy()
    u_bar = np.broadcast_to(u_bar, np.shape(u))
    u0_bar = u0_bar + u_bar
    u_bar = 0.0
    u = stack.pop()
    return np.full_like(u0, u0_bar),
