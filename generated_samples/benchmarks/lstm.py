import numpy as np


def attributes(x):
    """What an object holds by name, in slots too."""
    found = {}
    for cls in reversed(type(x).__mro__):
        slots = vars(cls).get('__slots__', ())
        names = [slots] if isinstance(slots, str) else slots
        found.update(
            {name: getattr(x, name) for name in names if name[:2] != '__'
            and hasattr(x, name)})
    found.update(getattr(x, '__dict__', {}))
    return found


def match(bar, like):
    """Return an adjoint as a gradient: type, shape and dtype of ``like``, and memory of its own."""
    if isinstance(like, (tuple, list)):
        spread_out = np.ndim(bar) == 0 if not isinstance(bar, (tuple, list)) else False
        items = [
            match(bar if spread_out else bar[k], like[k]) for k in range(len(like))]
        return type(like)(*items) if hasattr(like, '_fields') else type(like)(items)
    if isinstance(like, np.ndarray):
        gradient = np.empty(like.shape, like.dtype if like.dtype.kind in 'fc'
            else float)
        gradient[...] = bar
        return gradient
    if isinstance(like, np.inexact):
        return type(like)(bar)
    return complex(bar) if isinstance(like, complex) else float(bar)


def zeros(like, classes=()):
    """A zero adjoint: 0.0 for a scalar, an array for an array, a list for a list or tuple.

    For a dict it is a dict, and so for an object of one of ``classes``.
    """
    if isinstance(like, (tuple, list)):
        return [zeros(item, classes) for item in like]
    if isinstance(like, dict):
        return {key: zeros(like[key], classes) for key in like}
    if isinstance(like, classes):
        return zeros(attributes(like), classes)
    if isinstance(like, np.ndarray):
        return np.zeros(like.shape, like.dtype if like.dtype.kind in 'fc' else float)
    return 0.0


def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


def sigmoid_reverse(ans, ans_bar):
    # line 35: return 1.0 / (1.0 + np.exp(-x))
    return ans_bar * (ans * (1 - ans))


def lstm_grad(main, extra, state, sequence):
    """Gradient of lstm with respect to main, extra, state.

    The loss: ``main`` has weights and biases of each layer's gates, ``extra`` those of what goes in and comes out.
    """
    tape = []
    tape_1 = []
    layers = len(state) // 2
    size = sequence.shape[1]
    gates = np.reshape(main, (2 * layers, 4, size))
    items = []
    for i_1 in range(layers):
        item = state[2 * i_1]
        items.append(item)
    hidden = items
    items_1 = []
    for i_2 in range(layers):
        item_1 = state[2 * i_2 + 1]
        items_1.append(item_1)
    cells = items_1
    for t in range(len(sequence) - 1):
        x = sequence[t] * extra[0]
        for i in range(layers):
            t_9 = gates[2 * i]
            t_10 = gates[2 * i + 1]
            t_11 = hidden[i]
            cell = cells[i]
            forget = sigmoid(x * t_9[0] + t_10[0])
            enter = sigmoid(t_11 * t_9[1] + t_10[1])
            leave = sigmoid(x * t_9[2] + t_10[2])
            change = np.tanh(t_11 * t_9[3] + t_10[3])
            cell = cell * forget + enter * change
            t_18_1 = np.tanh(cell)
            hidden_old = hidden[i]
            hidden[i] = leave * t_18_1
            tape.append((x, forget, enter, leave, change, t_18_1, cells[i], hidden_old))
            cells[i] = cell
            x = hidden[i]
        y = x * extra[1] + extra[2]
        t_18 = np.exp(y)
        t_20 = np.sum(t_18) + 2.0
        tape_1.append((x, t_18, t_20))
    # reverse sweep
    # line 22: return -total / (size * (len(sequence) - 1))
    total_bar = -(1.0 / (size * (len(sequence) - 1)))
    extra_bar = np.zeros(extra.shape)
    hidden_bar = zeros(hidden)
    gates_bar = np.zeros(gates.shape)
    cells_bar = zeros(cells)
    for t in range(len(sequence) - 2, -1, -1):
        x_2, t_18, t_20 = tape_1.pop()
        # line 21: total = total + np.sum(sequence[t + 1] * y)
        y_bar = total_bar * sequence[t + 1]
        # line 20: y = y - np.log(np.sum(np.exp(y)) + 2.0)
        t_18_bar = -np.sum(y_bar) / t_20
        y_bar += t_18_bar * t_18
        # line 19: y = x * extra[1] + extra[2]
        extra_bar[2] += y_bar
        x_bar = y_bar * extra[1]
        extra_bar[1] += y_bar * x_2
        for i in range(layers - 1, -1, -1):
            x_1, forget, enter, leave, change, t_18_1, cells_old, hidden_old = tape.pop(
                )
            t_9 = gates[2 * i]
            # line 18: x = hidden[i]
            hidden_bar[i] += x_bar
            # line 17: hidden[i], cells[i] = cell_step(gates[2 * i], gates[2 * i + 1], hidden[i], cells[i], x)
            cell_bar = cells_bar[i]
            cells[i] = cells_old
            t_19_1_bar = hidden_bar[i]
            hidden[i] = hidden_old
            leave_bar = t_19_1_bar * t_18_1
            cell_bar += t_19_1_bar * leave * (1 - t_18_1 * t_18_1)
            t_16_1_bar = cell_bar
            enter_bar = cell_bar * change
            change_bar = cell_bar * enter
            cell_bar = t_16_1_bar * forget
            forget_bar = t_16_1_bar * cells[i]
            t_15_1_bar = change_bar * (1 - change * change)
            t_10_bar = gates_bar[2 * i + 1]
            t_10_bar[3] += t_15_1_bar
            t_11_bar = t_15_1_bar * t_9[3]
            t_9_bar = gates_bar[2 * i]
            t_9_bar[3] += t_15_1_bar * hidden[i]
            t_11_1_bar = sigmoid_reverse(leave, leave_bar)
            t_10_bar[2] += t_11_1_bar
            x_bar = t_11_1_bar * t_9[2]
            t_9_bar[2] += t_11_1_bar * x_1
            t_7_1_bar = sigmoid_reverse(enter, enter_bar)
            t_10_bar[1] += t_7_1_bar
            t_11_bar += t_7_1_bar * t_9[1]
            t_9_bar[1] += t_7_1_bar * hidden[i]
            t_3_1_bar = sigmoid_reverse(forget, forget_bar)
            t_10_bar[0] += t_3_1_bar
            x_bar += t_3_1_bar * t_9[0]
            t_9_bar[0] += t_3_1_bar * x_1
            cells_bar[i] = cell_bar
            hidden_bar[i] = t_11_bar
        # line 15: x = sequence[t] * extra[0]
        extra_bar[0] += x_bar * sequence[t]
    # line 12: cells = [state[2 * i + 1] for i in range(layers)]
    state_bar = np.zeros(state.shape)
    for i_2 in range(layers - 1, -1, -1):
        # line 12: cells = [state[2 * i + 1] for i in range(layers)]
        item_1_bar = cells_bar.pop()
        items_1.pop()
        state_bar[2 * i_2 + 1] += item_1_bar
    # line 11: hidden = [state[2 * i] for i in range(layers)]
    for i_1 in range(layers - 1, -1, -1):
        # line 11: hidden = [state[2 * i] for i in range(layers)]
        item_bar = hidden_bar.pop()
        items.pop()
        state_bar[2 * i_1] += item_bar
    # line 10: gates = np.reshape(main, (2 * layers, 4, size))
    return match(np.reshape(gates_bar, np.shape(main)), main), extra_bar, state_bar
