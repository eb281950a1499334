"""A transformer block: heads, masks, positions, a feed-forward part, layer norms, and a language-model loss."""
import numpy as np

from ..registry import case, numbers, signed


def softmax(x, axis=-1):
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


def layer_norm(x, scale, shift, eps=1e-3):
    mean = x.mean(-1, keepdims=True)
    var = x.var(-1, keepdims=True)
    return scale * (x - mean) / np.sqrt(var + eps) + shift


def gelu(x):
    return 0.5 * x * (1.0 + np.tanh(np.sqrt(2.0 / np.pi) * (x + 0.044715 * x ** 3)))


def positions(n, width):
    """Sines and cosines of falling frequency."""
    pos = np.arange(n)[:, None]
    freq = np.exp(-np.log(100.0) * np.arange(0, width, 2) / width)
    table = np.zeros((n, width))
    table[:, 0::2] = np.sin(pos * freq)
    table[:, 1::2] = np.cos(pos * freq)
    return table


def rotate_half(x):
    x1, x2 = np.split(x, 2, axis=-1)
    return np.concatenate([-x2, x1], axis=-1)


def attention(q, k, v, mask=None, dropout=None):
    """Scaled dot products; returns what is attended to, and the weights."""
    scores = np.einsum("hid,hjd->hij", q, k) / np.sqrt(q.shape[-1])
    if mask is not None:
        scores = np.where(mask, scores, -1e9)
    weights = softmax(scores)
    if dropout is not None:
        weights = weights * dropout
    return np.einsum("hij,hjd->hid", weights, v), weights


class Block:
    """Attention, then a feed-forward part; each with a norm before it."""

    def __init__(self, heads, causal=True, rotary=False):
        self.heads = heads
        self.causal = causal
        self.rotary = rotary

    def split(self, x):
        n, d = x.shape
        assert d % self.heads == 0, f"width {d} is no multiple of {self.heads}"
        return x.reshape(n, self.heads, d // self.heads).transpose(1, 0, 2)

    def merge(self, x):
        return np.transpose(x, (1, 0, 2)).reshape(x.shape[1], -1)

    def __call__(self, p, x):
        n = len(x)
        h = layer_norm(x, p["ln1"][0], p["ln1"][1])
        q, k, v = (self.split(h @ w) for w in (p["wq"], p["wk"], p["wv"]))
        if self.rotary:
            angle = np.arange(n)[:, None] * np.ones(q.shape[-1])
            q = q * np.cos(angle) + rotate_half(q) * np.sin(angle)
            k = k * np.cos(angle) + rotate_half(k) * np.sin(angle)
        mask = np.ones((n, n), dtype=bool)
        if self.causal:
            mask = np.tril(mask)
        mixed, weights = attention(q, k, v, mask=mask)
        x = x + self.merge(mixed) @ p["wo"]
        scale, shift = p["ln2"]
        h = layer_norm(x, scale, shift)
        x += gelu(h @ p["up"]) @ p["down"]
        return x, weights


def next_token_loss(logits, tokens, ignore=-1):
    total, count = 0.0, 0
    for row, token in zip(logits, tokens):
        if token == ignore:
            continue
        total -= np.log(softmax(row)[token])
        count += 1
    return total / max(count, 1)


def make_block(seed, width=4):
    w = {name: 0.5 * signed(width, width, seed=seed + k) for k, name in enumerate(["wq", "wk", "wv", "wo"])}
    w["up"] = signed(width, 3, seed=seed + 5)
    w["down"] = signed(3, width, seed=seed + 6)
    w["ln1"] = (numbers(width, seed=seed + 7), signed(width, seed=seed + 8))
    w["ln2"] = (numbers(width, seed=seed + 9), signed(width, seed=seed + 10))
    return w


@case({"embed": signed(5, 4, seed=50), "block": make_block(60)}, 0.1)
def language_model(params, entropy_weight):
    tokens = [1, 3, 0, 4]
    x = params["embed"][np.array(tokens)] + positions(len(tokens), 4)
    x, weights = Block(heads=2)(params["block"], x)
    x, _ = Block(heads=2, causal=False, rotary=True)(params["block"], x)
    logits = x @ params["embed"].T
    entropy = -np.sum(weights * np.log(weights + 1e-9))
    return next_token_loss(logits[:-1], [3, -1, 4]) + entropy_weight * entropy
