"""Samples of methods of ufuncs, of statistics, of random numbers."""
from __future__ import annotations

import numpy as np
from draw import Sample, a, call, signed


def listed() -> list[Sample]:
    return [call([1.0, 2.0, 0.5]), call((0.5, 0.25, 1.5, 0.7)), call([0.1, 0.2, 0.35])]


def folded() -> list[Sample]:
    return [call(a(4)), call(a(3, 2)), call(a(3, 2), axis=1), call(a(2, 3), axis=0, keepdims=True), call(a(2, 3), None)]


def gaps() -> list[Sample]:
    values = a(3, 4)
    values[1, 2] = np.nan
    return [call(a(5)), call(values), call(values, axis=1), call(values, 0, keepdims=True)]


def drawn() -> list[Sample]:
    return [call(a(), a()), call(a(3), a(3)), call(a(3), a(), (2, 3)), call(0.5, size=2)]


def generated() -> list[Sample]:
    return [call(np.random.default_rng(4), *sample.args, **sample.kwargs) for sample in drawn()]


def pairs() -> list[Sample]:
    return [call([0.3, 0.7, 1.1], [0.5, 0.2, 0.9]), call((1.3, 0.2), (0.4, 0.9)),
            call([0.3, 0.7, 1.1, 0.9], [0.5, 0.2, 0.9, 0.1])]


MORE_SAMPLES: dict[str, list[Sample]] = {
    "add_reduce": [*folded(), call(a(2, 3), 0, None, None, False, 0.4), call(a(2, 3), where=np.array([True, False, True]))],
    "multiply_reduce": folded(), "logaddexp_reduce": folded(),
    "extreme_reduce": [*folded(), call(a(2, 3), where=np.array([True, False, True]), initial=0.5)],
    "add_outer": [call(a(3), a(2)), call(a(2, 3), a(2)), call(a(), a(3))],
    "subtract_outer": [call(a(3), a(2)), call(a(2, 3), a(2)), call(a(), a(3))],
    "multiply_outer": [call(a(3), a(2)), call(a(2, 3), a(2)), call(a(2), a(3, 1))],
    "multiply_accumulate": [call(a(4)), call(a(3, 2)), call(a(3, 2), 1)],
    "extreme_accumulate": [call(a(4)), call(a(3, 2)), call(a(3, 4), axis=1)],
    "reduceat": [call(a(5), [0, 2]), call(a(5), [1, 3, 2]), call(a(2, 5), [0, 4], axis=1)],
    "cumulative_prod": [call(a(3)), call(a(2, 3), axis=0), call(a(2, 3), axis=-1, include_initial=True)],
    "ascontiguousarray": [call(a(3)), call(a(2, 3)), call([a(), a()])],
    "unique_values": [call(a(3)), call(a(2, 2)), call(a(5))],
    "polyint": [call(a(3)), call(a(3), 2), call(a(3), 1, 0.5)],
    "polymul": [call(a(3), a(2)), call(a(2), a(4)), call(a(1), a(3))],
    "nanmedian": gaps(),
    "nanquantile": [call(s.args[0], 0.3, *s.args[1:], **s.kwargs) for s in gaps()] + [call(a(2, 5), [0.2, 0.7], axis=1)],
    "nanpercentile": [call(s.args[0], 30, *s.args[1:], **s.kwargs) for s in gaps()],
    "variance": listed(), "pvariance": listed(), "stdev": listed(), "pstdev": listed(), "geometric_mean": listed(),
    "harmonic_mean": listed(), "statistics_median": listed(), "median_low": listed(), "median_high": listed(),
    "fmean": [*listed(), call([0.3, 0.7, 1.1], [0.5, 0.2, 0.9])],
    "covariance": pairs(), "correlation": pairs(), "linear_regression": pairs(),
    "roots": [call(np.array([1.0, -3.5, 2.0])), call(np.array([2.0, 0.3, 0.7])), call(np.array([1.0, 0.2, 0.5, 1.7, -0.3]))],
    "poly": [call(a(3)), call(a(1)), call(signed(4))],
    "trim_zeros": [call(a(3)), call(a(2), "f"), call(a(4), trim="b")],
    "require": [call(a(3)), call(a(2, 3), float, ["F"]), call(a(2, 3), requirements="C")],
    "normal": drawn(), "uniform": [call(0.3, 1.7), call(a(3), 2 + a(3)), call(0.5, 2 + a(3), (2, 3))],
    "exponential": [call(a()), call(a(3)), call(a(3), (2, 3))],
    "generator_normal": generated(),
    "generator_uniform": [call(np.random.default_rng(4), 0.3, 1.7), call(np.random.default_rng(4), a(3), 2 + a(3)),
                          call(np.random.default_rng(4), 0.5, 2 + a(3), (2, 3))],
    "generator_exponential": [call(np.random.default_rng(4), a()), call(np.random.default_rng(4), a(3)),
                              call(np.random.default_rng(4), a(3), (2, 3))],
}
