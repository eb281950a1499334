"""Every public callable of NumPy has a rule, or stands here with the reason why it has none."""
from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from srcad.rules import registry

WITHOUT = {
    "values are complex": "angle sort_complex linalg.eig linalg.eigvals roots poly bmat asmatrix",
    "writes to its argument": "copyto fill_diagonal place put put_along_axis putmask",
    "calls a function that it is given": "apply_along_axis apply_over_axes fromfunction frompyfunc fromiter piecewise",
    "reads or writes files, text, buffers": "array2string array_repr array_str base_repr binary_repr datetime_as_string "
    "format_float_positional format_float_scientific from_dlpack frombuffer fromfile fromregex fromstring genfromtxt load "
    "loadtxt save savetxt savez savez_compressed packbits unpackbits",
    "is about dates": "busday_count busday_offset datetime_data is_busday isnat",
    "is about dtypes, settings, NumPy itself": "common_type einsum_path get_include get_printoptions getbufsize geterr "
    "geterrcall info isdtype issubdtype iterable min_scalar_type mintypecode nested_iters printoptions promote_types require "
    "set_printoptions setbufsize seterr seterrcall show_config show_runtime test typename linalg.test",
    "counts in bins whose edges may vary": "histogram histogram2d histogram_bin_edges histogramdd",
    "compares sets": "intersect1d setdiff1d setxor1d union1d unique_all unique_counts unique_inverse unique_values",
    "has no rule yet": "asarray_chkfinite cumulative_prod kaiser nanmedian nanpercentile nanquantile polydiv polyint polymul "
    "row_stack trim_zeros in1d trapz",
}


def owner_of(name: str) -> Any:
    return np.linalg if name.startswith("linalg.") else np


def public() -> list[str]:
    found = []
    for prefix, home in (("", np), ("linalg.", np.linalg)):
        for name in dir(home):
            value = getattr(home, name)
            if not name.startswith("_") and callable(value) and not isinstance(value, type):
                found.append(prefix + name)
    return found


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_every_public_callable_is_in_one_list() -> None:
    refused = {name for names in WITHOUT.values() for name in names.split()}
    assert len(refused) == sum(len(names.split()) for names in WITHOUT.values())
    known = {n for n in public() if registry.lookup(getattr(owner_of(n), n.removeprefix("linalg."))) is not None}
    assert not known & refused, "has a rule by now"
    assert not set(public()) - known - refused, "is new in NumPy: give it a rule, or a reason"
