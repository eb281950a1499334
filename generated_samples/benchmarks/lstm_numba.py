import numpy as np
from numba import njit


@njit(cache=True, boundscheck=True)
def times(a, b):
    """The product of two integers."""
    if abs(float(a) * float(b)) > 4.6e+18:
        raise OverflowError('an integer is too large for compiled code')
    return a * b


@njit(cache=True, boundscheck=True)
def unbroadcast_11(array, like):
    """Sum an array over the axes along which ``like`` was broadcast."""
    if like.shape[0] == 1 and array.shape[0] != 1:
        total = np.empty(1, array.dtype)
        total[0] = np.sum(array)
        return total
    return array


@njit(cache=True, boundscheck=True)
def filled_like(bar, like, classes=()):
    """An adjoint as an array of its own, in the shape of ``like``."""
    array = np.empty(like.shape, np.float64)
    array[...] = bar
    return array


@njit(cache=True, boundscheck=True)
def sigmoid_forward(x):
    t = -x
    t1 = np.exp(t)
    ans = 1.0 / (1.0 + t1)
    return ans, (ans, t1)


@njit(cache=True, boundscheck=True)
def sigmoid_reverse(record, ans_bar):
    ans, t_1 = record
    # line 35: return 1.0 / (1.0 + np.exp(-x))
    return ans_bar * (ans * ans) * t_1


