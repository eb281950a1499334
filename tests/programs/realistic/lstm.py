"""A recurrent network: an LSTM whose states are tuples, a gated unit beside it, teacher forcing, and a readout."""

import numpy as np

from ..registry import case, signed

State = tuple[np.ndarray, np.ndarray]
HIDDEN = 2


def sigmoid(z):
    return np.where(z >= 0, 1.0 / (1.0 + np.exp(-np.abs(z))), np.exp(-np.abs(z)) / (1.0 + np.exp(-np.abs(z))))


def lstm_cell(params: dict[str, np.ndarray], state: State, x: np.ndarray) -> tuple[State, np.ndarray]:
    h, c = state
    z = np.concatenate([x, h]) @ params["W"] + params["b"]
    i, f, o, g = np.split(z, 4)
    i, f, o = sigmoid(i), sigmoid(f + 1.0), sigmoid(o)
    c = f * c + i * np.tanh(g)
    h = o * np.tanh(c)
    return (h, c), h


def gru_cell(params, state, x):
    (h,) = state
    xh = np.concatenate([x, h])
    r, u = np.split(sigmoid(xh @ params["Wg"]), 2)
    candidate = np.tanh(np.concatenate([x, r * h]) @ params["Wc"])
    h = (1 - u) * h + u * candidate
    return (h,), h


def unroll(cell, params, state, inputs, *, reverse: bool = False):
    outputs: list[np.ndarray] = []
    for x in inputs[::-1] if reverse else inputs:
        state, y = cell(params, state, x)
        outputs.append(y)
    if reverse:
        outputs.reverse()
    return state, outputs


def decode(params, state, readout, first, targets, teacher=0.5):
    """Go on from a state; every other step sees the target, the others what was said."""
    x = first
    loss = 0.0
    said = []
    for t, target in enumerate(targets):
        state, h = lstm_cell(params, state, x)
        y = h @ readout
        said.append(y)
        loss += np.mean((y - target) ** 2)
        x = target if t % 2 == 0 else (1 - teacher) * y + teacher * target
    return loss / len(targets), said


def make_params(seed):
    return {"W": 0.5 * signed(1 + HIDDEN, 4 * HIDDEN, seed=seed), "b": 0.5 * signed(4 * HIDDEN, seed=seed + 1)}


@case({"encoder": make_params(31), "readout": signed(HIDDEN, 1, seed=33)}, signed(4, 1, seed=34))
def sequence_loss(params, series):
    state, outputs = unroll(lstm_cell, params["encoder"], (np.zeros(HIDDEN), np.zeros(HIDDEN)), series[:-1])
    predictions = np.array([h @ params["readout"] for h in outputs])
    one_step = np.mean((predictions - series[1:]) ** 2)
    free, said = decode(params["encoder"], state, params["readout"], series[-1], [np.array([0.2]), np.array([-0.1])])
    return one_step + 0.3 * free + 0.01 * sum(float(y[0]) for y in said)


@case({"forward": {"Wg": signed(3, 4, seed=35), "Wc": signed(3, 2, seed=36)},
       "backward": {"Wg": signed(3, 4, seed=37), "Wc": signed(3, 2, seed=38)}}, signed(3, 1, seed=39))
def bidirectional(params, series):
    _, left = unroll(gru_cell, params["forward"], (np.zeros(HIDDEN),), list(series))
    _, right = unroll(gru_cell, params["backward"], (np.zeros(HIDDEN),), list(series), reverse=True)
    features = [np.concatenate(pair) for pair in zip(left, right)]
    scores = np.stack(features)
    weights = np.exp(scores.sum(axis=1))
    weights /= weights.sum()
    return weights @ scores
