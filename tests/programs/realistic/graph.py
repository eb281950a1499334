"""Message passing over a graph of adjacency lists: nodes as objects, edges with features, pooling, a random walk."""
from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

import numpy as np

from ..registry import case, numbers, refused, signed


@dataclass
class Edge:
    """To whom, how long, and of which kind."""

    target: int
    length: float
    kind: str = "single"


@dataclass
class Graph:
    """A list of edges for each node."""

    n: int
    adjacency: list[list[Edge]] = field(default_factory=list)

    @classmethod
    def from_edges(cls, n, edges):
        graph = cls(n, [[] for _ in range(n)])
        for i, j, length, *rest in edges:
            kind = rest[0] if rest else "single"
            graph.adjacency[i].append(Edge(j, length, kind))
            graph.adjacency[j].append(Edge(i, length, kind))
        return graph

    def distances(self, source):
        """How many edges away each node is."""
        found = [-1] * self.n
        found[source] = 0
        queue = deque([source])
        while queue:
            i = queue.popleft()
            for edge in self.adjacency[i]:
                if found[edge.target] < 0:
                    found[edge.target] = found[i] + 1
                    queue.append(edge.target)
        return found


KIND_SCALE = {"single": 1.0, "double": 1.5}


def message(params, sender, receiver, edge):
    gate = 1.0 / (1.0 + np.exp(-(params["gate"] @ sender) / edge.length))
    return KIND_SCALE[edge.kind] * gate * np.tanh(params["message"] @ np.concatenate([sender, receiver]))


def round_of_messages(params, graph, states, aggregate="sum"):
    new = []
    for i, edges in enumerate(graph.adjacency):
        if not edges:
            new.append(states[i])
            continue
        received = [message(params, states[e.target], states[i], e) for e in edges]
        if aggregate == "sum":
            total = sum(received[1:], start=received[0])
        elif aggregate == "mean":
            total = np.mean(np.stack(received), axis=0)
        elif aggregate == "max":
            total = np.max(received, axis=0)
        else:
            raise ValueError(f"cannot aggregate by {aggregate}")
        new.append(0.5 * states[i] + total)
    return new


def readout(states, weights=None):
    if weights is None:
        return np.mean(states, axis=0)
    return sum(w * s for w, s in zip(weights, states)) / sum(weights)


EDGES = [(0, 1, 1.1), (1, 2, 0.9, "double"), (2, 0, 1.3), (2, 3, 1.0)]


@refused({"gate": signed(2, seed=1), "message": 0.6 * signed(2, 4, seed=2)}, signed(5, 2, seed=3), 1.1)
def graph_energy(params, features, length):
    graph = Graph.from_edges(5, [*EDGES, (1, 3, length)])
    states = list(features)
    for how in ("sum", "mean", "max"):
        states = round_of_messages(params, graph, states, aggregate=how)
    far = graph.distances(0)
    weights = [0.5 ** d if d >= 0 else 0.0 for d in far]
    pooled = readout(states, weights)
    return np.sum(pooled ** 2) + pooled[0] + 0.1 * np.sum(readout(states))


def page_rank(transition, damping=0.85, tol=1e-8, max_iter=100):
    n = len(transition)
    rank = np.full(n, 1.0 / n)
    for iteration in range(max_iter):
        new = (1 - damping) / n + damping * rank @ transition
        if np.abs(new - rank).sum() < tol:
            return new, iteration
        rank = new
    raise RuntimeError(f"no convergence after {max_iter} iterations")


@case(numbers(4, 4, seed=4), 0.5)
def importance(weights, damping):
    transition = weights / weights.sum(axis=1, keepdims=True)
    rank, iterations = page_rank(transition, damping=damping, tol=1e-12)
    assert iterations > 2
    return rank @ np.array([1.0, -2.0, 0.5, 3.0])
