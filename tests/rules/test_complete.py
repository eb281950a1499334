"""Every public callable of NumPy is differentiable, has derivative zero, or stands here with the reason why it is refused.

A callable that NumPy gets anew fails the test until it is in one of the three lists.
"""
from __future__ import annotations

import re
import warnings
from typing import Any

import numpy as np

from srcad.rules import registry

SERIES = {
    "polynomial": "poly", "chebyshev": "cheb", "legendre": "leg", "hermite": "herm", "hermite_e": "herme", "laguerre": "lag",
}
HOMES: dict[str, Any] = {"": np, "linalg.": np.linalg, "fft.": np.fft, "random.": np.random, "ndarray.": np.ndarray,
                         **{f"{module}.": getattr(np.polynomial, module) for module in SERIES}}

REFUSED = {
    "makes matrices, which have arithmetic of their own": "bmat asmatrix",
    "sorts complex values by size": "sort_complex",
    "writes to its argument: made a store before rules are asked": "copyto fill_diagonal place put put_along_axis putmask "
    "ndarray.fill ndarray.put ndarray.sort ndarray.partition",
    "changes or shows memory as it lies": "ndarray.base ndarray.byteswap ndarray.ctypes ndarray.data ndarray.device ndarray.flat "
    "ndarray.getfield ndarray.resize ndarray.setfield ndarray.setflags ndarray.to_device ndarray.tobytes",
    "calls a function that it is given: made a loop before rules are asked": "apply_along_axis apply_over_axes fromfunction "
    "piecewise",
    "makes arrays of objects, or of what an iterator yields": "frompyfunc fromiter",
    "reads or writes files, text, buffers": "array2string array_repr array_str base_repr binary_repr datetime_as_string "
    "format_float_positional format_float_scientific from_dlpack frombuffer fromfile fromregex fromstring genfromtxt load "
    "loadtxt save savetxt savez savez_compressed packbits unpackbits ndarray.dump ndarray.dumps ndarray.tofile",
    "is about dates": "busday_count busday_offset datetime_data is_busday isnat",
    "is about dtypes, settings, NumPy itself": "common_type einsum_path get_include get_printoptions getbufsize geterr "
    "geterrcall info isdtype issubdtype iterable min_scalar_type mintypecode nested_iters printoptions promote_types "
    "set_printoptions setbufsize seterr seterrcall show_config show_runtime test typename linalg.test fft.test random.test",
    "counts in bins whose edges may vary": "histogram histogram2d histogram_bin_edges histogramdd",
    "compares sets": "intersect1d setdiff1d setxor1d union1d unique_all unique_counts unique_inverse in1d",
    "has a length that depends on values": "polydiv",
    "is an old name": "row_stack trapz ndarray.itemset ndarray.newbyteorder ndarray.ptp ndarray.tostring",
    "is no function of the module's own": " ".join(f"{module}.normalize_axis_index" for module in SERIES),
    "tells places, or weights of a window, by a parameter that is constant": "fft.fftfreq fft.rfftfreq kaiser",
    "is made of draws that do not move with a location or scale": "random.beta random.binomial random.bytes random.chisquare "
    "random.choice random.default_rng random.dirichlet random.f random.gamma random.geometric random.get_bit_generator "
    "random.get_state random.hypergeometric random.lognormal random.logseries random.multinomial random.multivariate_normal "
    "random.negative_binomial random.noncentral_chisquare random.noncentral_f random.pareto random.permutation random.poisson "
    "random.power random.rand random.randint random.randn random.random random.random_integers random.random_sample "
    "random.ranf random.sample random.seed random.set_bit_generator random.set_state random.shuffle random.standard_cauchy "
    "random.standard_exponential random.standard_gamma random.standard_normal random.standard_t random.triangular "
    "random.vonmises random.wald random.weibull random.zipf",
}
OF_SERIES = re.compile(r"(2poly|add|companion|der|div|fit|fromroots|gauss|grid[23]d|int|interpolate|line|mulx?|pow|pts[12]|roots"
                       r"|sub|trim|val[23n]d|valfromroots|vander|vander[23]d|weight)")  # of coefficients: only values have rules


def public() -> dict[str, Any]:
    found = {}
    for prefix, home in HOMES.items():
        for name in dir(home):
            value = getattr(home, name)
            hidden = name.startswith("_") or isinstance(value, type)
            if not hidden and (callable(value) or prefix == "ndarray."):
                found[prefix + name] = value
    return found


def is_of_series(name: str) -> bool:
    module, _, word = name.partition(".")
    if module not in SERIES or not word:
        return False
    stem = SERIES[module]
    return word.startswith("poly2") or word.startswith(stem) and OF_SERIES.fullmatch(word.removeprefix(stem)) is not None


def test_every_public_callable_is_in_one_list() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        every = public()
    refused = {name for names in REFUSED.values() for name in names.split()}
    assert len(refused) == sum(len(names.split()) for names in REFUSED.values())
    rules = {name: registry.lookup(value) for name, value in every.items()}
    known = {name for name, rule in rules.items() if rule is not None}
    assert not known & refused, "has a rule by now"
    missing = {name for name in set(every) - known - refused if not is_of_series(name)}
    assert not missing, "is new in NumPy: give it a rule, or a reason"


def test_most_have_a_derivative() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rules = [registry.lookup(value) for value in public().values()]
    assert sum(rule is not None and rule.kind != "zero" for rule in rules) > 290
    assert sum(rule is not None and rule.kind == "zero" for rule in rules) > 80
