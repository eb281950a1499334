"""What is refused for a reason of its own, not for the construct that a program shows: documented by what srcad says."""
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """``words`` of a refusal, the ``construct`` that the README names for it, a program that is refused so."""

    words: str
    area: str
    construct: str
    example: str


ARRAYS, CALLS, LISTS = "Arrays in place", "Calls and functions", "Lists and dicts of unknown kinds"
SCIPY = "SciPy"
REASONS = (
    Reason("may share memory with an array that is written in place, and it is not known how", ARRAYS,
           "what may be a view of an array that is written, or may not", "arrays.views.broadcast_arrays"),
    Reason("written under a mask", ARRAYS, "a mask, or values, that are a view of what is written under the mask",
           "arrays.indexed.mask_that_is_a_view_of_what_it_masks"),
    Reason("is told to overwrite what it is given", ARRAYS, "`overwrite_a=True`, and a `copy=` that is no literal",
           "arrays.outs.nan_to_num_perhaps_without_a_copy"),
    Reason("it has no imaginary part to be written", ARRAYS, "`.imag` of an array of reals, written",
           "arrays.parts.imaginary_part_of_reals"),
    Reason("is no array at first", ARRAYS, "a parameter that is a number, and bound to an array that is written",
           "arrays.unknown.a_number_and_then_an_array"),
    Reason("is changed in place, and", ARRAYS, "`+=` of what may be an array under two names", "list_kinds.kinds_through_alias"),
    Reason("is an array of real numbers at first, and later a complex one", ARRAYS,
           "arrays of real numbers that become complex, and are written under two names",
           "spectral.real_in_place_till_a_branch_is_taken"),
    Reason("calls itself, and writes to what it is given or hands it back", CALLS,
           "recursion that changes a list or an object that it is given", "arrays.recursive.a_list_that_grows"),
    Reason("may hand back what it is given, which is written in place", CALLS,
           "recursion whose result may be its argument, and is written", "arrays.recursive.handed_back_and_written"),
    Reason("flow through the index of a", ARRAYS, "`np.r_`, `np.c_` and `np.mgrid` of what has a derivative",
           "lists.index_of_what_is_no_container"),
    Reason("an array of objects, or of a structured dtype", ARRAYS, "arrays of `dtype=object` of what has a derivative",
           "lists.array_of_objects"),
    Reason("a number is read from text or bytes", "Values", "a number read from text, or bytes, of what has a derivative",
           "language.values.number_read_from_text"),
    Reason("of what is not written out in the call", CALLS, "`piecewise` and `select` of lists that are not written out",
           "called_functions.pieces_in_a_list"),
    Reason("may keep what it is given: it is not known what it is", CALLS,
           "a call of a value of which it is not known which function it is",
           "language.careful.function_of_a_loop_used_after_it"),
    Reason("a function that holds values with a derivative", CALLS,
           "a call of a value of which it is not known which function it is", "language.calling.function_that_is_not_known"),
    Reason("a starred argument whose length is not known", CALLS,
           "`f(*x)` for parameters with defaults, where `len(x)` is not known",
           "language.careful.star_call_of_a_helper_with_defaults_left"),
    Reason("a lambda that is kept as a value", CALLS, "a lambda that is returned by another one, or put in a list that grows",
           "language.careful.functions_reduced_to_one"),
    Reason("is given an object of the class", "Classes and objects", "a function with a rule that is given an object",
           "language.classes.sum_of_an_object"),
    Reason("may do more than compute, and would do it twice", "Exceptions", "a call with an effect within `try`",
           "language.careful.method_with_an_effect_in_a_try"),
    Reason("may set what others read", "`with`", "a context that changes an array or a list of the module",
           "language.contexts.context_that_changes_an_array"),
    Reason("a dict is unpacked, which gives its keys", "Unpacking", "a dict into names", "language.dicts.dict_unpacked"),
    Reason("goes over a dict", "Iteration", "`functools.reduce` over a dict", "language.dicts.dict_reduced"),
    Reason("grows while the loop runs over it", LISTS, "a list that grows in a loop over it",
           "list_kinds.grows_under_other_name"),
    Reason("is written in place, and it is not known to be an array", LISTS, "a write to what may be an array or a number",
           "lists.number_put_among_arrays"),
    Reason("is written in place, and nothing is ever put in what it comes from", LISTS, "a write to what an empty list holds",
           "language.holding.written_in_an_empty_list"),
    Reason("goes over what is not known to be a dict", LISTS, "`items()` of what is not known to be a dict",
           "language.holding.items_of_an_object"),
    Reason("has no derivative for", SCIPY, "orders of Bessel functions, shapes of some distributions, knots",
           "scipy_signals.moving_knots"),
    Reason("which has no rule", SCIPY, "functions that have no rule", "scipy_statistics.no_rule"),
    Reason("does not know this call", SCIPY, "`minimize` with bounds or without `jac`, events of `solve_ivp`",
           "scipy_solvers.minimum_with_bounds"),
)
