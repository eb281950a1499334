"""ADBench's LSTM: layers of cells with a weight per gate and unit, which predict the next of a sequence's vectors."""
import numpy as np

from . import ARRAYS, Workload


def lstm(main, extra, state, sequence):
    """The loss: ``main`` has weights and biases of each layer's gates, ``extra`` those of what goes in and comes out."""
    layers, size = len(state) // 2, sequence.shape[1]
    gates = np.reshape(main, (2 * layers, 4, size))
    hidden = [state[2 * i] for i in range(layers)]
    cells = [state[2 * i + 1] for i in range(layers)]
    total = 0.0
    for t in range(len(sequence) - 1):
        x = sequence[t] * extra[0]
        for i in range(layers):
            hidden[i], cells[i] = cell_step(gates[2 * i], gates[2 * i + 1], hidden[i], cells[i], x)
            x = hidden[i]
        y = x * extra[1] + extra[2]
        y = y - np.log(np.sum(np.exp(y)) + 2.0)
        total = total + np.sum(sequence[t + 1] * y)
    return -total / (size * (len(sequence) - 1))


def cell_step(weight, bias, hidden, cell, x):
    forget = sigmoid(x * weight[0] + bias[0])
    enter = sigmoid(hidden * weight[1] + bias[1])
    leave = sigmoid(x * weight[2] + bias[2])
    change = np.tanh(hidden * weight[3] + bias[3])
    cell = cell * forget + enter * change
    return leave * np.tanh(cell), cell


def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


def lstm_by_hand(main, extra, state, sequence):
    layers, size = len(state) // 2, sequence.shape[1]
    gates = np.reshape(main, (2 * layers, 4, size))
    hidden = [state[2 * i] for i in range(layers)]
    cells = [state[2 * i + 1] for i in range(layers)]
    steps = len(sequence) - 1
    tape = []
    for t in range(steps):
        x = sequence[t] * extra[0]
        for i in range(layers):
            weight, bias = gates[2 * i], gates[2 * i + 1]
            before, cell = hidden[i], cells[i]
            forget = sigmoid(x * weight[0] + bias[0])
            enter = sigmoid(before * weight[1] + bias[1])
            leave = sigmoid(x * weight[2] + bias[2])
            change = np.tanh(before * weight[3] + bias[3])
            cells[i] = cell * forget + enter * change
            shown = np.tanh(cells[i])
            tape.append((x, before, cell, forget, enter, leave, change, shown))
            hidden[i] = x = leave * shown
        e = np.exp(x * extra[1] + extra[2])
        tape.append((x, e, e.sum() + 2.0))
    gates_bar = np.zeros(gates.shape)
    extra_bar = np.zeros(extra.shape)
    state_bar = np.zeros(state.shape)
    hidden_bar = [state_bar[2 * i] for i in range(layers)]
    cells_bar = [state_bar[2 * i + 1] for i in range(layers)]
    scale = -1.0 / (size * steps)
    for t in range(steps - 1, -1, -1):
        x, e, total = tape.pop()
        target = scale * sequence[t + 1]
        y_bar = target - e * (target.sum() / total)
        extra_bar[2] += y_bar
        extra_bar[1] += y_bar * x
        x_bar = y_bar * extra[1]
        for i in range(layers - 1, -1, -1):
            weight, weight_bar, bias_bar = gates[2 * i], gates_bar[2 * i], gates_bar[2 * i + 1]
            x, before, cell, forget, enter, leave, change, shown = tape.pop()
            x_bar = hidden_bar[i] + x_bar
            cell_bar = cells_bar[i] + x_bar * leave * (1.0 - shown * shown)
            leave_bar = x_bar * shown * leave * (1.0 - leave)
            forget_bar = cell_bar * cell * forget * (1.0 - forget)
            enter_bar = cell_bar * change * enter * (1.0 - enter)
            change_bar = cell_bar * enter * (1.0 - change * change)
            bias_bar[0] += forget_bar
            bias_bar[1] += enter_bar
            bias_bar[2] += leave_bar
            bias_bar[3] += change_bar
            weight_bar[0] += forget_bar * x
            weight_bar[1] += enter_bar * before
            weight_bar[2] += leave_bar * x
            weight_bar[3] += change_bar * before
            hidden_bar[i] = enter_bar * weight[1] + change_bar * weight[3]
            cells_bar[i] = cell_bar * forget
            x_bar = forget_bar * weight[0] + leave_bar * weight[2]
        extra_bar[0] += x_bar * sequence[t]
    for i in range(layers):
        state_bar[2 * i] = hidden_bar[i]
        state_bar[2 * i + 1] = cells_bar[i]
    return gates_bar.reshape(main.shape), extra_bar, state_bar


def lstm_jax(np):
    from jax import lax

    def jax_sigmoid(x):
        return 1.0 / (1.0 + np.exp(-x))

    def loss(main, extra, state, sequence):
        layers, size = len(state) // 2, sequence.shape[1]
        gates = np.reshape(main, (2 * layers, 4, size))

        def step(carry, pair):
            hidden, cells = list(carry[0]), list(carry[1])
            now, following = pair
            x = now * extra[0]
            for i in range(layers):
                w, b = gates[2 * i], gates[2 * i + 1]
                forget = jax_sigmoid(x * w[0] + b[0])
                enter = jax_sigmoid(hidden[i] * w[1] + b[1])
                leave = jax_sigmoid(x * w[2] + b[2])
                change = np.tanh(hidden[i] * w[3] + b[3])
                cells[i] = cells[i] * forget + enter * change
                hidden[i] = x = leave * np.tanh(cells[i])
            y = x * extra[1] + extra[2]
            y = y - np.log(np.sum(np.exp(y)) + 2.0)
            return (tuple(hidden), tuple(cells)), np.sum(following * y)

        first = (tuple(state[2 * i] for i in range(layers)), tuple(state[2 * i + 1] for i in range(layers)))
        _, totals = lax.scan(step, first, (sequence[:-1], sequence[1:]))
        return -np.sum(totals) / (size * (len(sequence) - 1))
    return loss


def problem(layers, steps, size, seed):
    rng = np.random.default_rng(seed)
    return (rng.normal(0, 0.5, (2 * layers, 4 * size)), rng.normal(0, 0.5, (3, size)), rng.normal(0, 0.5, (2 * layers, size)),
            rng.integers(0, 2, (steps, size)).astype(float))


WORKLOADS = {
    "lstm": Workload("LSTM (ADBench), 2 layers of 14, 200 steps", ARRAYS, lstm, lstm_by_hand, ("main", "extra", "state"),
                     problem(2, 201, 14, 1), problem(2, 4, 3, 2), {"jax": lstm_jax}),
}
