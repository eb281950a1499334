"""Samples of the tables of SciPy, read only where SciPy is installed."""
from __future__ import annotations

import importlib.util

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

DEGREES = [call(3, a()), call(2, signed(3)), call(0, a(2, 2)), call(1, signed(2))]
SPECIAL = {
    **{f"special_eval_{name}": DEGREES for name in ("legendre", "chebyt", "chebyu", "hermite", "hermitenorm", "laguerre")},
    **{f"special_eval_{name}": [call(3, 1.2, a()), call(2, 0.4, signed(3)), call(0, 1.3, a(2, 2))]
       for name in ("gegenbauer", "genlaguerre")},
    "special_hyp0f1": after(1.5, low=-0.5, high=0.9), "special_hyp1f1": after(1.0, 2.5, low=-0.5, high=0.9),
    "special_hyp2f1": after(1.0, 2.0, 3.5, low=-0.5, high=0.5), "special_struve": after(1.0, low=0.3, high=2.0),
    "special_owens_t": pairs(), "special_exp2": ANY, "special_cbrt": of(0.3, 2.0), "special_sici": of(0.3, 2.0),
    "special_shichi": of(0.3, 2.0), "special_fresnel": ANY, "special_airy": ANY,
    "special_ellipj": [call(0.7, 0.4), call(signed(3), 0.2), call(a(2, 2), 0.5)],
    "special_gamma": of(0.3, 3.0), "special_gammaln": of(0.3, 4.0), "special_rgamma": [*of(0.3, 3.0), call(-1.4)],
    "special_digamma": of(0.3, 3.0), "special_polygamma": [call(1, a()), call(2, a(3)), call(0, a(2, 2))],
    "special_poch": pairs(),
    "special_multigammaln": [call(2.7, 3), call(a(3, low=2, high=4), 2), call(a(2, 2, low=2, high=4), 1)],
    "special_beta": pairs(), "special_betaln": pairs(),
    "special_gammainc": after(1.3, low=0.3, high=2), "special_gammaincc": after(1.3, low=0.3, high=2),
    "special_gammaincinv": after(1.3, low=0.1, high=0.9),
    "special_betainc": after(1.3, 2.1, low=0.1, high=0.9), "special_betaincinv": after(1.3, 2.1, low=0.1, high=0.9),
    "special_binom": [call(4.3, 2.2), call(a(3, low=3, high=5), a(3)), call(a(2, 1, low=3, high=5), a(3))],
    "special_erf": ANY, "special_erfc": ANY, "special_erfcx": ANY, "special_erfi": ANY, "special_dawsn": ANY,
    "special_erfinv": of(-0.9, 0.9), "special_erfcinv": of(0.1, 1.9),
    "special_ndtr": ANY, "special_log_ndtr": [*ANY, call(-8.3)],
    "special_ndtri": of(0.1, 0.9), "special_ndtri_exp": of(-3.0, -0.1),
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

BAND = np.array([[0.0, 0.3, 0.4, 0.2], [2.1, 2.3, 1.9, 2.2], [0.5, 0.1, 0.3, 0.0]])
LOWER_BAND = np.array([[2.1, 2.3, 1.9, 2.2], [0.5, 0.1, 0.3, 0.0], [0.2, 0.4, 0.0, 0.0]])
APART = np.diag([0.0, 3.0, 7.0])            # so that eigenvalues are far from each other
PIVOTS = np.array([1, 1, 2])

LINALG = {
    "linalg_solve": [call(square(), a(3)), call(square(), a(3, 2)), call(spd(), a(3), assume_a="pos"),
                     call(spd(), a(3, 2), lower=True, assume_a="sym"), call(square(), a(3, 2), transposed=True)],
    "linalg_solve_triangular": [call(square(), a(3)), call(square(), a(3, 2), lower=True), call(square(), a(3), 1),
                                call(square(), a(3), "T", lower=True, unit_diagonal=True)],
    "linalg_solve_banded": [call((1, 1), BAND, a(4)), call((1, 1), BAND, a(4, 2)), call((2, 0), LOWER_BAND, a(4))],
    "band_transposed": [call(1, 1, BAND), call(2, 0, LOWER_BAND), call(0, 2, LOWER_BAND)],
    "band_of": [call(1, 1, a(4), a(4)), call(2, 0, a(4, 2), a(4, 2)), call(1, 2, a(5), a(5))],
    "band_times": [call(1, 1, BAND, a(4)), call(2, 0, LOWER_BAND, a(4, 2)), call(1, 1, a(3, 5), a(5))],
    "linalg_solve_sylvester": [call(square(), square(), a(3, 3)), call(square(), square(n=2), a(3, 2)),
                               call(square(n=2), square(n=2), a(2, 2))],
    "linalg_toeplitz": [call(a(3)), call(a(3), a(4)), call(a(2), a(1))],
    "column_sums": [call(a(3, 3)), call(a(2, 3)), call(a(3, 1))], "row_sums": [call(a(3, 3)), call(a(2, 3)), call(a(3, 1))],
    "linalg_solve_toeplitz": [call(np.array([2.1, 0.3, 0.2]), a(3)), call(np.array([2.1, 0.3, 0.2]), a(3, 2)),
                              call((np.array([2.1, 0.3, 0.2]), np.array([2.1, 0.5, 0.4])), a(3))],
    "linalg_cholesky": [call(spd()), call(spd(), lower=True), call(spd(n=2))],
    "linalg_cho_factor": [call(spd()), call(spd(), lower=True), call(spd(n=2))],
    "linalg_cho_solve": [call((square(), True), a(3)), call((square(), False), a(3, 2)), call((square(n=2), True), a(2))],
    "linalg_lu_factor": [call(square()), call(a(3, 3)), call(a(2, 2))],
    "linalg_lu_solve": [call((square(), PIVOTS), a(3)), call((square(), PIVOTS), a(3, 2)), call((square(), PIVOTS), a(3), 1)],
    "linalg_eigh": [call(spd() + 2 * APART), call(spd(n=2)), call(spd(n=2) + np.diag([0.0, 2.0]), lower=False)],
    "linalg_eigvalsh": [call(spd()), call(spd(n=2)), call(spd(), lower=False)],
    "linalg_svd": [call(square()), call(a(2, 3), full_matrices=False), call(a(3, 2), False)],
    "linalg_svdvals": [call(square()), call(a(2, 3)), call(a(3, 2))],
    "linalg_inv": [call(square()), call(square(n=2)), call(square(n=4))],
    "linalg_pinv": [call(a(3, 2)), call(a(2, 3)), call(square())],
    "linalg_det": [call(square()), call(square(n=2)), call(np.array([[1.0, 2.0], [2.0, 4.0]]))],
    "linalg_norm": [call(a(3)), call(a(2, 3)), call(a(3), 1), call(a(2, 3), "fro")],
    "linalg_expm": [call(a(3, 3)), call(a(2, 2)), call(square())],
    "linalg_expm_frechet": [call(a(3, 3), a(3, 3), compute_expm=False), call(a(2, 2), a(2, 2), compute_expm=False),
                            call(square(), a(3, 3), compute_expm=False)],
    "linalg_lstsq": [call(a(4, 2), a(4)), call(square(), a(3)), call(a(4, 2), a(4, 3))],
    "linalg_sqrtm": [call(spd()), call(spd(n=2)), call(square())],
    "linalg_block_diag": [call(a(2, 2), a(1, 3)), call(a(2), a(3, 1)), call(a(2, 2), a(3), a(1, 1))],
}

def located(*shapes: float, low: float = 0.5, high: float = 0.9, vary: bool = True) -> list[Sample]:
    """Of a family: numbers, an array, all broadcast against each other; shapes vary where they have a derivative."""
    given = [a(3, 1, low=0.9 * s, high=1.1 * s) if vary else s for s in shapes]
    return [call(a(low=low, high=high), *shapes), call(a(4, low=low, high=high), *shapes, 0.1, 1.2),
            call(a(4, low=low, high=high), *given, loc=a(low=0.1, high=0.2), scale=a(4, low=1.1, high=1.3))]


FAMILIES: dict[str, tuple[float, ...]] = {
    "norm": (), "expon": (), "cauchy": (), "laplace": (), "logistic": (), "gumbel_r": (), "uniform": (), "halfnorm": (),
    "rayleigh": (), "gamma": (2.3,), "invgamma": (2.3,), "beta": (2.3, 1.7), "t": (3.4,), "chi2": (3.4,), "lognorm": (0.7,),
    "weibull_min": (1.7,), "pareto": (2.3,),
}
GROUPS: dict[str, tuple[float, ...]] = {"": (), "_a": (2.3,), "_a_b": (2.3, 1.7), "_df": (3.4,), "_s": (0.7,), "_c": (1.7,),
                                        "_b": (2.3,)}


def counted(*parameters: Sample, k: int = 2) -> list[Sample]:
    return [call(k, *p.args) for p in parameters] + [call(np.array([1, k, 1]), *parameters[0].args)]


STATS = {
    **{f"{name}_{what}": located(*shapes, low=2.5, high=3.5) if name == "pareto" else located(*shapes)
       for name, shapes in FAMILIES.items() for what in ("logpdf", "pdf")},
    **{what + group: located(*shapes, vary=False) if group != "_b" or what == "ppf"
       else located(*shapes, low=2.5, high=3.5, vary=False)
       for group, shapes in GROUPS.items() for what in ("cdf", "sf", "logcdf", "logsf", "ppf")},
    "isf": located(vary=False),
    **{f"{name}_{what}": counted(call(a()), call(a(3))) for name in ("poisson",) for what in ("logpmf", "pmf", "cdf", "sf")},
    **{f"binom_{what}": counted(call(5, a(low=0.2, high=0.8)), call(4, a(3, low=0.2, high=0.8)))
       for what in ("logpmf", "pmf", "cdf", "sf")},
    **{f"bernoulli_{what}": counted(call(a(low=0.2, high=0.8)), call(a(3, low=0.2, high=0.8)), k=1)
       for what in ("logpmf", "pmf")},
    **{f"geom_{what}": counted(call(a(low=0.2, high=0.8)), call(a(3, low=0.2, high=0.8))) for what in ("logpmf", "pmf")},
    **{f"nbinom_{what}": counted(call(a(low=2, high=4), a(low=0.2, high=0.8)), call(a(3), a(3, low=0.2, high=0.8)))
       for what in ("logpmf", "pmf")},
    "multivariate_normal_logpdf": [call(a(3), a(3), spd()), call(a(4, 3), a(3), spd()), call(a(2), a(2), spd(n=2))],
}

def modes(*names: str) -> list[Sample]:
    return [call(a(5), a(3), name) for name in names] + [call(a(4, 3), a(2, 2), names[0]), call(a(3), a(5), names[0])]


SIGNAL = {
    **{f"signal_{name}": modes("full", "same", "valid") for name in ("convolve", "correlate", "fftconvolve", "oaconvolve")},
    "signal_detrend": [call(a(6)), call(a(6, 2), axis=0), call(a(2, 6), type="constant"), call(a(8), bp=[4])],
    "signal_lfilter": [call(a(2), np.array([1.0, 0.3]), a(6)), call(a(3), np.array([1.2, 0.3]), a(5), zi=a(2)),
                       call(a(2), np.array([1.2, 0.3, -0.2]), a(2, 4), -1, a(2, 2)), call(a(3), np.array([1.2, 0.3, -0.2]), a(5)),
                       call(a(1), np.array([2.0, 0.3]), a(2, 5)), call(a(4), np.array([1.0]), a(6, 2), axis=0),
                       call(a(3), a(2), a(2))],
    "delayed": [call(a(2), a(6), -1), call(a(3), a(2, 5), 1), call(a(4), a(3), 0)],
    "ahead": [call(a(2), a(6), -1), call(a(3), a(2, 5), 0), call(a(4), a(3), 0)],
    "lags": [call(a(6), a(6), 2, -1), call(a(2, 5), a(2, 5), 3, 0), call(a(3), a(3), 4, 0)],
    "backwards": [call(np.array([1.0, 0.3]), a(6), -1), call(np.array([1.2, 0.3, -0.2]), a(2, 5), 1),
                  call(np.array([2.0]), a(3), 0)],
}
REFLECT, NEAREST, FLAT = ("reflect", 0.0, 0), ("nearest", 0.0, (0, 1)), ("constant", 0.4, -1)
NDIMAGE = {
    "image_bar": [call(a(6), a(6), a(3), REFLECT, True), call(a(5, 4), a(5, 4), a(2, 3), NEAREST, False),
                  call(a(6), a(6), a(4), FLAT, True)],
    "kernel_bar": [call(a(6), a(6), a(3), REFLECT, True), call(a(5, 4), a(5, 4), a(2, 3), NEAREST, False),
                   call(a(6), a(6), a(4), FLAT, True)],
    **{f"ndimage_{name}": [call(a(6), a(3)), call(a(6), a(4), mode="constant"), call(a(5, 4), a(2, 3), mode="nearest"),
                           call(a(5, 4), a(3, 2), mode="wrap"), call(a(6), a(3), mode="mirror"),
                           call(a(6), a(4), mode="constant", cval=0.7, origin=1), call(a(5, 4), a(2, 3), origin=(-1, 1))]
       for name in ("convolve", "correlate")},
    "ndimage_correlate1d": [call(a(6), a(3)), call(a(5, 4), a(2), 0, mode="constant", cval=0.3, origin=-1),
                            call(a(5, 4), a(3), axis=1, mode="wrap")],
    "ndimage_convolve1d": [call(a(6), a(3)), call(a(5, 4), a(2), 0), call(a(5, 4), a(3), axis=1, mode="wrap")],
}
INTEGRATE = {
    "integrate_cumulative_trapezoid": [call(a(5)), call(a(3, 4), dx=0.3, axis=0, initial=0), call(a(3, 4), a(3), axis=0),
                                       call(a(3, 4), 2 + a(3, 4), initial=0.0)],
    "integrate_trapezoid": [call(a(5)), call(a(5), np.linspace(0.0, 2.0, 5)), call(a(3, 4), dx=0.3, axis=0), call(a(3, 4), a(4))],
    "integrate_simpson": [call(a(5)), call(a(6), x=np.array([0.0, 0.3, 1.0, 1.4, 2.0, 2.2])), call(a(3, 4), dx=0.3, axis=0)],
}

SCIPY_SAMPLES: dict[str, list[Sample]] = {**SPECIAL, **LINALG, **STATS, **SIGNAL, **NDIMAGE, **INTEGRATE}

if importlib.util.find_spec("scipy") is not None:
    from scipy import interpolate

    KNOTS = np.array([0.0, 0.5, 1.1, 1.4, 2.0])
    SCIPY_SAMPLES["interp1d_call"] = [
        *[call(interpolate.interp1d(KNOTS, a(5), kind), a(3)) for kind in ("linear", "quadratic", "cubic", "nearest")],
        *[call(interpolate.interp1d(KNOTS, a(2, 5, 2), kind, axis=1), a(2, 2)) for kind in ("linear", "quadratic")]]
    SCIPY_SAMPLES["spline_call_bar"] = [call(a(3), a(3), KNOTS, True, 0), call(a(3, 2), a(3), KNOTS, True, 1),
                                        call(a(2, 2), a(2, 2), KNOTS, False, 0)]
    SCIPY_SAMPLES["spline_value"] = [call(a(4, 4), a(3), KNOTS, True, 0), call(a(4, 4, 2), a(3), KNOTS, True, 1),
                                     call(a(4, 4), a(2, 2), KNOTS, "periodic", 0)]
    SCIPY_SAMPLES["spline_call"] = [
        call(interpolate.CubicSpline(KNOTS, a(5)), a(3)), call(interpolate.CubicSpline(KNOTS, a(5, 2)), a(3)),
        call(interpolate.CubicSpline(KNOTS, a(5), bc_type="natural"), a(2, 2), 1),
        call(interpolate.CubicSpline(KNOTS, a(5)), a())]
