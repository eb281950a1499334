"""break, continue, early return, else of a loop, anywhere and nested."""
import math

import numpy as np

from .registry import case, numbers, signed


@case(1.4)
def break_when_large(x):
    y = x
    for i in range(20):
        if y > 10:
            break
        y = y * x
    return y


@case(1.4)
def break_in_the_middle(x):
    y = x
    for i in range(20):
        y = y * x
        if y > 10:
            break
        y = y + 0.1 * x
    return y + x


@case(1.4)
def work_before_break(x):
    y = x
    for i in range(20):
        if y > 5:
            y = y * y * x
            break
        else:
            y = y * x
    return y


@case(1.4)
def forever(x):
    y = x
    while True:
        y = y * x + 0.1
        if y > 20:
            break
    return y


@case(1.4)
def forever_two_exits(x):
    y = x
    n = 0
    while True:
        n += 1
        if n > 6:
            break
        y = y * x
        if y > 100:
            break
        y = y + math.sin(y)
    return y


@case(0.8)
def continue_on_even(x):
    y = x
    for i in range(6):
        if i % 2 == 0:
            continue
        y = y * x + i
    return y


@case(0.8)
def continue_after_work(x):
    y = x
    for i in range(6):
        y = y + x
        if y > 3:
            y = y * 0.5
            continue
        y = y * 1.3
    return y


@case(1.3)
def continue_in_while(x):
    y = x
    i = 0
    while i < 7:
        i += 1
        if i == 3:
            continue
        y = y * x - 0.1 * i
    return y


@case(1.3)
def break_and_continue(x):
    y = x
    for i in range(12):
        if i % 3 == 1:
            continue
        if y > 6:
            break
        y = y * x + 0.2
    return y * y


@case(0.4)
@case(1.4)
def early_return(x):
    if x > 1:
        return x * x
    y = math.sin(x)
    return y * x


@case(0.4)
@case(1.4)
@case(2.4)
def several_returns(x):
    if x < 1:
        return x
    y = x * x
    if x < 2:
        return y + x
    z = y * x
    return z - y


@case(1.4)
@case(0.2)
def return_in_loop(x):
    y = x
    for i in range(10):
        y = y * x
        if y > 5:
            return y * 2
    return y + x


@case(1.4)
def return_in_while(x):
    y = x
    while True:
        y = y * x
        if y > 7:
            return math.log(y)


@case(1.4)
@case(0.9)
def return_in_nested_loop(x):
    y = x
    for i in range(4):
        for j in range(3):
            y = y * x
            if y > 6:
                return y + i * x
        y = y + 0.3
    return y * x


@case(1.4)
@case(0.4)
def for_else(x):
    y = x
    for i in range(4):
        if y > 2:
            break
        y = y * x
    else:
        y = 10 * y * x
    return y


@case(1.4)
@case(0.4)
def while_else(x):
    y = x
    i = 0
    while i < 4:
        if y > 2:
            y = y + x
            break
        y = y * x
        i += 1
    else:
        y = y * x - x
    return y


@case(1.1)
def else_without_break(x):
    y = x
    for i in range(3):
        y = y * x
    else:
        y = y + x
    return y


@case(1.1)
def break_inner_only(x):
    s = 0.0
    for i in range(4):
        y = x
        for j in range(5):
            y = y * (x + 0.3)
            if y > 2:
                break
        s = s + y
    return s


@case(1.1)
def break_both(x):
    s = x
    for i in range(5):
        done = False
        for j in range(5):
            s = s * x
            if s > 3:
                done = True
                break
        if done:
            break
        s = s + 0.1
    return s


@case(1.1)
def break_inside_nested_if(x):
    y = x
    for i in range(15):
        if i > 2:
            if y > 2:
                y = y - 0.5
                break
            y = y + 0.2 * x
        else:
            y = y * x
        y = y * 1.01
    return y


@case(1.1)
def continue_inside_nested_if(x):
    y = x
    for i in range(8):
        if i > 2:
            if i % 2:
                y = y + x
                continue
            y = y * 1.1
        y = y * x
    return y


@case(0.9)
@case(1.9)
def return_from_else(x):
    if x < 1:
        y = x * x
    else:
        return math.exp(x)
    y = y + 1
    return y * x


@case(1.3)
@case(0.3)
def return_in_nested_if(x):
    y = x * x
    if x < 2:
        if x > 1:
            return y * y
        y = y + x
    return y * x


@case(numbers(6))
def first_above(x):
    for v in x:
        if v > 1:
            return v * v
    return x[0]


@case(signed(6))
def skip_negative(x):
    s = 0.0
    for v in x:
        if v < 0:
            continue
        s += v ** 3
    return s


@case(1.2)
def continue_else(x):
    y = x
    for i in range(5):
        if i == 2:
            continue
        y = y * x
    else:
        y = y + 1
    return y * x


@case(1.2)
def return_in_loop_else(x):
    y = x
    for i in range(3):
        y = y * x
        if y > 100:
            break
    else:
        return y * y
    return y


@case(1.2)
def while_with_return_and_continue(x):
    y = x
    i = 0
    while i < 10:
        i += 1
        if i % 2:
            continue
        y = y * x
        if y > 2:
            return y * i
    return y


@case(numbers(3))
def array_until_converged(x):
    y = x
    for i in range(100):
        z = np.cos(y * 0.9)
        if np.max(np.abs(z - y)) < 1e-3:
            break
        y = z
    return np.sum(y * x)


@case(1.2)
def unreachable(x):
    y = x * x
    return y
    y = y * 3
    return y


@case(1.2)
def break_at_once(x):
    y = x
    for i in range(5):
        y = y * x
        break
    return y


@case(1.2)
@case(3.2)
def raise_in_loop(x):
    y = x
    for i in range(4):
        if y > 1e6:
            raise OverflowError("too large")
        y = y * x
    return y


@case(1.2)
def match_like_chain(x):
    state = 0
    y = x
    while state < 4:
        if state == 0:
            y = y * x
            state = 2
        elif state == 2:
            y = y + x
            if y > 2:
                state = 3
        elif state == 3:
            y = math.sin(y)
            state = 4
    return y
