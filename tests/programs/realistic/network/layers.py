"""Layers: each knows its name, takes its parameters from a dict, and may tell a penalty."""
import numpy as np

ACTIVATIONS = {
    "tanh": np.tanh,
    "relu": lambda z: np.maximum(z, 0.0),
    "sigmoid": lambda z: 1.0 / (1.0 + np.exp(-z)),
    "linear": lambda z: z,
}


class Layer:
    """What all layers have in common."""

    decay = 0.0

    def __init__(self, name):
        self.name = name

    def forward(self, params, x):
        raise NotImplementedError(f"{type(self).__name__} has no forward pass")

    def __call__(self, params, x, training=False):
        y = self.forward(params[self.name], x)
        if training and self.decay:
            return y, self.penalty(params[self.name])
        return y, 0.0

    def penalty(self, own):
        return 0.0


class Dense(Layer):
    """x W + b, and an activation by name."""

    decay = 0.01

    def __init__(self, name, activation="linear"):
        super().__init__(name)
        if activation not in ACTIVATIONS:
            raise ValueError(f"unknown activation {activation!r}")
        self.activation = ACTIVATIONS[activation]

    def forward(self, own, x):
        z = x @ own["W"]
        if "b" in own:
            z = z + own["b"]
        return self.activation(z)

    def penalty(self, own):
        return self.decay * np.sum(own["W"] ** 2)


class Residual(Layer):
    """Adds what its inner layer makes to the input."""

    def __init__(self, inner, scale=0.5):
        super().__init__(inner.name)
        self.inner = inner
        self.scale = scale

    def forward(self, own, x):
        return x + self.scale * self.inner.forward(own, x)


class BatchNorm(Layer):
    """Normalises over the batch, as in training."""

    def __init__(self, name, eps=1e-3):
        super().__init__(name)
        self.eps = eps

    def forward(self, own, x):
        mu = x.mean(axis=0)
        var = ((x - mu) ** 2).mean(axis=0)
        return own["gamma"] * (x - mu) / np.sqrt(var + self.eps) + own["beta"]
