"""try, except, else, finally; raise and assert as guards."""
import math
import warnings

import numpy as np

from ..registry import case, numbers, refused, shows, signed

AREA = "Exceptions"


class ModelError(ValueError):
    """Raised by models that cannot be evaluated."""


def checked_sqrt(t):
    if t < 0:
        raise ValueError("negative")
    return math.sqrt(t)


def safe_log(t):
    try:
        return math.log(t)
    except ValueError:
        return t * 10.0


def lookup(table, key, otherwise):
    try:
        return table[key]
    except (KeyError, IndexError):
        return otherwise


@shows("`try` and `except`")
@case(1.3)
@case(-1.3)
def try_around_an_assignment(x):
    try:
        y = math.sqrt(x)
    except ValueError:
        y = 2.0 * x
    return y * x


@shows("`return`, `break` and `continue` out of it")
@case(1.3)
@case(-1.3)
def try_returns(x):
    try:
        return math.log(x)
    except ValueError:
        return x * x


@shows("`try` in a helper")
@case(1.3)
@case(-1.3)
def try_in_a_helper(x):
    return safe_log(x) * x + safe_log(x * x)


@case(1.3)
@case(-1.3)
def helper_raises(x):
    try:
        y = checked_sqrt(x) * x
    except ValueError:
        y = x ** 3
    return y + x


@case(1.3, 0.0, wrt="x")
@case(1.3, 2.0)
def division_by_zero(x, d):
    try:
        r = x / d
    except ZeroDivisionError:
        r = x * 7.0
    return r * x


@shows("`else`")
@case(1.3)
@case(-1.3)
def try_else(x):
    try:
        y = math.sqrt(x)
    except ValueError:
        y = -x
    else:
        y = y * x
    return y * 2


@shows("`finally`")
@case(1.3)
@case(-1.3)
def try_finally(x):
    y = x
    try:
        y = math.sqrt(x) * x
    except ValueError:
        y = y * y
    finally:
        y = y * 3.0
    return y


@case(1.3)
def finally_alone(x):
    count = 0
    try:
        y = x * x
        count += 1
    finally:
        count += 1
    return y * count


@shows("several handlers")
@case(1.3)
@case(-1.3)
@case(1000.0)
def several_handlers(x):
    try:
        y = math.sqrt(x) + math.exp(x)
    except ValueError:
        y = x * 3
    except OverflowError:
        y = x * 0.5
    return y


@shows("`except E as e`, read as text")
@case(1.3)
@case(-1.3)
def handler_names_the_error(x):
    try:
        y = math.sqrt(x)
    except ValueError as error:
        y = x * len(str(error))
    return y


@case(numbers(4), 2)
@case(numbers(4), 9)
def index_error(v, n):
    s = 0.0
    try:
        s = v[n] * v[0]
    except IndexError:
        s = v[1] * v[1]
    return s


@case(numbers(3))
@case(signed(3))
def try_in_a_loop(v):
    s = 0.0
    for t in v:
        try:
            s = s + math.sqrt(t)
        except ValueError:
            continue
        s = s * 1.1
    return s


@case(numbers(3))
@case(signed(3))
def partial_effects_of_scalars(v):
    s = p = 1.0
    for t in v:
        try:
            s = s * t
            p = p + math.log(t) * s
        except ValueError:
            p = p * 0.5
    return s + p


@case(numbers(3))
@case(signed(3))
def try_breaks(v):
    s = v[0]
    for t in v:
        try:
            s = s + math.sqrt(t)
        except ValueError:
            break
    else:
        s = s * 2.0
    return s


@case(1.3, 8.0)
def retry_with_smaller_steps(x, h):
    y = x
    for _ in range(10):
        try:
            y = checked_sqrt(x - h) * y
            break
        except ValueError:
            h = h * 0.5
    return y * x


@case(np.array([[2.0, 1.0], [1.0, 3.0]]), np.array([1.0, 2.0]))
@case(np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([1.0, 2.0]), wrt="b")
def singular_matrix(a, b):
    try:
        x = np.linalg.solve(a, b)
    except np.linalg.LinAlgError:
        x = b * 0.5
    return np.sum(x * x)


@case(1.3)
def tries_keys_of_constants(x):
    options = (1.0, 2.0)
    try:
        k = options[5]
    except IndexError:
        k = 4.0
    return k * x


@shows("`raise`")
@case(1.3)
@case(-1.3)
def raises_its_own(x):
    try:
        if x < 0:
            raise ModelError("no value below zero")
        y = x * x
    except ModelError:
        y = x
    return y * x


@shows("one `try` in another")
@case(1.3)
@case(-1.3)
def nested_tries(x):
    try:
        try:
            y = math.sqrt(x)
        except OverflowError:
            y = x
    except ValueError:
        y = x * x * x
    return y


@case(1.3)
@case(-1.3)
def handler_reads_what_was_before(x):
    y = x * x
    try:
        y = y * math.sqrt(x)
    except ValueError:
        y = y + 1
    return y * x


@case(numbers(3))
def finally_after_return(v):
    s = 0.0
    try:
        for t in v:
            s = s + t * t
        return s
    finally:
        s = 100.0


@shows("`except ImportError` around an import of another name")
@refused(1.3)
def handler_that_is_not_needed(x):
    try:
        import math as m
    except ImportError:
        m = None
    return m.sin(x) * x


