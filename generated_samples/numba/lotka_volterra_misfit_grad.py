import numpy as np
from numba import njit
STEP = 0.1


@njit(cache=True, boundscheck=True)
def misfit_grad(p, prey, predators, observed):
    """Gradient of misfit with respect to p."""
    tape = []
    tape1 = []
    if len(p) != 4:
        raise ValueError('expected 4 values to unpack')
    alpha = p[0]
    beta = p[1]
    gamma = p[2]
    delta = p[3]
    for row in observed:
        t_1 = prey - row[0]
        t_4 = predators - row[1]
        tape.append((t_1, t_4))
        for i in range(5):
            k1 = alpha * prey - beta * prey * predators
            l1 = delta * prey * predators - gamma * predators
            x = prey + 0.5 * STEP * k1
            x4 = x
            y = predators + 0.5 * STEP * l1
            y4 = y
            k2 = alpha * x - beta * x * y
            l2 = delta * x * y - gamma * y
            x = prey + 0.5 * STEP * k2
            x5 = x
            y = predators + 0.5 * STEP * l2
            y5 = y
            k3 = alpha * x - beta * x * y
            l3 = delta * x * y - gamma * y
            x = prey + STEP * k3
            y = predators + STEP * l3
            tape1.append((predators, prey, x4, y4, x5, y5, x, y))
            k4 = alpha * x - beta * x * y
            l4 = delta * x * y - gamma * y
            prey = prey + STEP / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
            predators = predators + STEP / 6 * (l1 + 2 * l2 + 2 * l3 + l4)
    # reverse sweep
    # line 29: return total / len(observed)
    total_bar = 1.0 / len(observed)
    predators_bar = 0.0
    prey_bar = 0.0
    gamma_bar = 0.0
    delta_bar = 0.0
    beta_bar = 0.0
    alpha_bar = 0.0
    while tape:
        t_1, t_4 = tape.pop()
        for i in range(4, -1, -1):
            predators, prey, x1, y1, x2, y2, x3, y3 = tape1.pop()
            # line 28: predators = predators + STEP / 6 * (l1 + 2 * l2 + 2 * l3 + l4)
            l1_bar = predators_bar * (STEP / 6)
            # line 27: prey = prey + STEP / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
            k1_bar = prey_bar * (STEP / 6)
            # line 26: l4 = delta * x * y - gamma * y
            gamma_bar -= l1_bar * y3
            t_38_bar = l1_bar * y3
            delta_bar += t_38_bar * x3
            # line 25: k4 = alpha * x - beta * x * y
            t_36_bar = -(k1_bar * y3)
            y_bar = l1_bar * (delta * x3) - l1_bar * gamma - k1_bar * (beta * x3)
            beta_bar += t_36_bar * x3
            alpha_bar += k1_bar * x3
            x_bar = t_38_bar * delta + t_36_bar * beta + k1_bar * alpha
            # line 24: y = predators + STEP * l3
            predators_bar += y_bar
            l3_bar = l1_bar * 2 + y_bar * STEP
            # line 23: x = prey + STEP * k3
            prey_bar += x_bar
            k3_bar = k1_bar * 2 + x_bar * STEP
            # line 22: l3 = delta * x * y - gamma * y
            gamma_bar -= l3_bar * y2
            t_30_bar = l3_bar * y2
            delta_bar += t_30_bar * x2
            # line 21: k3 = alpha * x - beta * x * y
            t_28_bar = -(k3_bar * y2)
            y_bar = l3_bar * (delta * x2) - l3_bar * gamma - k3_bar * (beta * x2)
            beta_bar += t_28_bar * x2
            alpha_bar += k3_bar * x2
            x_bar = t_30_bar * delta + t_28_bar * beta + k3_bar * alpha
            # line 20: y = predators + 0.5 * STEP * l2
            predators_bar += y_bar
            l2_bar = l1_bar * 2 + y_bar * (0.5 * STEP)
            # line 19: x = prey + 0.5 * STEP * k2
            prey_bar += x_bar
            k2_bar = k1_bar * 2 + x_bar * (0.5 * STEP)
            # line 18: l2 = delta * x * y - gamma * y
            gamma_bar -= l2_bar * y1
            t_20_bar = l2_bar * y1
            delta_bar += t_20_bar * x1
            # line 17: k2 = alpha * x - beta * x * y
            t_18_bar = -(k2_bar * y1)
            y_bar = l2_bar * (delta * x1) - l2_bar * gamma - k2_bar * (beta * x1)
            beta_bar += t_18_bar * x1
            alpha_bar += k2_bar * x1
            x_bar = t_20_bar * delta + t_18_bar * beta + k2_bar * alpha
            # line 16: y = predators + 0.5 * STEP * l1
            predators_bar += y_bar
            l1_bar += y_bar * (0.5 * STEP)
            # line 15: x = prey + 0.5 * STEP * k1
            prey_bar += x_bar
            k1_bar += x_bar * (0.5 * STEP)
            # line 14: l1 = delta * prey * predators - gamma * predators
            gamma_bar -= l1_bar * predators
            predators_bar -= l1_bar * gamma
            t_10_bar = l1_bar * predators
            predators_bar += l1_bar * (delta * prey)
            delta_bar += t_10_bar * prey
            prey_bar += t_10_bar * delta
            # line 13: k1 = alpha * prey - beta * prey * predators
            t_8_bar = k1_bar * predators
            predators_bar -= k1_bar * (beta * prey)
            beta_bar -= t_8_bar * prey
            prey_bar -= t_8_bar * beta
            alpha_bar += k1_bar * prey
            prey_bar += k1_bar * alpha
        # line 11: total += (prey - row[0]) ** 2 + (predators - row[1]) ** 2
        predators_bar += 2 * total_bar * t_4
        prey_bar += 2 * total_bar * t_1
    # line 8: alpha, beta, gamma, delta = p
    p_bar = np.zeros(p.shape)
    p_bar[3] = delta_bar
    p_bar[2] = gamma_bar
    p_bar[1] = beta_bar
    p_bar[0] = alpha_bar
    return p_bar
