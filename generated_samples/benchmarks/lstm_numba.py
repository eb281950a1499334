import numpy as np
from numba import njit


@njit(cache=True, boundscheck=True)
def times(a, b):
    """The product of two integers."""
    if abs(float(a) * float(b)) > 4.6e+18:
        raise OverflowError('an integer is too large for compiled code')
    return a * b


@njit(cache=True, boundscheck=True)
def zero_arrays(like, classes=()):
    """A zero adjoint of a list of arrays."""
    return [np.zeros(item.shape, np.float64) for item in like]


@njit(cache=True, boundscheck=True)
def filled_like(bar, like, classes=()):
    """An adjoint as an array of its own, in the shape of ``like``."""
    array = np.empty(like.shape, np.float64)
    array[...] = bar
    return array


@njit(cache=True, boundscheck=True)
def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


@njit(cache=True, boundscheck=True)
def sigmoid_reverse(ans, ans_bar):
    # line 35: return 1.0 / (1.0 + np.exp(-x))
    return ans_bar * (ans * (1 - ans))


@njit(cache=True, boundscheck=True)
def lstm_grad(main, extra, state, sequence):
    """Gradient of lstm with respect to main, extra, state.

    The loss: ``main`` has weights and biases of each layer's gates, ``extra`` those of what goes in and comes out.
    """
    tape = []
    tape1 = []
    layers = len(state) // 2
    size = sequence.shape[1]
    gates = np.reshape(np.ascontiguousarray(main), (times(2, layers), 4, size))
    items = []
    for i1 in range(layers):
        item = state[2 * i1]
        items.append(item)
    hidden = items
    items1 = []
    for i2 in range(layers):
        item1 = state[2 * i2 + 1]
        items1.append(item1)
    cells = items1
    for t in range(len(sequence) - 1):
        x = sequence[t] * extra[0]
        for i in range(layers):
            t9 = gates[2 * i]
            t10 = gates[2 * i + 1]
            t11 = hidden[i]
            cell = cells[i]
            forget = sigmoid(x * t9[0] + t10[0])
            enter = sigmoid(t11 * t9[1] + t10[1])
            leave = sigmoid(x * t9[2] + t10[2])
            change = np.tanh(t11 * t9[3] + t10[3])
            cell = cell * forget + enter * change
            t_181 = np.tanh(cell)
            hidden_old = hidden[i]
            hidden[i] = leave * t_181
            tape.append((x, forget, enter, leave, change, t_181, cells[i], hidden_old))
            cells[i] = cell
            x = hidden[i]
        y = x * extra[1] + extra[2]
        t18 = np.exp(y)
        t20 = np.sum(t18) + 2.0
        tape1.append((x, t18, t20))
    # reverse sweep
    # line 22: return -total / (size * (len(sequence) - 1))
    total_bar = -(1.0 / times(size, len(sequence) - 1))
    extra_bar = np.zeros(extra.shape)
    hidden_bar = zero_arrays(hidden)
    gates_bar = np.zeros(gates.shape)
    cells_bar = zero_arrays(cells)
    for t in range(len(sequence) - 2, -1, -1):
        x2, t18, t20 = tape1.pop()
        # line 21: total = total + np.sum(sequence[t + 1] * y)
        y_bar = total_bar * sequence[t + 1]
        # line 20: y = y - np.log(np.sum(np.exp(y)) + 2.0)
        t_18_bar = -np.sum(y_bar) / t20
        y_bar[...] = y_bar + t_18_bar * t18
        # line 19: y = x * extra[1] + extra[2]
        extra_bar[2] = extra_bar[2] + y_bar
        x_bar = y_bar * extra[1]
        extra_bar[1] = extra_bar[1] + y_bar * x2
        for i in range(layers - 1, -1, -1):
            x1, forget, enter, leave, change, t_181, cells_old, hidden_old = tape.pop()
            t9 = gates[2 * i]
            # line 18: x = hidden[i]
            hidden_bar[i][...] = hidden_bar[i] + x_bar
            # line 17: hidden[i], cells[i] = cell_step(gates[2 * i], gates[2 * i + 1], hidden[i], cells[i], x)
            cell_bar = cells_bar[i]
            cells[i] = cells_old
            t_19_1_bar = hidden_bar[i]
            hidden[i] = hidden_old
            leave_bar = t_19_1_bar * t_181
            cell_bar[...] = cell_bar + t_19_1_bar * leave * (1 - t_181 * t_181)
            t_16_1_bar = cell_bar
            enter_bar = cell_bar * change
            change_bar = cell_bar * enter
            cell_bar = t_16_1_bar * forget
            forget_bar = t_16_1_bar * cells[i]
            t_15_1_bar = change_bar * (1 - change * change)
            t_10_bar = gates_bar[2 * i + 1]
            t_10_bar[3] = t_10_bar[3] + t_15_1_bar
            t_11_bar = t_15_1_bar * t9[3]
            t_9_bar = gates_bar[2 * i]
            t_9_bar[3] = t_9_bar[3] + t_15_1_bar * hidden[i]
            t_11_1_bar = sigmoid_reverse(leave, leave_bar)
            t_10_bar[2] = t_10_bar[2] + t_11_1_bar
            x_bar = t_11_1_bar * t9[2]
            t_9_bar[2] = t_9_bar[2] + t_11_1_bar * x1
            t_7_1_bar = sigmoid_reverse(enter, enter_bar)
            t_10_bar[1] = t_10_bar[1] + t_7_1_bar
            t_11_bar[...] = t_11_bar + t_7_1_bar * t9[1]
            t_9_bar[1] = t_9_bar[1] + t_7_1_bar * hidden[i]
            t_3_1_bar = sigmoid_reverse(forget, forget_bar)
            t_10_bar[0] = t_10_bar[0] + t_3_1_bar
            x_bar[...] = x_bar + t_3_1_bar * t9[0]
            t_9_bar[0] = t_9_bar[0] + t_3_1_bar * x1
            cells_bar[i] = cell_bar
            hidden_bar[i] = t_11_bar
        # line 15: x = sequence[t] * extra[0]
        extra_bar[0] = extra_bar[0] + x_bar * sequence[t]
    # line 12: cells = [state[2 * i + 1] for i in range(layers)]
    state_bar = np.zeros(state.shape)
    for i2 in range(layers - 1, -1, -1):
        # line 12: cells = [state[2 * i + 1] for i in range(layers)]
        item_1_bar = cells_bar.pop()
        items1.pop()
        state_bar[2 * i2 + 1] = state_bar[2 * i2 + 1] + item_1_bar
    # line 11: hidden = [state[2 * i] for i in range(layers)]
    for i1 in range(layers - 1, -1, -1):
        # line 11: hidden = [state[2 * i] for i in range(layers)]
        item_bar = hidden_bar.pop()
        items.pop()
        state_bar[2 * i1] = state_bar[2 * i1] + item_bar
    # line 10: gates = np.reshape(main, (2 * layers, 4, size))
    return filled_like(np.reshape(np.ascontiguousarray(gates_bar), np.shape(main)),
        main), extra_bar, state_bar