@case(1.3)
def float_or_not(x):
    try:
        scale = float("2.5")
    except ValueError:
        scale = 1.0
    return scale * x * x


@shows("`raise` again")
@case(1.3)
@case(-1.3)
def error_is_raised_again(x):
    try:
        y = abs(x) * x
        if y > 100:
            raise ValueError("large")
    except ValueError:
        raise
    return y


@case(numbers(3))
def type_error_tells_scalars(v):
    try:
        n = len(v)
    except TypeError:
        n = 1
    return np.sum(v * v) / n


@shows("`assert`")
@case(1.3)
def asserts_that_hold(x):
    assert x > 0, f"x is {x}"
    y = x * x
    assert isinstance(y, float)
    return y


@case(1.3)
def raises_as_guards(x):
    if not math.isfinite(x):
        raise ValueError("x is not finite")
    if x < 0:
        raise ModelError(f"x = {x} is negative") from None
    y = x ** 1.5
    if y != y:
        raise FloatingPointError
    return y


@shows("`warnings.warn`")
@case(1.3)
def warns_on_its_way(x):
    if x > 100:
        warnings.warn("large", stacklevel=2)
    return x * x


@case(1.3, "sum")
@case(1.3, "product")
def guard_at_the_end_of_a_chain(x, how):
    if how == "sum":
        y = x + x
    elif how == "product":
        y = x * x
    else:
        raise ValueError(f"unknown {how!r}")
    return y * x


@shows("arrays and lists written before an error")
@case(numbers(4))
def array_written_before_an_error(v):
    w = v.copy()
    try:
        w[0] = w[0] * 2
        w[9] = 1.0
    except IndexError:
        w[1] = w[1] * w[0]
    return np.sum(w * w)


@case(1.3)
@case(-1.3)
def conditions_inside(x):
    y = x
    try:
        if math.sqrt(x) > 1:
            y = y * x
            y = y + math.log(x - 1.2)
        else:
            y = y * 2
    except ValueError:
        y = y * 5
    return y


@shows("loops inside")
@case(numbers(4))
@case(signed(4))
def loop_inside(v):
    s = 1.0
    k = 0
    try:
        for k, t in enumerate(v):
            s = s * t
            s = s + math.sqrt(t)
        s = s * 3.0
    except ValueError:
        s = s * k + 1.0
    return s


@case(numbers(4), 1.0)
@case(signed(4), 1.0)
def while_inside(v, limit):
    s, k = 0.0, 0
    try:
        while math.sqrt(v[k]) < 2 * limit:
            s = s + v[k] ** 2
            k += 1
    except (ValueError, IndexError):
        s = s * 2
    return s + k


@case(numbers(3))
@case(signed(3))
def list_grown_before_an_error(v):
    found = []
    try:
        for t in v:
            found.append(math.sqrt(t))
    except ValueError:
        found.append(v[0] * 10)
    return sum(found)


@case(numbers(4))
def array_changed_in_place_before_an_error(v):
    w = v.copy()
    try:
        w += 1.0
        w *= v[:2]
    except ValueError:
        w *= v
    return np.sum(w * w)


@case(1.3)
@case(-1.3)
def finally_before_a_return(x):
    count = 1
    for _ in range(3):
        try:
            if count > 1:
                return x * count
            y = math.sqrt(x)
        except ValueError:
            continue
        finally:
            count = count + 1
    return x


@shows("`try` around a nested function that calls itself")
@refused(1.3)
@refused(-1.3)
def try_around_a_recursion(x):
    def g(n, t):
        try:
            return math.sqrt(t) if n == 0 else g(n - 1, t * x) + t
        except ValueError:
            return t * t
    return g(3, x)


@case(1.3)
@case(-1.3)
def helper_with_two_exits_is_tried(x):
    def pick(t):
        if t < 0:
            raise ModelError("below")
        return t * t
    try:
        a = pick(x)
        b = pick(a - 1)
        return a * b
    except ModelError as error:
        print(f"not {error}", end="")
        return 3 * x


SCALES = {"tanh": math.tanh, "half": lambda z: 0.5 * z}


def falling(a, n):
    for k in range(n):
        if (a := a - 0.3 * math.sin(a + k)) < -1.0:
            raise ValueError("too low")
        yield a


@case(signed(3))
def generators_and_tables_in_a_try(v):
    s = 0.0
    for t in v:
        try:
            s += sum(falling(t, 3)) + math.sqrt((math.sin if t > 0 else math.cos)(t))
            s = s * SCALES["half"](t)
        except ValueError:
            s -= t * t
    return s * v[0]


@case(numbers(4), 0)
def arrays_written_by_functions_before_an_error(x, k):
    y = x * 1.0
    part = y[1:]
    try:
        np.sin(y, out=y)
        part += 0.5
        np.copyto(y[:1], 1.0 / k)
    except ZeroDivisionError:
        k = 2
    return np.sum(y * y) * k


def sines_in_place(x):
    np.sin(x, x)


@refused(numbers(4))
def helper_that_writes_by_out_in_a_try(x):
    y = x * 1.0
    try:
        sines_in_place(y)
    except ValueError:
        y = x
    return np.sum(y)


KEPT = [0.0, 0.0]


@shows("`try` around a write to a list of the module")
@refused(numbers(4))
def item_of_the_module_set_in_a_try(x):
    try:
        KEPT[0] = x[0] / x[1]
    except ZeroDivisionError:
        pass
    return KEPT[0] * x[2]
