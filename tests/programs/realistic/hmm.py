"""Hidden Markov models: a forward pass in logs, the smoothed states, Viterbi, and Gaussian emissions with missing data."""
from __future__ import annotations

import math
from abc import ABC, abstractmethod

import numpy as np

from ..registry import case, signed

NEG_INF = -1e30


def logsumexp(values):
    top = max(values)
    if top == NEG_INF:
        return NEG_INF
    return top + math.log(sum(math.exp(v - top) for v in values))


class Emission(ABC):
    """How likely a state makes a symbol."""

    @abstractmethod
    def log_prob(self, state, symbol):
        ...


class Gaussian(Emission):
    """A mean and a spread for each state; None is missing."""

    def __init__(self, means, log_sigmas):
        self.means, self.log_sigmas = means, log_sigmas

    def log_prob(self, state, symbol):
        if symbol is None:
            return 0.0
        z = (symbol - self.means[state]) * math.exp(-self.log_sigmas[state])
        return -0.5 * z * z - self.log_sigmas[state] - 0.5 * math.log(2 * math.pi)


class HiddenMarkov:
    """Scores are normalised here, so that any real numbers may be given."""

    def __init__(self, start_scores, move_scores, emission: Emission):
        self.n = len(start_scores)
        self.log_start = [s - logsumexp(start_scores) for s in start_scores]
        self.log_move = []
        for row in move_scores:
            norm = logsumexp(row)
            self.log_move.append([s - norm for s in row])
        self.emission = emission

    def forward(self, symbols):
        alpha = [self.log_start[i] + self.emission.log_prob(i, symbols[0]) for i in range(self.n)]
        alphas = [alpha]
        for symbol in symbols[1:]:
            alpha = [
                logsumexp([alpha[i] + self.log_move[i][j] for i in range(self.n)]) + self.emission.log_prob(j, symbol)
                for j in range(self.n)
            ]
            alphas.append(alpha)
        return alphas

    def backward(self, symbols):
        beta = [0.0] * self.n
        betas = [beta]
        for symbol in reversed(symbols[1:]):
            beta = [
                logsumexp([self.log_move[i][j] + self.emission.log_prob(j, symbol) + beta[j] for j in range(self.n)])
                for i in range(self.n)
            ]
            betas.insert(0, beta)
        return betas

    def log_likelihood(self, symbols):
        return logsumexp(self.forward(symbols)[-1])

    def posterior(self, symbols):
        total = self.log_likelihood(symbols)
        return [[math.exp(a + b - total) for a, b in zip(alpha, beta)]
                for alpha, beta in zip(self.forward(symbols), self.backward(symbols))]

    def viterbi(self, symbols):
        score = [self.log_start[i] + self.emission.log_prob(i, symbols[0]) for i in range(self.n)]
        back = []
        for symbol in symbols[1:]:
            new, pointers = [], []
            for j in range(self.n):
                best = max(range(self.n), key=lambda i: score[i] + self.log_move[i][j])
                pointers.append(best)
                new.append(score[best] + self.log_move[best][j] + self.emission.log_prob(j, symbol))
            score = new
            back.append(pointers)
        last = int(np.argmax(score))
        path = [last]
        for pointers in reversed(back):
            path.append(pointers[path[-1]])
        path.reverse()
        return score[last], path


@case(signed(2, seed=1), signed(2, 2, seed=2), signed(2, seed=3), signed(2, seed=4))
def smoothed(start, move, means, log_sigmas):
    """The likelihood, what the smoothed states make of a cost for each state, and the best path."""
    symbols = [0.3, -0.2, None, 1.1, 0.8]
    model = HiddenMarkov(start, move, Gaussian(means, log_sigmas))
    posterior = model.posterior(symbols)
    expected_cost = sum(p[0] * 1.0 + p[1] * 2.5 * (k + 1) for k, p in enumerate(posterior))
    best, path = model.viterbi(symbols)
    switches = sum(a != b for a, b in zip(path, path[1:]))
    return model.log_likelihood(symbols) + 0.1 * expected_cost + 0.2 * best * (1 + switches)
