"""A conditional random field over a sequence, without a tokenizer: features, scores, partition, best path, loss."""
import numpy as np

from ..registry import case, signed

LABELS = ["B", "I", "O"]
FORBIDDEN = {("O", "I")}


def features(word, previous=None):
    """Yield the names of what is seen at a place."""
    found = ["bias"]
    if word.isupper():
        found.append("upper")
    if word[-1] in "0123456789":
        found.append("digit")
    if len(word) > 4:
        found.append("long")
    if previous is None:
        found.append("first")
    elif previous.isupper():
        found.append("after_upper")
    return found


FEATURES = {name: k for k, name in enumerate(["bias", "upper", "digit", "long", "first", "after_upper"])}


class LinearChain:
    """Weights for (feature, label) and for (label, label)."""

    def __init__(self, emit, move, penalty=-5.0):
        self.emit = emit
        self.move = move.copy()
        for a, b in FORBIDDEN:
            self.move[LABELS.index(a), LABELS.index(b)] = penalty

    def emissions(self, words):
        scores = np.zeros((len(words), len(LABELS)))
        for t, word in enumerate(words):
            for name in features(word, words[t - 1] if t else None):
                scores[t] += self.emit[FEATURES[name]]
        return scores

    def score(self, words, tags):
        scores = self.emissions(words)
        ids = [LABELS.index(tag) for tag in tags]
        total = sum(scores[t, i] for t, i in enumerate(ids))
        for a, b in zip(ids, ids[1:]):
            total += self.move[a, b]
        return total

    def log_partition(self, words):
        scores = self.emissions(words)
        alpha = scores[0].copy()
        for s in scores[1:]:
            alpha = s + log_sum_exp(alpha[:, None] + self.move, axis=0)
        return log_sum_exp(alpha)

    def best(self, words):
        scores = self.emissions(words)
        value = scores[0].copy()
        pointers = []
        for s in scores[1:]:
            table = value[:, None] + self.move
            back = table.argmax(axis=0)
            value = s + table[back, np.arange(len(LABELS))]
            pointers.append(back)
        k = int(value.argmax())
        path = [k]
        for back in pointers[::-1]:
            k = int(back[k])
            path.append(k)
        return value.max(), [LABELS[k] for k in path[::-1]]


def log_sum_exp(x, axis=None):
    top = np.max(x, axis=axis, keepdims=True)
    total = top + np.log(np.sum(np.exp(x - top), axis=axis, keepdims=True))
    return np.squeeze(total, axis=axis)


SENTENCES = [
    (["ACME", "Corp", "opened", "2023"], ["B", "I", "O", "O"]),
    (["see", "NASA", "X1"], ["O", "B", "I"]),
]


def errors(gold, found):
    return sum(g != f for g, f in zip(gold, found))


@case(signed(6, 3), signed(3, 3, seed=1), 0.1)
def crf_loss(emit, move, decay):
    chain = LinearChain(emit, move)
    loss = 0.0
    for words, tags in SENTENCES:
        assert len(words) == len(tags)
        loss += chain.log_partition(words) - chain.score(words, tags)
    words, tags = SENTENCES[0]
    best, found = chain.best(words)
    margin = best - chain.score(words, tags) + errors(tags, found)
    return loss / len(SENTENCES) + decay * (np.sum(emit ** 2) + np.sum(move ** 2)) + 0.2 * max(margin, 0.0)
