"""Samples of the tables of SciPy, read only where SciPy is installed."""
from __future__ import annotations

import numpy as np
from draw import Sample, a, call, signed
from samples_arrays import spd, square


def of(low: float, high: float) -> list[Sample]:
    return [call(a(low=low, high=high)), call(a(4, low=low, high=high)), call(a(2, 3, low=low, high=high))]


def ordered(*orders: float, low: float = 0.5, high: float = 2.5) -> list[Sample]:
    return [call(order, x) for order in orders for x in (a(low=low, high=high), a(3, low=low, high=high))] + [
        call(np.array([[orders[0]], [orders[-1]]]), a(3, low=low, high=high))]


def pairs(low: float = 0.3, high: float = 1.7) -> list[Sample]:
    return [call(a(low=low, high=high), a(low=low, high=high)), call(a(3, 1, low=low, high=high), a(4, low=low, high=high)),
            call(a(2, 3, low=low, high=high), a(2, 3, low=low, high=high)), call(a(low=low, high=high), a(3, low=low, high=high))]


def after(*constants: float, low: float, high: float) -> list[Sample]:
    """Constants first, then what varies."""
    return [call(*constants, a(low=low, high=high)), call(*constants, a(4, low=low, high=high)),
            call(*[np.full((2, 1), c) for c in constants], a(3, low=low, high=high))]


ANY = [call(-0.7), call(signed(4)), call(signed(2, 3))]

SPECIAL = {
    "special_gamma": of(0.3, 3.0), "special_gammaln": of(0.3, 4.0), "special_rgamma": [*of(0.3, 3.0), call(-1.4)],
    "special_digamma": of(0.3, 3.0), "special_polygamma": [call(1, a()), call(2, a(3)), call(0, a(2, 2))],
    "special_poch": pairs(), "special_multigammaln": [call(2.7, 3), call(a(3, low=2, high=4), 2), call(a(2, 2, low=2, high=4), 1)],
    "special_beta": pairs(), "special_betaln": pairs(),
    "special_gammainc": after(1.3, low=0.3, high=2), "special_gammaincc": after(1.3, low=0.3, high=2),
    "special_gammaincinv": after(1.3, low=0.1, high=0.9),
    "special_betainc": after(1.3, 2.1, low=0.1, high=0.9), "special_betaincinv": after(1.3, 2.1, low=0.1, high=0.9),
    "special_binom": [call(4.3, 2.2), call(a(3, low=3, high=5), a(3)), call(a(2, 1, low=3, high=5), a(3))],
    "special_erf": ANY, "special_erfc": ANY, "special_erfcx": ANY, "special_erfi": ANY, "special_dawsn": ANY,
    "special_erfinv": of(-0.9, 0.9), "special_erfcinv": of(0.1, 1.9),
    "special_ndtr": ANY, "special_log_ndtr": [*ANY, call(-8.3)], "special_ndtri": of(0.1, 0.9), "special_ndtri_exp": of(-3.0, -0.1),
    "special_expit": ANY, "special_logit": of(0.1, 0.9), "special_log_expit": ANY,
    "special_xlogy": [*pairs(), call(0.0, 1.3)], "special_xlog1py": [*pairs(), call(0.0, 1.3)], "special_entr": of(0.3, 1.7),
    "special_rel_entr": pairs(), "special_kl_div": pairs(),
    "special_huber": [call(1.0, 0.4), call(0.5, signed(3)), call(0.7, signed(2, 3))],
    "special_pseudo_huber": [call(1.2, 0.4), call(a(), signed(3)), call(a(2, 1), signed(2, 3))],
    "special_boxcox": [*pairs(), call(a(3), np.array([0.3, 1.0, 2.0]))], "special_boxcox1p": pairs(),
    "special_inv_boxcox": [call(0.7, 0.4), call(a(3), 1.2), call(a(2, 3), 0.5)],
    "special_exprel": [*ANY, call(0.3)], "special_log1pmx": of(-0.5, 0.9), "special_cosm1": ANY, "special_exp10": ANY,
    "special_sindg": ANY, "special_cosdg": ANY, "special_tandg": ANY,
    "special_exp1": of(0.3, 2.0), "special_expi": of(0.3, 2.0),
    "special_expn": [call(0, a()), call(1, a(3)), call(3, a(2, 2))], "special_spence": of(0.3, 1.7),
    "special_zeta": after(2.5, low=0.5, high=2.0), "special_ellipk": of(0.1, 0.8), "special_ellipkm1": of(0.1, 0.8),
    "special_ellipe": of(0.1, 0.8), "special_ellipkinc": [call(0.7, 0.4), call(a(3), 0.2), call(a(2, 2), 0.5)],
    "special_ellipeinc": [call(0.7, 0.4), call(a(3), 0.2), call(a(2, 2), 0.5)],
    **{f"special_{name}": of(0.5, 2.5) for name in "j0 j1 y0 y1 k0 k1 k0e k1e".split()},
    **{f"special_{name}": ANY for name in "i0 i1 i0e i1e".split()},
    **{f"special_{name}": ordered(0.5, 2.0) for name in "jv yv iv kv ive kve".split()},
    "special_yn": ordered(1, 2), "special_kn": ordered(1, 2),
    "special_logsumexp": [call(signed(4)), call(signed(2, 3), axis=1), call(signed(2, 3), 0, keepdims=True),
                          call(signed(2, 3), axis=-1, b=a(3)), call(signed(3), b=a(3)), call(signed(2, 3, 2), axis=(0, 2))],
    "special_softmax": [call(signed(4)), call(signed(2, 3), axis=1), call(signed(2, 3), 0)],
    "special_log_softmax": [call(signed(4)), call(signed(2, 3), axis=1), call(signed(2, 3), 0)],
}

SCIPY_SAMPLES: dict[str, list[Sample]] = {**SPECIAL}
del spd, square
