import numpy as np


def add(left, right):
    """Add two adjoints of one structure; a scalar goes to every element."""
    if isinstance(left, dict) and isinstance(right, dict):
        total = dict(left)
        for key in right:
            total[key] = add(left[key], right[key]) if key in left else right[key]
        return total
    if isinstance(left, dict) or isinstance(right, dict):
        some, other = (left, right) if isinstance(left, dict) else (right, left)
        return {key: add(some[key], other) for key in some}
    nested = isinstance(left, (tuple, list)), isinstance(right, (tuple, list))
    if nested[0] and not nested[1] and np.ndim(right) == 0:
        return [add(item, right) for item in left]
    if nested[1] and not nested[0] and np.ndim(left) == 0:
        return [add(left, item) for item in right]
    if nested[0] or nested[1]:
        if len(left) != len(right):
            raise ValueError(
                f'adjoints of {len(left)} and of {len(right)} elements cannot be added')
        return [add(left[k], right[k]) for k in range(len(left))]
    return left + right


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


def whole(bar, like, classes=()):
    """Return an adjoint in the structure and shape of its value, in memory of its own."""
    if isinstance(like, (tuple, list, dict)) or isinstance(like, classes):
        return add(zeros(like, classes), bar)
    return np.array(np.broadcast_to(bar, np.shape(like)))[()]


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


def sigmoid_forward(x):
    stack = []
    ans = None
    t = None
    t_1 = None
    t_2 = None
    stack.append(t)
    t = -x
    stack.append(t_1)
    t_1 = np.exp(t)
    stack.append(t_2)
    t_2 = 1.0 + t_1
    stack.append(ans)
    ans = 1.0 / t_2
    return ans, (stack, ans, t, t_1, t_2, x)


def sigmoid_reverse(record, ans_bar):
    stack, ans, t, t_1, t_2, x = record
    t_bar = 0.0
    t_1_bar = 0.0
    t_2_bar = 0.0
    x_bar = 0.0
    # line 35: return 1.0 / (1.0 + np.exp(-x))
    t_2_bar = t_2_bar - ans_bar * (ans * ans)
    ans_bar = 0.0
    ans = stack.pop()
    t_1_bar = t_1_bar + t_2_bar
    t_2_bar = 0.0
    t_2 = stack.pop()
    t_bar = t_bar + t_1_bar * t_1
    t_1_bar = 0.0
    t_1 = stack.pop()
    x_bar = x_bar - t_bar
    t_bar = 0.0
    t = stack.pop()
    x_bar = np.broadcast_to(x_bar, np.shape(x))
    return x_bar


