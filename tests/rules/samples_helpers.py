"""Arguments for the rules of the helpers that are pasted into emitted code."""
from __future__ import annotations

import math

import numpy as np
from draw import RANDOM, Sample, a, call, signed

BEFORE = RANDOM.bit_generator.state         # the other samples keep their numbers
PLACES = np.array([[0, 2, -1], [2, 1, 0]])

HELPER_SAMPLES: dict[str, list[Sample]] = {
    "match": [call(a(), a()), call(a(), a(3)), call(a(2, 3), a(2, 3)), call([a(3), a()], (a(3), a()))],
    "laid_out": [call(a(), a()), call(a(2, 3), a()), call(a(2, 3), a(2, 3)), call(np.asfortranarray(a(2, 3)), a(3))],
    "spread": [call(a(), [a(), a()]), call(a(), a(2, 3)), call(a(2, 3), [a(2, 3), a(3), a()]),
               call(a(3), [a(3), a(3)])],
    "added": [call(a(), a()), call(a(3), a(3)), call([a(), a(3)], [a(), a(3)]), call([a(), a(3)], a()),
              call([a(3), a(3)], a(2, 3))],
    "whole": [call(a(), a(3)), call(a(2, 3), a(2, 3)), call([a(), a(3)], [a(), a(3)]), call(a(2, 3), [a(3), a(3)]),
              call(a(2), [a(), a()]), call(a(), [a(3), a()])],
    "own_parts": [call([a(3), a()], ()), call([a(2), a(3)], (a(2),), ()), call([a(), a()], ())],
    "own": [call(a(3), ()), call(a(2, 3), (a(3),)), call([a(3), a()], ())],
    "own_dot": [call(a(3), a(3)), call(a(2, 3), a(2, 3)), call([a(3), a()], [a(3), a()])],
    "real": [call(a()), call(a(3)), call([a(), a(3)])],
    "writable": [call(a(3)), call(a(2, 3)), call(a(2, 2, 2))],
    "unbroadcast": [call(a(3), a()), call(a(2, 3), a(3)), call(a(2, 3), a(2, 1)), call(a(2, 3), a(2, 3))],
    "stretched": [call(a(), a(3)), call(a(3), a(2, 3)), call(a(2, 1), a(2, 3)), call(a(1, 3), a(3))],
    "pick": [call(a(), [1.0, 2.0, 2.0], 2.0), call(a(), [3.0, 2.0], 3.0), call(a(), [1.0], 1.0)],
    "picked": [call([a(), a(), a()], [1.0, 2.0, 2.0], 2.0), call([a(), a()], [3.0, 2.0], 3.0), call([a()], [1.0], 1.0)],
    "pieces": [call(a(5), [a(2), a(3)], 0), call(a(2, 5), [a(2, 2), a(2, 3)], -1), call(a(7), [a(2, 2), a(3)], None),
               call(a(2, 3), [a(3), a(3)], 0)],
    "folded": [call([a(), a(), a(), a()], [a(), a()]), call([a(), a(), a()], [a()]), call([a(), a()], [a(), a()])],
    "reduceat_adjoint": [call(a(2), a(5), [0, 3], 0), call(a(3), a(5), [1, 3, 2], 0), call(a(2, 2), a(2, 5), [0, 4], 1)],
    "repeat_adjoint": [call(a(6), a(3), 2, 0), call(a(2, 6), a(2, 3), np.array([1, 2, 3]), -1), call(a(8), a(2, 2), 2, None)],
    "observations": [call(a(4), None, True), call(a(2, 3), a(3), True), call(a(3, 2), a(3, 1), False)],
    "observed": [call(a(1, 4), a(4), None, True), call(a(3, 3), a(2, 3), a(3), True), call(a(3, 3), a(3, 2), a(3, 1), False)],
    "gated": [call(a(), a()), call(a(3), a(3)), call(signed(2, 3), a(2, 3))],
    "matmul_left": [call(a(2, 4), a(2, 3), a(3, 4)), call(a(2), a(2, 3), a(3)), call(a(4), a(3), a(3, 4)),
                    call(a(5, 2, 4), a(2, 3), a(5, 3, 4))],
    "matmul_right": [call(a(2, 4), a(2, 3), a(3, 4)), call(a(2), a(2, 3), a(3)), call(a(4), a(3), a(3, 4)),
                     call(a(5, 2, 4), a(5, 2, 3), a(3, 4))],
    "dot_left": [call(a(2, 4), a(2, 3), a(3, 4)), call(a(2), a(2, 3), a(3)), call(a(3), a(), a(3))],
    "dot_right": [call(a(2, 4), a(2, 3), a(3, 4)), call(a(2), a(2, 3), a(3)), call(a(3), a(3), a())],
    "kron_adjoint": [call(a(4, 6), a(2, 2), a(2, 3), True), call(a(4, 6), a(2, 2), a(2, 3), False), call(a(6), a(2), a(3), True)],
    "diff_adjoint": [call(a(3), a(4), 1, 0), call(a(2, 3), a(2, 5), 2, -1), call(a(2, 3), a(3, 3), 1, 0)],
    "gradient_adjoint": [call(a(4), a(4), (), None, 1), call(a(4), a(4), (0.5,), 0, 2), call(a(3, 4), a(3, 4), (), 1, 1)],
    "gradients": [call(a(4), a(4), (), None, 1), call(a(4), a(4), (0.5,), 0, 2), call(a(3, 4), a(3, 4), (), 1, 1)],
    "tile_adjoint": [call(a(6), a(3), 2), call(a(4, 3), a(2, 3), (2, 1)), call(a(2, 3), a(3), (2, 1))],
    "kept_axes": [call(a(), None, False, a(2, 3)), call(a(2), 1, False, a(2, 3)), call(a(2, 1), 1, True, a(2, 3))],
    "to_rows": [call(a(3), None), call(a(2, 3), 0), call(a(2, 3, 4), (0, 2))],
    "from_rows": [call(a(3), a(3), None), call(a(3, 2), a(2, 3), 0), call(a(3, 8), a(2, 3, 4), (0, 2))],
    "padded_bar": [call(a(5), a(3), 1), call(a(4, 5), a(2, 3), 1, "maximum"), call(a(5), a(3), 1, "mean", 2)],
    "padded_dot": [call(a(3), a(3), 1), call(a(2, 3), a(2, 3), 1, "median"), call(a(3), a(3), 1, "linear_ramp", 0, None, 0.3)],
    "fill_bar": [call(a(5), a(3), 1, "constant", 0.3), call(a(5), a(3), 1, "linear_ramp", a(2)),
                 call(a(4, 5), a(2, 3), 1, "constant", a(2, 2))],
    "fill_dot": [call(a(), a(3), 1, "constant"), call(a(2), a(3), 1, "linear_ramp"), call(a(2, 2), a(2, 3), 1, "constant")],
    "gather_adjoint": [call(a(2, 3), a(3), PLACES), call(a(2, 3), a(2, 2), PLACES), call(a(3), a(2), np.array([1, 0, 1]))],
    "quantile_adjoint": [call(a(), a(4), 0.3, None, "linear"), call(a(2), a(2, 3), 0.5, 1, "linear"),
                         call(a(2), a(4), np.array([0.2, 0.7]), 0, "linear")],
    "quantile_tangent": [call(a(4), a(4), 0.3, None, "linear", a()), call(a(2, 3), a(2, 3), 0.5, 1, "linear", a(2)),
                         call(a(4), a(4), np.array([0.2, 0.7]), 0, "linear", a(2))],
    "einsum_adjoint": [call(a(2, 4), ["ij,jk->ik", a(2, 3), a(3, 4)], False), call(a(), ["i,i", a(3), a(3)], False),
                       call(a(3), ["ij,j,i->i", a(3, 2), a(2), a(3)], False)],
    "einsum_tangent": [call([0.0, a(2, 3), a(3, 4)], ["ij,jk->ik", a(2, 3), a(3, 4)], False),
                       call([0.0, a(3), a(3)], ["i,i", a(3), a(3)], False),
                       call([0.0, a(3, 2), a(2), a(3)], ["ij,j,i->i", a(3, 2), a(2), a(3)], False)],
}
W4 = (np.ones(4), 3.0)
KNOTS = np.array([0.0, 0.6, 1.1, 2.0])
HELPER_SAMPLES |= {
    "cross_adjoint": [call(a(3), a(3), a(3), (-1, -1, -1), True), call(a(2, 3), a(2, 3), a(2, 3), (-1, -1, -1), False),
                      call(a(3, 2), a(3, 2), a(3, 2), (0, 0, 0), True)],
    "chain_adjoint": [call(a(2, 3), [a(2, 4), a(4, 2), a(2, 3)]), call(a(3), [a(2), a(2, 2), a(2, 3)]),
                      call(a(2, 2), [a(2, 3), a(3, 2)])],
    "vector_slopes": [call(signed(4), None, None), call(signed(2, 3), 3, 1), call(signed(4), 1, 0),
                      call(signed(3), math.inf, None)],
    "norm_slopes": [call(signed(2, 3), None, None), call(signed(2, 3), "nuc", None), call(signed(3, 3), 2, None),
                    call(signed(3, 2), -2, (0, 1)), call(signed(4), 2.5, None), call(signed(2, 3), 1, None)],
    "chosen": [call(a(3), [a(3), a(3)], np.array([0, 1, 0])), call(a(2, 3), [a(3), a(2, 1)], np.array([[0], [1]])),
               call(a(3), [a(3), a()], np.array([0, 3, -1]), "wrap")],
    "picked_choices": [call([a(3), a(3)], a(3), np.array([0, 1, 0])), call([a(3), a(2, 1)], a(2, 3), np.array([[0], [1]])),
                       call([a(3), a()], a(3), np.array([0, 3, -1]), "wrap")],
    "meshgrid_adjoint": [call([a(3, 2), a(3, 2)], (a(2), a(3)), "xy"), call([a(2, 3), a(2, 3)], (a(2), a(3)), "ij"),
                         call([a(4)], (a(4),), "xy")],
    "meshed": [call([a(2), a(3)], [a(3, 2), a(3, 2)], "xy"), call([a(2), a(3)], [a(2, 3), a(2, 3)], "ij"),
               call([a(4)], [a(4)], "xy")],
    "each": [call([a(2, 3), a(2, 3)], (a(3), a(2, 1))), call([a(1, 3), a(2, 3)], (a(3), a(2, 3))), call([a(3)], (a(3),))],
    "filled": [call([a(3), a(2, 1)], [a(2, 3), a(2, 3)]), call([a(3), a(2, 3)], [a(1, 3), a(2, 3)]), call([a(3)], [a(3)])],
    "several": [call([a(2, 3), a(2, 3)], (a(3), a(2, 1))), call(a(1, 3), (a(3),)), call([a(1, 3), a(2, 3)], (a(3), a(2, 3)))],
    "block_adjoint": [call(a(2, 3), [[a(2, 2), a(2, 1)]]), call(a(5), [a(2), a(3)]), call(a(3, 2), [[a(1, 2)], [a(2, 2)]])],
    "nanquantile_adjoint": [call(a(), a(4), 0.3, None, "linear"), call(a(2), a(2, 3), 0.5, 1, "linear"),
                            call(a(2), np.array([0.5, np.nan, 0.2]), np.array([0.2, 0.7]), 0, "linear")],
    "nanquantile_tangent": [call(a(4), a(4), 0.3, None, "linear", a()), call(a(2, 3), a(2, 3), 0.5, 1, "linear", a(2)),
                            call(a(3), np.array([0.5, np.nan, 0.2]), np.array([0.2, 0.7]), 0, "linear", a(2))],
    "cov_adjoint": [call(a(2, 2), a(2, 4), None, True, W4), call(a(3, 3), a(2, 4), a(4), True, W4),
                    call(a(2, 2), a(4, 2), None, False, W4)],
    "cov_tangent": [call(a(2, 4), None, a(2, 4), 0.0, True, W4), call(a(2, 4), a(4), a(2, 4), a(4), True, W4),
                    call(a(4, 2), None, a(4, 2), 0.0, False, W4)],
    "interp_slopes": [call(0.7, KNOTS + 0.0, a(4)), call(a(3), KNOTS + 0.0, a(4)),
                      call(np.array([-1.0, 0.3, 5.0]), KNOTS + 0.0, a(4))],
    "interp_pieces": [call(a(), 0.7, KNOTS + 0.0), call(a(3), a(3), KNOTS + 0.0),
                      call(a(3), np.array([-1.0, 0.3, 5.0]), KNOTS + 0.0)],
    "interp_adjoint": [call(a(), 0.7, KNOTS + 0.0, None, None), call(a(3), a(3), KNOTS + 0.0, None, None),
                       call(a(3), np.array([-1.0, 0.3, 5.0]), KNOTS + 0.0, 1.0, None)],
}
for _word in ("power", "cheb", "leg", "lag", "herm", "herme"):
    HELPER_SAMPLES[f"{_word}_der"] = [call(a(4)), call(a(3), 2), call(a(3, 2)), call(a(4), 1, 2.0)]
    HELPER_SAMPLES[f"{_word}_vander"] = [call(signed(3), 2), call(signed(2), 3), call(signed(3), 1)]
RANDOM.bit_generator.state = BEFORE
