"""A small neural network in plain NumPy, trained on the handwritten digits of scikit-learn."""
import numpy as np


def layer(x, w, b):
    return np.tanh(x @ w + b)


def scores(w1, b1, w2, b2, x):
    return layer(x, w1, b1) @ w2 + b2


def cross_entropy(w1, b1, w2, b2, x, targets):
    z = scores(w1, b1, w2, b2, x)
    z = z - np.max(z, axis=1, keepdims=True)
    log_p = z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))
    return -np.sum(targets * log_p) / len(x)


if __name__ == "__main__":
    from sklearn.datasets import load_digits

    from srcad import value_and_grad

    digits = load_digits()
    x, targets = digits.data / 16.0, np.eye(10)[digits.target]
    rng = np.random.default_rng(0)
    order = rng.permutation(len(x))
    train, test = order[:1500], order[1500:]

    parameters = [rng.normal(0, 0.1, (64, 32)), np.zeros(32), rng.normal(0, 0.1, (32, 10)), np.zeros(10)]
    loss = value_and_grad(cross_entropy, wrt=("w1", "b1", "w2", "b2"))
    for epoch in range(12):
        for k in range(0, 1500, 50):
            batch = train[k:k + 50]
            value, gradients = loss(*parameters, x[batch], targets[batch])
            for parameter, gradient in zip(parameters, gradients, strict=True):
                parameter -= 0.5 * gradient
    right = np.argmax(scores(*parameters, x[test]), axis=1) == digits.target[test]
    print(f"loss {value:.3f}, right on {100 * np.mean(right):.1f} % of the digits held back")