def lstm_grad(main, extra, state, sequence):
    """Gradient of lstm with respect to main, extra, state.

    The loss: ``main`` has weights and biases of each layer's gates, ``extra`` those of what goes in and comes out.
    """
    stack = []
    ans = None
    cell = None
    cells = None
    change = None
    enter = None
    forget = None
    gates = None
    hidden = None
    i = None
    i_1 = None
    i_2 = None
    item = None
    item_1 = None
    items = None
    items_1 = None
    layers = None
    leave = None
    sigmoid_record = None
    sigmoid_record_1 = None
    sigmoid_record_2 = None
    size = None
    t = None
    t_1 = None
    t_10 = None
    t_10_1 = None
    t_11 = None
    t_11_1 = None
    t_12 = None
    t_12_1 = None
    t_13 = None
    t_13_1 = None
    t_14 = None
    t_14_1 = None
    t_15 = None
    t_15_1 = None
    t_16 = None
    t_16_1 = None
    t_17 = None
    t_17_1 = None
    t_18 = None
    t_18_1 = None
    t_19 = None
    t_19_1 = None
    t_1_1 = None
    t_2 = None
    t_20 = None
    t_21 = None
    t_22 = None
    t_23 = None
    t_24 = None
    t_25 = None
    t_26 = None
    t_27 = None
    t_28 = None
    t_29 = None
    t_2_1 = None
    t_3 = None
    t_30 = None
    t_31 = None
    t_3_1 = None
    t_4 = None
    t_4_1 = None
    t_5 = None
    t_5_1 = None
    t_6 = None
    t_6_1 = None
    t_7 = None
    t_7_1 = None
    t_8 = None
    t_8_1 = None
    t_9 = None
    t_9_1 = None
    total = None
    x = None
    y = None
    stack.append(t_4)
    t_4 = len(state)
    stack.append(t_1)
    t_1 = t_4 // 2
    stack.append(t_5)
    t_5 = sequence.shape
    stack.append(t_2)
    t_2 = t_5[1]
    stack.append(layers)
    layers = t_1
    stack.append(size)
    size = t_2
    stack.append(t_6)
    t_6 = 2 * layers
    stack.append(gates)
    gates = np.reshape(main, (t_6, 4, size))
    stack.append(items)
    items = []
    trips = 0
    for i_1_next in range(layers):
        stack.append(i_1)
        i_1 = i_1_next
        trips += 1
        stack.append(item)
        item = state[2 * i_1]
        items.append(item)
    stack.append(trips)
    stack.append(hidden)
    hidden = items
    stack.append(items_1)
    items_1 = []
    trips_1 = 0
    for i_2_next in range(layers):
        stack.append(i_2)
        i_2 = i_2_next
        trips_1 += 1
        stack.append(item_1)
        item_1 = state[2 * i_2 + 1]
        items_1.append(item_1)
    stack.append(trips_1)
    stack.append(cells)
    cells = items_1
    stack.append(total)
    total = 0.0
    trips_2 = 0
    for t_next in range(len(sequence) - 1):
        stack.append(t)
        t = t_next
        trips_2 += 1
        stack.append(t_7)
        t_7 = sequence[t]
        stack.append(t_8)
        t_8 = extra[0]
        stack.append(x)
        x = t_7 * t_8
        trips_3 = 0
        for i_next in range(layers):
            stack.append(i)
            i = i_next
            trips_3 += 1
            stack.append(t_9)
            t_9 = gates[2 * i]
            stack.append(t_10)
            t_10 = gates[2 * i + 1]
            stack.append(t_11)
            t_11 = hidden[i]
            stack.append(t_12)
            t_12 = cells[i]
            stack.append(cell)
            cell = t_12
            stack.append(t_31)
            t_31 = t_9[0]
            stack.append(t_1_1)
            t_1_1 = x * t_31
            stack.append(t_2_1)
            t_2_1 = t_10[0]
            stack.append(t_3_1)
            t_3_1 = t_1_1 + t_2_1
            stack.append(forget)
            stack.append(sigmoid_record_2)
            forget, sigmoid_record_2 = sigmoid_forward(t_3_1)
            stack.append(t_4_1)
            t_4_1 = t_9[1]
            stack.append(t_5_1)
            t_5_1 = t_11 * t_4_1
            stack.append(t_6_1)
            t_6_1 = t_10[1]
            stack.append(t_7_1)
            t_7_1 = t_5_1 + t_6_1
            stack.append(enter)
            stack.append(sigmoid_record_1)
            enter, sigmoid_record_1 = sigmoid_forward(t_7_1)
            stack.append(t_8_1)
            t_8_1 = t_9[2]
            stack.append(t_9_1)
            t_9_1 = x * t_8_1
            stack.append(t_10_1)
            t_10_1 = t_10[2]
            stack.append(t_11_1)
            t_11_1 = t_9_1 + t_10_1
            stack.append(leave)
            stack.append(sigmoid_record)
            leave, sigmoid_record = sigmoid_forward(t_11_1)
            stack.append(t_12_1)
            t_12_1 = t_9[3]
            stack.append(t_13_1)
            t_13_1 = t_11 * t_12_1
            stack.append(t_14_1)
            t_14_1 = t_10[3]
            stack.append(t_15_1)
            t_15_1 = t_13_1 + t_14_1
            stack.append(change)
            change = np.tanh(t_15_1)
            stack.append(t_16_1)
            t_16_1 = cell * forget
            stack.append(t_17_1)
            t_17_1 = enter * change
            stack.append(cell)
            cell = t_16_1 + t_17_1
            stack.append(t_18_1)
            t_18_1 = np.tanh(cell)
            stack.append(t_19_1)
            t_19_1 = leave * t_18_1
            stack.append(t_3)
            t_3 = t_19_1, cell
            stack.append(t_13)
            t_13 = t_19_1
            stack.append(hidden[i])
            hidden[i] = t_13
            stack.append(t_14)
            t_14 = cell
            stack.append(cells[i])
            cells[i] = t_14
            stack.append(x)
            x = hidden[i]
        stack.append(trips_3)
        stack.append(t_15)
        t_15 = extra[1]
        stack.append(t_16)
        t_16 = x * t_15
        stack.append(t_17)
        t_17 = extra[2]
        stack.append(y)
        y = t_16 + t_17
        stack.append(t_18)
        t_18 = np.exp(y)
        stack.append(t_19)
        t_19 = np.sum(t_18)
        stack.append(t_20)
        t_20 = t_19 + 2.0
        stack.append(t_21)
        t_21 = np.log(t_20)
        stack.append(t_22)
        t_22 = y - t_21
        stack.append(y)
        y = t_22
        stack.append(t_23)
        t_23 = sequence[t + 1]
        stack.append(t_24)
        t_24 = t_23 * y
        stack.append(t_25)
        t_25 = np.sum(t_24)
        stack.append(t_26)
        t_26 = total + t_25
        stack.append(total)
        total = t_26
    stack.append(trips_2)
    stack.append(t_27)
    t_27 = -total
    stack.append(t_28)
    t_28 = len(sequence)
    stack.append(t_29)
    t_29 = t_28 - 1
    stack.append(t_30)
    t_30 = size * t_29
    stack.append(ans)
    ans = t_27 / t_30
    # reverse sweep
    ans_bar = 1.0
    cell_bar = 0.0
    cells_bar = 0.0
    change_bar = 0.0
    enter_bar = 0.0
    extra_bar = 0.0
    forget_bar = 0.0
    gates_bar = 0.0
    hidden_bar = 0.0
    item_bar = 0.0
    item_1_bar = 0.0
    items_bar = 0.0
    items_1_bar = 0.0
    leave_bar = 0.0
    main_bar = 0.0
    state_bar = 0.0
    t_10_bar = 0.0
    t_10_1_bar = 0.0
    t_11_bar = 0.0
    t_11_1_bar = 0.0
    t_12_bar = 0.0
    t_12_1_bar = 0.0
    t_13_bar = 0.0
    t_13_1_bar = 0.0
    t_14_bar = 0.0
    t_14_1_bar = 0.0
    t_15_bar = 0.0
    t_15_1_bar = 0.0
    t_16_bar = 0.0
    t_16_1_bar = 0.0
    t_17_bar = 0.0
    t_17_1_bar = 0.0
    t_18_bar = 0.0
    t_18_1_bar = 0.0
    t_19_bar = 0.0
    t_19_1_bar = 0.0
    t_1_1_bar = 0.0
    t_20_bar = 0.0
    t_21_bar = 0.0
    t_22_bar = 0.0
    t_24_bar = 0.0
    t_25_bar = 0.0
    t_26_bar = 0.0
    t_27_bar = 0.0
    t_2_1_bar = 0.0
    t_3_bar = 0.0
    t_31_bar = 0.0
    t_3_1_bar = 0.0
    t_4_1_bar = 0.0
    t_5_1_bar = 0.0
    t_6_1_bar = 0.0
    t_7_1_bar = 0.0
    t_8_bar = 0.0
    t_8_1_bar = 0.0
    t_9_bar = 0.0
    t_9_1_bar = 0.0
    total_bar = 0.0
    x_bar = 0.0
    y_bar = 0.0
    # line 22: return -total / (size * (len(sequence) - 1))
    t_27_bar += ans_bar / t_30
    ans_bar = 0.0
    ans = stack.pop()
    t_30 = stack.pop()
    t_29 = stack.pop()
    t_28 = stack.pop()
    total_bar -= t_27_bar
    t_27_bar = 0.0
    t_27 = stack.pop()
    for trip_1 in range(stack.pop()):
        # line 21: total = total + np.sum(sequence[t + 1] * y)
        t_26_bar += total_bar
        total_bar = 0.0
        total = stack.pop()
        t_25_bar += t_26_bar
        total_bar += t_26_bar
        t_26_bar = 0.0
        t_26 = stack.pop()
        t_24_bar = t_24_bar + t_25_bar
        t_25_bar = 0.0
        t_25 = stack.pop()
        y_bar = y_bar + t_24_bar * t_23
        t_24_bar = 0.0
        t_24 = stack.pop()
        t_23 = stack.pop()
        # line 20: y = y - np.log(np.sum(np.exp(y)) + 2.0)
        t_22_bar = t_22_bar + y_bar
        y_bar = 0.0
        y = stack.pop()
        t_22_bar = np.broadcast_to(t_22_bar, np.shape(t_22))
        t_21_bar -= np.sum(t_22_bar)
        y_bar = y_bar + t_22_bar
        t_22_bar = 0.0
        t_22 = stack.pop()
        t_20_bar += t_21_bar / t_20
        t_21_bar = 0.0
        t_21 = stack.pop()
        t_19_bar += t_20_bar
        t_20_bar = 0.0
        t_20 = stack.pop()
        t_18_bar = t_18_bar + t_19_bar
        t_19_bar = 0.0
        t_19 = stack.pop()
        y_bar = y_bar + t_18_bar * t_18
        t_18_bar = 0.0
        t_18 = stack.pop()
        # line 19: y = x * extra[1] + extra[2]
        t_16_bar = t_16_bar + y_bar
        t_17_bar = t_17_bar + y_bar
        y_bar = 0.0
        y = stack.pop()
        extra_bar = np.full_like(extra, extra_bar)
        extra_bar[2] += t_17_bar
        t_17_bar = 0.0
        t_17 = stack.pop()
        x_bar = x_bar + t_16_bar * t_15
        t_15_bar = t_15_bar + t_16_bar * x
        t_16_bar = 0.0
        t_16 = stack.pop()
        extra_bar = np.full_like(extra, extra_bar)
        extra_bar[1] += t_15_bar
        t_15_bar = 0.0
        t_15 = stack.pop()
        for trip in range(stack.pop()):
            # line 18: x = hidden[i]
            hidden_bar = whole(hidden_bar, hidden)
            hidden_bar[i] += x_bar
            x_bar = 0.0
            x = stack.pop()
            # line 17: hidden[i], cells[i] = cell_step(gates[2 * i], gates[2 * i + 1], hidden[i], cells[i], x)
            cells_bar = whole(cells_bar, cells)
            cells_bar_i = cells_bar[i]
            cells[i] = stack.pop()
            cells_bar[i] = np.zeros(cells[i].shape)
            t_14_bar = t_14_bar + cells_bar_i
            cell_bar = cell_bar + t_14_bar
            t_14_bar = 0.0
            t_14 = stack.pop()
            hidden_bar = whole(hidden_bar, hidden)
            hidden_bar_i = hidden_bar[i]
            hidden[i] = stack.pop()
            hidden_bar[i] = np.zeros(hidden[i].shape)
            t_13_bar = t_13_bar + hidden_bar_i
            t_19_1_bar = t_19_1_bar + t_13_bar
            t_13_bar = 0.0
            t_13 = stack.pop()
            t_3_bar = whole(t_3_bar, (t_19_1, cell))
            t_19_1_bar = t_19_1_bar + t_3_bar[0]
            cell_bar = cell_bar + t_3_bar[1]
            t_3_bar = 0.0
            t_3 = stack.pop()
            leave_bar = leave_bar + t_19_1_bar * t_18_1
            t_18_1_bar = t_18_1_bar + t_19_1_bar * leave
            t_19_1_bar = 0.0
            t_19_1 = stack.pop()
            cell_bar = cell_bar + t_18_1_bar * (1 - t_18_1 * t_18_1)
            t_18_1_bar = 0.0
            t_18_1 = stack.pop()
            t_16_1_bar = t_16_1_bar + cell_bar
            t_17_1_bar = t_17_1_bar + cell_bar
            cell_bar = 0.0
            cell = stack.pop()
            enter_bar = enter_bar + t_17_1_bar * change
            change_bar = change_bar + t_17_1_bar * enter
            t_17_1_bar = 0.0
            t_17_1 = stack.pop()
            cell_bar = cell_bar + t_16_1_bar * forget
            forget_bar = forget_bar + t_16_1_bar * cell
            t_16_1_bar = 0.0
            t_16_1 = stack.pop()
            t_15_1_bar = t_15_1_bar + change_bar * (1 - change * change)
            change_bar = 0.0
            change = stack.pop()
            t_13_1_bar = t_13_1_bar + t_15_1_bar
            t_14_1_bar = t_14_1_bar + t_15_1_bar
            t_15_1_bar = 0.0
            t_15_1 = stack.pop()
            t_10_bar = np.full_like(t_10, t_10_bar)
            t_10_bar[3] += t_14_1_bar
            t_14_1_bar = 0.0
            t_14_1 = stack.pop()
            t_11_bar = t_11_bar + t_13_1_bar * t_12_1
            t_12_1_bar = t_12_1_bar + t_13_1_bar * t_11
            t_13_1_bar = 0.0
            t_13_1 = stack.pop()
            t_9_bar = np.full_like(t_9, t_9_bar)
            t_9_bar[3] += t_12_1_bar
            t_12_1_bar = 0.0
            t_12_1 = stack.pop()
            leave_bar = np.broadcast_to(leave_bar, np.shape(leave))
            t_11_1_bar = t_11_1_bar + sigmoid_reverse(sigmoid_record, leave_bar)
            leave_bar = 0.0
            sigmoid_record = stack.pop()
            leave = stack.pop()
            t_9_1_bar = t_9_1_bar + t_11_1_bar
            t_10_1_bar = t_10_1_bar + t_11_1_bar
            t_11_1_bar = 0.0
            t_11_1 = stack.pop()
            t_10_bar = np.full_like(t_10, t_10_bar)
            t_10_bar[2] += t_10_1_bar
            t_10_1_bar = 0.0
            t_10_1 = stack.pop()
            x_bar = x_bar + t_9_1_bar * t_8_1
            t_8_1_bar = t_8_1_bar + t_9_1_bar * x
            t_9_1_bar = 0.0
            t_9_1 = stack.pop()
            t_9_bar = np.full_like(t_9, t_9_bar)
            t_9_bar[2] += t_8_1_bar
            t_8_1_bar = 0.0
            t_8_1 = stack.pop()
            enter_bar = np.broadcast_to(enter_bar, np.shape(enter))
            t_7_1_bar = t_7_1_bar + sigmoid_reverse(sigmoid_record_1, enter_bar)
            enter_bar = 0.0
            sigmoid_record_1 = stack.pop()
            enter = stack.pop()
            t_5_1_bar = t_5_1_bar + t_7_1_bar
            t_6_1_bar = t_6_1_bar + t_7_1_bar
            t_7_1_bar = 0.0
            t_7_1 = stack.pop()
            t_10_bar = np.full_like(t_10, t_10_bar)
            t_10_bar[1] += t_6_1_bar
            t_6_1_bar = 0.0
            t_6_1 = stack.pop()
            t_11_bar = t_11_bar + t_5_1_bar * t_4_1
            t_4_1_bar = t_4_1_bar + t_5_1_bar * t_11
            t_5_1_bar = 0.0
            t_5_1 = stack.pop()
            t_9_bar = np.full_like(t_9, t_9_bar)
            t_9_bar[1] += t_4_1_bar
            t_4_1_bar = 0.0
            t_4_1 = stack.pop()
            forget_bar = np.broadcast_to(forget_bar, np.shape(forget))
            t_3_1_bar = t_3_1_bar + sigmoid_reverse(sigmoid_record_2, forget_bar)
            forget_bar = 0.0
            sigmoid_record_2 = stack.pop()
            forget = stack.pop()
            t_1_1_bar = t_1_1_bar + t_3_1_bar
            t_2_1_bar = t_2_1_bar + t_3_1_bar
            t_3_1_bar = 0.0
            t_3_1 = stack.pop()
            t_10_bar = np.full_like(t_10, t_10_bar)
            t_10_bar[0] += t_2_1_bar
            t_2_1_bar = 0.0
            t_2_1 = stack.pop()
            x_bar = x_bar + t_1_1_bar * t_31
            t_31_bar = t_31_bar + t_1_1_bar * x
            t_1_1_bar = 0.0
            t_1_1 = stack.pop()
            t_9_bar = np.full_like(t_9, t_9_bar)
            t_9_bar[0] += t_31_bar
            t_31_bar = 0.0
            t_31 = stack.pop()
            t_12_bar = t_12_bar + cell_bar
            cell_bar = 0.0
            cell = stack.pop()
            cells_bar = whole(cells_bar, cells)
            cells_bar[i] += t_12_bar
            t_12_bar = 0.0
            t_12 = stack.pop()
            hidden_bar = whole(hidden_bar, hidden)
            hidden_bar[i] += t_11_bar
            t_11_bar = 0.0
            t_11 = stack.pop()
            gates_bar = np.full_like(gates, gates_bar)
            gates_bar[2 * i + 1] += t_10_bar
            t_10_bar = 0.0
            t_10 = stack.pop()
            gates_bar = np.full_like(gates, gates_bar)
            gates_bar[2 * i] += t_9_bar
            t_9_bar = 0.0
            t_9 = stack.pop()
            i = stack.pop()
        # line 15: x = sequence[t] * extra[0]
        t_8_bar = t_8_bar + x_bar * t_7
        x_bar = 0.0
        x = stack.pop()
        extra_bar = np.full_like(extra, extra_bar)
        extra_bar[0] += t_8_bar
        t_8_bar = 0.0
        t_8 = stack.pop()
        t_7 = stack.pop()
        t = stack.pop()
    # line 13: total = 0.0
    total_bar = 0.0
    total = stack.pop()
    # line 12: cells = [state[2 * i + 1] for i in range(layers)]
    items_1_bar = add(items_1_bar, cells_bar)
    cells_bar = 0.0
    cells = stack.pop()
    for trip_2 in range(stack.pop()):
        # line 12: cells = [state[2 * i + 1] for i in range(layers)]
        items_1_bar = whole(items_1_bar, items_1)
        items_1_bar_i = items_1_bar.pop()
        items_1.pop()
        item_1_bar = item_1_bar + items_1_bar_i
        state_bar = np.full_like(state, state_bar)
        state_bar[2 * i_2 + 1] += item_1_bar
        item_1_bar = 0.0
        item_1 = stack.pop()
        i_2 = stack.pop()
    items_1_bar = whole(items_1_bar, [])
    items_1_bar = 0.0
    items_1 = stack.pop()
    # line 11: hidden = [state[2 * i] for i in range(layers)]
    items_bar = add(items_bar, hidden_bar)
    hidden_bar = 0.0
    hidden = stack.pop()
    for trip_3 in range(stack.pop()):
        # line 11: hidden = [state[2 * i] for i in range(layers)]
        items_bar = whole(items_bar, items)
        items_bar_i = items_bar.pop()
        items.pop()
        item_bar = item_bar + items_bar_i
        state_bar = np.full_like(state, state_bar)
        state_bar[2 * i_1] += item_bar
        item_bar = 0.0
        item = stack.pop()
        i_1 = stack.pop()
    items_bar = whole(items_bar, [])
    items_bar = 0.0
    items = stack.pop()
    # line 10: gates = np.reshape(main, (2 * layers, 4, size))
    gates_bar = np.broadcast_to(gates_bar, np.shape(gates))
    main_bar = main_bar + np.reshape(gates_bar, np.shape(main))
    gates_bar = 0.0
    gates = stack.pop()
    t_6 = stack.pop()
    # line 9: layers, size = len(state) // 2, sequence.shape[1]
    size = stack.pop()
    layers = stack.pop()
    t_2 = stack.pop()
    t_5 = stack.pop()
    t_1 = stack.pop()
    t_4 = stack.pop()
    return np.full_like(main, main_bar), np.full_like(extra, extra_bar), np.full_like(
        state, state_bar)
