"""The model, its loss, and the cases."""
import numpy as np

from ...registry import case, numbers, refused, signed
from .layers import BatchNorm, Dense, Residual


class Model:
    """A stack of layers with a cross-entropy loss."""

    def __init__(self, *layers, smoothing=0.0):
        names = [layer.name for layer in layers]
        assert len(set(names)) == len(names), f"names repeat: {names}"
        self.layers = layers
        self.smoothing = smoothing

    def __call__(self, params, x, training=False):
        penalty = 0.0
        for layer in self.layers:
            x, extra = layer(params, x, training=training)
            penalty = penalty + extra
        return x, penalty

    def loss(self, params, x, labels):
        logits, penalty = self(params, x, training=True)
        logp = log_softmax(logits)
        n, k = logits.shape
        target = self.smoothing / k + (1.0 - self.smoothing) * np.eye(k)[labels]
        return -np.sum(target * logp) / n + penalty


def log_softmax(z, axis=-1):
    z = z - z.max(axis=axis, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=axis, keepdims=True))


MODEL = Model(
    Dense("embed", activation="tanh"),
    Residual(Dense("hidden", activation="sigmoid")),
    BatchNorm("norm"),
    Dense("out"),
    smoothing=0.1,
)
INPUTS = signed(4, 2, seed=18)
LABELS = np.array([0, 2, 1, 2])


def parameters():
    return {
        "embed": {"W": signed(2, 3, seed=11), "b": signed(3, seed=12)},
        "hidden": {"W": signed(3, 3, seed=13)},
        "norm": {"gamma": numbers(3, seed=14), "beta": signed(3, seed=15)},
        "out": {"W": signed(3, 3, seed=16), "b": signed(3, seed=17)},
    }


@case(parameters(), signed(4, 2, seed=18))
def training_loss(params, x):
    return MODEL.loss(params, x, LABELS)


@refused(parameters(), 0.2, wrt="rate")
def scaled_parameters(params, rate):
    scaled = {}
    for name, own in params.items():
        scaled[name] = {key: value * (1.0 - rate) for key, value in own.items()}
    before = MODEL.loss(params, INPUTS, LABELS)
    after = MODEL.loss(scaled, INPUTS, LABELS)
    return after - before
