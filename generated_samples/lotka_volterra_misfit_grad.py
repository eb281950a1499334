import numpy as np
STEP = 0.1


def seed(value):
    """Return 1.0, the adjoint of a function's value, if that is a real scalar."""
    if isinstance(value, np.ndarray):
        what, rank = value.dtype.kind, value.ndim
    elif isinstance(value, np.generic):
        what, rank = value.dtype.kind, 0
    else:
        names = {float: 'f', bool: 'b', int: 'i', complex: 'c', str: 'U', bytes: 'S'}
        what, rank = names.get(type(value), '?'), 0
        if isinstance(value, float):
            what = 'f'
    if what == 'f' and rank == 0:
        return 1.0
    if value is None:
        raise TypeError(
            'the function returned None: nothing to differentiate; does it lack a return?')
    if isinstance(value, (tuple, list)):
        raise TypeError(
            f'the function returned a {type(value).__name__} of {len(value)} values, and a gradient needs a scalar: use vjp (one cotangent per value) or jacobian')
    if what == 'f':
        raise TypeError(
            f'the function returned an array of shape {value.shape}, and a gradient needs a scalar: use vjp (with a cotangent of that shape) or jacobian')
    if what == 'c':
        raise TypeError(
            'the function returned a complex value, and a gradient needs a real one: return its real part, its imaginary part or its absolute value')
    if what == 'b':
        raise TypeError(
            'the function returned a boolean, which has no derivative: return the value that it tests')
    if what in 'iu':
        raise TypeError(
            'the function returned an integer, which has no derivative: return a float')
    if what in 'US':
        raise TypeError(
            'the function returned a string, which has no derivative: return a float')
    raise TypeError(
        f'the function returned a {type(value).__name__}, and a gradient needs a float: return a float, or use vjp or jacobian for an array of floats')


def unbroadcast(array, like):
    """Sum an array over the axes along which ``like`` was broadcast."""
    shape = np.shape(like)
    if np.shape(array) == shape:
        return array
    if not shape:
        return np.sum(array)
    extra = np.ndim(array) - len(shape)
    if extra:
        array = np.sum(array, axis=tuple(range(extra)))
    stretched = tuple(
        [k for (k, n) in enumerate(shape) if n == 1 and array.shape[k] != 1])
    return np.sum(array, axis=stretched, keepdims=True) if stretched else array