@njit(cache=True, boundscheck=True)
def lstm_grad(main, extra, state, sequence):
    """Gradient of lstm with respect to main, extra, state.

    The loss: ``main`` has weights and biases of each layer's gates, ``extra`` those of what goes in and comes out.
    """
    state_bar = np.zeros_like(state)
    tape = []
    tape1 = []
    layers = len(state) // 2
    size = sequence.shape[1]
    gates = np.reshape(np.ascontiguousarray(main), (times(2, layers), 4, size))
    items = []
    items_bar = []
    for i1 in range(layers):
        item = state[2 * i1]
        item_bar = state_bar[2 * i1]
        items.append(item)
        items_bar.append(item_bar)
    hidden = items
    items1 = []
    items_1_bar = []
    for i2 in range(layers):
        item1 = state[2 * i2 + 1]
        item_1_bar = state_bar[2 * i2 + 1]
        items1.append(item1)
        items_1_bar.append(item_1_bar)
    cells = items1
    for t in range(len(sequence) - 1):
        x = sequence[t] * extra[0]
        x_bar = np.zeros_like(x)
        x_bar4 = x_bar
        for i in range(layers):
            t9 = gates[2 * i]
            t10 = gates[2 * i + 1]
            t11 = hidden[i]
            cell = cells[i]
            forget, sigmoid_record2 = sigmoid_forward(x * t9[0] + t10[0])
            enter, sigmoid_record1 = sigmoid_forward(t11 * t9[1] + t10[1])
            leave, sigmoid_record = sigmoid_forward(x * t9[2] + t10[2])
            change = np.tanh(t11 * t9[3] + t10[3])
            cell = cell * forget + enter * change
            cell_bar = np.zeros_like(cell)
            t_181 = np.tanh(cell)
            t_19_1 = leave * t_181
            t_19_1_bar = np.zeros_like(t_19_1)
            t3 = t_19_1, cell
            t_3_bar = [t_19_1_bar, cell_bar]
            t_13_bar = t_3_bar[0]
            hidden_old = hidden[i]
            hidden[i] = t3[0]
            hidden_bar_old = items_bar[i]
            items_bar[i] = t_13_bar
            t_14_bar = t_3_bar[1]
            cells_old = cells[i]
            cells[i] = t3[1]
            cells_bar_old = items_1_bar[i]
            items_1_bar[i] = t_14_bar
            tape.append(
                (x, forget, enter, leave, change, t_181, hidden_bar_old, cells_bar_old,
                cells_old, hidden_old, cell_bar, t_19_1_bar, sigmoid_record, x_bar,
                sigmoid_record1, sigmoid_record2))
            x = hidden[i]
            x_bar = items_bar[i]
        y = x * extra[1] + extra[2]
        t18 = np.exp(y)
        t20 = np.sum(t18) + 2.0
        tape1.append((x, t18, t20, x_bar, x_bar4))
    # reverse sweep
    # line 22: return -total / (size * (len(sequence) - 1))
    total_bar = -(1.0 / times(size, len(sequence) - 1))
    extra_bar = np.zeros_like(extra)
    gates_bar = np.zeros_like(gates)
    for t in range(len(sequence) - 2, -1, -1):
        x2, t18, t20, x_bar2, x_bar3 = tape1.pop()
        # line 21: total = total + np.sum(sequence[t + 1] * y)
        y_bar = total_bar * sequence[t + 1]
        # line 20: y = y - np.log(np.sum(np.exp(y)) + 2.0)
        t_18_bar = -np.sum(y_bar) / t20
        y_bar[...] = y_bar + t_18_bar * t18
        # line 19: y = x * extra[1] + extra[2]
        extra_bar[2] = extra_bar[2] + y_bar
        x_bar2[...] = x_bar2 + y_bar * extra[1]
        extra_bar[1] = extra_bar[1] + y_bar * x2
        for i in range(layers - 1, -1, -1):
            (x1, forget, enter, leave, change, t_181, hidden_bar_old, cells_bar_old,
                cells_old, hidden_old, cell_bar, t_19_1_bar, sigmoid_record, x_bar1,
                sigmoid_record1, sigmoid_record2) = tape.pop()
            # line 17: hidden[i], cells[i] = cell_step(gates[2 * i], gates[2 * i + 1], hidden[i], cells[i], x)
            cells[i] = cells_old
            items_1_bar[i] = cells_bar_old
            hidden[i] = hidden_old
            items_bar[i] = hidden_bar_old
            leave_bar = t_19_1_bar * t_181
            cell_bar[...] = cell_bar + t_19_1_bar * leave * (1 - t_181 * t_181)
            enter_bar = cell_bar * change
            change_bar = cell_bar * enter
            items_1_bar[i][...] = items_1_bar[i] + cell_bar * forget
            forget_bar = cell_bar * cells[i]
            t_15_1_bar = change_bar * (1 - change * change)
            t_10_bar = gates_bar[2 * i + 1]
            t_10_bar[3] = t_10_bar[3] + unbroadcast_11(t_15_1_bar, gates[2 * i + 1][3])
            items_bar[i][...] = items_bar[i] + t_15_1_bar * gates[2 * i][3]
            t_9_bar = gates_bar[2 * i]
            t_9_bar[3] = t_9_bar[3] + unbroadcast_11(t_15_1_bar * hidden[i],
                gates[2 * i][3])
            t_11_1_bar = sigmoid_reverse(sigmoid_record, leave_bar)
            t_10_bar[2] = t_10_bar[2] + unbroadcast_11(t_11_1_bar, gates[2 * i + 1][2])
            x_bar1[...] = x_bar1 + t_11_1_bar * gates[2 * i][2]
            t_9_bar[2] = t_9_bar[2] + unbroadcast_11(t_11_1_bar * x1, gates[2 * i][2])
            t_7_1_bar = sigmoid_reverse(sigmoid_record1, enter_bar)
            t_10_bar[1] = t_10_bar[1] + unbroadcast_11(t_7_1_bar, gates[2 * i + 1][1])
            items_bar[i][...] = items_bar[i] + t_7_1_bar * gates[2 * i][1]
            t_9_bar[1] = t_9_bar[1] + unbroadcast_11(t_7_1_bar * hidden[i],
                gates[2 * i][1])
            t_3_1_bar = sigmoid_reverse(sigmoid_record2, forget_bar)
            t_10_bar[0] = t_10_bar[0] + unbroadcast_11(t_3_1_bar, gates[2 * i + 1][0])
            x_bar1[...] = x_bar1 + t_3_1_bar * gates[2 * i][0]
            t_9_bar[0] = t_9_bar[0] + unbroadcast_11(t_3_1_bar * x1, gates[2 * i][0])
        # line 15: x = sequence[t] * extra[0]
        extra_bar[0] = extra_bar[0] + x_bar3 * sequence[t]
    for i2 in range(layers - 1, -1, -1):
        # line 12: cells = [state[2 * i + 1] for i in range(layers)]
        items_1_bar.pop()
        items1.pop()
    for i1 in range(layers - 1, -1, -1):
        # line 11: hidden = [state[2 * i] for i in range(layers)]
        items_bar.pop()
        items.pop()
    # line 10: gates = np.reshape(main, (2 * layers, 4, size))
    return filled_like(np.reshape(np.ascontiguousarray(gates_bar), np.shape(main)),
        main), extra_bar, state_bar