def misfit_grad(p, prey, predators, observed):
    """Gradient of misfit with respect to p."""
    tape = []
    tape_1 = []
    alpha = p[0]
    beta = p[1]
    gamma = p[2]
    delta = p[3]
    total = 0.0
    for row in observed:
        t_1 = prey - row[0]
        t_2 = t_1 ** 2
        t_4 = predators - row[1]
        t_5 = t_4 ** 2
        t_6 = t_2 + t_5
        tape.append((predators, prey, total, t_1, t_2, t_4, t_5, t_6))
        total = total + t_6
        for i in range(5):
            k1 = alpha * prey - beta * prey * predators
            l1 = delta * prey * predators - gamma * predators
            x = prey + 0.5 * STEP * k1
            x_4 = x
            y = predators + 0.5 * STEP * l1
            y_4 = y
            k2 = alpha * x - beta * x * y
            l2 = delta * x * y - gamma * y
            x = prey + 0.5 * STEP * k2
            x_5 = x
            y = predators + 0.5 * STEP * l2
            y_5 = y
            k3 = alpha * x - beta * x * y
            l3 = delta * x * y - gamma * y
            x = prey + STEP * k3
            y = predators + STEP * l3
            tape_1.append((predators, prey, x_4, y_4, x_5, y_5, x, y))
            k4 = alpha * x - beta * x * y
            l4 = delta * x * y - gamma * y
            prey = prey + STEP / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
            predators = predators + STEP / 6 * (l1 + 2 * l2 + 2 * l3 + l4)
    t_58 = len(observed)
    # reverse sweep
    # line 29: return total / len(observed)
    total_bar = seed(total / t_58) / t_58
    predators_bar = 0.0
    prey_bar = 0.0
    gamma_bar = 0.0
    delta_bar = 0.0
    beta_bar = 0.0
    alpha_bar = 0.0
    while tape:
        predators_1, prey_1, total, t_1, t_2, t_4, t_5, t_6 = tape.pop()
        for i in range(4, -1, -1):
            predators_2, prey_2, x_1, y_1, x_2, y_2, x_3, y_3 = tape_1.pop()
            # line 28: predators = predators + STEP / 6 * (l1 + 2 * l2 + 2 * l3 + l4)
            t_55_bar = predators_bar * (STEP / 6)
            l3_bar = t_55_bar * 2
            l1_bar = t_55_bar
            l2_bar = t_55_bar * 2
            # line 27: prey = prey + STEP / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
            t_47_bar = prey_bar * (STEP / 6)
            k3_bar = t_47_bar * 2
            k1_bar = t_47_bar
            k2_bar = t_47_bar * 2
            # line 26: l4 = delta * x * y - gamma * y
            t_41_bar = -t_55_bar
            gamma_bar += t_41_bar * y_3
            y_bar = t_41_bar * gamma
            t_39_bar = t_55_bar * y_3
            y_bar += t_55_bar * (delta * x_3)
            delta_bar += t_39_bar * x_3
            x_bar = t_39_bar * delta
            # line 25: k4 = alpha * x - beta * x * y
            t_38_bar = -t_47_bar
            t_37_bar = t_38_bar * y_3
            y_bar += t_38_bar * (beta * x_3)
            beta_bar += t_37_bar * x_3
            x_bar += t_37_bar * beta
            alpha_bar += t_47_bar * x_3
            x_bar += t_47_bar * alpha
            # line 24: y = predators + STEP * l3
            predators_bar += y_bar
            l3_bar += y_bar * STEP
            # line 23: x = prey + STEP * k3
            prey_bar += x_bar
            k3_bar += x_bar * STEP
            # line 22: l3 = delta * x * y - gamma * y
            t_33_bar = -l3_bar
            gamma_bar += t_33_bar * y_2
            y_bar = t_33_bar * gamma
            t_31_bar = l3_bar * y_2
            y_bar += l3_bar * (delta * x_2)
            delta_bar += t_31_bar * x_2
            x_bar = t_31_bar * delta
            # line 21: k3 = alpha * x - beta * x * y
            t_30_bar = -k3_bar
            t_29_bar = t_30_bar * y_2
            y_bar += t_30_bar * (beta * x_2)
            beta_bar += t_29_bar * x_2
            x_bar += t_29_bar * beta
            alpha_bar += k3_bar * x_2
            x_bar += k3_bar * alpha
            # line 20: y = predators + 0.5 * STEP * l2
            predators_bar += y_bar
            l2_bar += y_bar * (0.5 * STEP)
            # line 19: x = prey + 0.5 * STEP * k2
            prey_bar += x_bar
            k2_bar += x_bar * (0.5 * STEP)
            # line 18: l2 = delta * x * y - gamma * y
            t_23_bar = -l2_bar
            gamma_bar += t_23_bar * y_1
            y_bar = t_23_bar * gamma
            t_21_bar = l2_bar * y_1
            y_bar += l2_bar * (delta * x_1)
            delta_bar += t_21_bar * x_1
            x_bar = t_21_bar * delta
            # line 17: k2 = alpha * x - beta * x * y
            t_20_bar = -k2_bar
            t_19_bar = t_20_bar * y_1
            y_bar += t_20_bar * (beta * x_1)
            beta_bar += t_19_bar * x_1
            x_bar += t_19_bar * beta
            alpha_bar += k2_bar * x_1
            x_bar += k2_bar * alpha
            # line 16: y = predators + 0.5 * STEP * l1
            predators_bar += y_bar
            l1_bar += y_bar * (0.5 * STEP)
            # line 15: x = prey + 0.5 * STEP * k1
            prey_bar += x_bar
            k1_bar += x_bar * (0.5 * STEP)
            # line 14: l1 = delta * prey * predators - gamma * predators
            t_13_bar = -l1_bar
            gamma_bar += t_13_bar * predators_2
            predators_bar += t_13_bar * gamma
            t_11_bar = l1_bar * predators_2
            predators_bar += l1_bar * (delta * prey_2)
            delta_bar += t_11_bar * prey_2
            prey_bar += t_11_bar * delta
            # line 13: k1 = alpha * prey - beta * prey * predators
            t_10_bar = -k1_bar
            t_9_bar = t_10_bar * predators_2
            predators_bar += t_10_bar * (beta * prey_2)
            beta_bar += t_9_bar * prey_2
            prey_bar += t_9_bar * beta
            alpha_bar += k1_bar * prey_2
            prey_bar += k1_bar * alpha
        # line 11: total += (prey - row[0]) ** 2 + (predators - row[1]) ** 2
        t_7_bar = total_bar
        total_bar = unbroadcast(t_7_bar, total)
        t_6_bar = unbroadcast(t_7_bar, t_6)
        predators_bar += unbroadcast(unbroadcast(t_6_bar, t_5) * (2 * t_4), predators_1)
        prey_bar += unbroadcast(unbroadcast(t_6_bar, t_2) * (2 * t_1), prey_1)
    # line 8: alpha, beta, gamma, delta = p
    p_bar = np.zeros_like(p)
    p_bar[3] += delta_bar
    p_bar[2] += gamma_bar
    p_bar[1] += beta_bar
    p_bar[0] += alpha_bar
    return p_bar
