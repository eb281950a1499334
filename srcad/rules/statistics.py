# mypy: disable-error-code="no-untyped-def"
"""Averages, order statistics, covariances, and reductions that leave out nan."""
from __future__ import annotations

import statistics

import numpy as np

from ..analyses.kinds import Kind
from ..runtime import product_of_others, tie_weights, unbroadcast
from ..runtime_containers import spread
from ..runtime_statistics import (
    along,
    corrcoef_adjoint,
    corrcoef_tangent,
    correlation_slopes,
    counted,
    cov_adjoint,
    cov_tangent,
    deviations,
    kept_axes,
    left_out,
    line_slopes,
    nanquantile_adjoint,
    nanquantile_tangent,
    observation_weights,
    quantile_adjoint,
    quantile_tangent,
    tie_shares,
    weighted,
)
from .registry import bilinear, general, jvp, linear

LINE = Kind(tuple, items=(Kind(float), Kind(float)), fields=("slope", "intercept"))


# ------------------------------------------------------------------ averages
@general(np.average, wrt="a weights")
def average(a, axis=None, weights=None, *, keepdims=False, ct, ans):
    """Source: w / sum(w); (a - average) / sum(w) for the weights."""
    wide = kept_axes(ct, axis, keepdims, a)
    if weights is None:
        return np.broadcast_to(wide / (np.size(a) // max(np.size(ct), 1)), np.shape(a)), 0.0
    shares = along(weights, axis, a)
    total = np.sum(np.broadcast_to(shares, np.shape(a)), axis=axis, keepdims=True)
    slopes = wide * (a - kept_axes(ans, axis, keepdims, a)) / total
    return wide * (shares / total), np.reshape(unbroadcast(slopes, shares), np.shape(weights))


@jvp(average)
def average_dot(a, axis=None, weights=None, *, keepdims=False, a_dot, weights_dot, ans):
    if weights is None:
        return np.mean(a_dot, axis=axis, keepdims=keepdims)
    shares = along(weights, axis, a)
    moved = shares * a_dot + along(weights_dot, axis, a) * (a - kept_axes(ans, axis, keepdims, a))
    total = np.sum(np.broadcast_to(shares, np.shape(a)), axis=axis, keepdims=keepdims)
    return np.sum(moved, axis=axis, keepdims=keepdims) / total


@linear(statistics.mean, wrt="data")
def statistics_mean(data, *, ct):
    return spread(ct / len(data), data)


@general(statistics.fmean, wrt="data weights")
def fmean(data, weights=None, *, ct, ans):
    """Source: each weight over their sum; each element less the mean."""
    if weights is None:
        return spread(ct / len(data), data), 0.0
    return ct / np.sum(weights) * np.asarray(weights), ct / np.sum(weights) * (np.asarray(data) - ans)


@jvp(fmean)
def fmean_dot(data, weights=None, *, data_dot, weights_dot, ans):
    if weights is None:
        return float(np.mean(data_dot))
    moved = np.dot(np.asarray(weights), np.asarray(data_dot)) + np.dot(np.asarray(data) - ans, np.asarray(weights_dot))
    return float(moved / np.sum(weights))


@bilinear(statistics.covariance)
def covariance(x, y, *, ct):
    return ct / (len(x) - 1) * (np.asarray(y) - np.mean(y)), ct / (len(x) - 1) * (np.asarray(x) - np.mean(x))


@general(statistics.correlation, wrt="x y")
def correlation(x, y, *, ct, ans):
    """Source: each as far from its mean as the other, less what is along its own."""
    return ct * correlation_slopes(x, y, ans), ct * correlation_slopes(y, x, ans)


@jvp(correlation)
def correlation_dot(x, y, *, x_dot, y_dot, ans):
    return float(np.dot(correlation_slopes(x, y, ans), np.asarray(x_dot))
                 + np.dot(correlation_slopes(y, x, ans), np.asarray(y_dot)))


@general(statistics.linear_regression, wrt="x y", gives=LINE)
def linear_regression(x, y, *, ct, ans):
    """Source: the slope is a covariance over a variance, the line goes through both means."""
    total = ct[0] - ct[1] * np.mean(x)
    return (total * line_slopes(x, y, ans[0]) - ct[1] * ans[0] / len(x),
            total * line_slopes(x, x, 0.0) + ct[1] / len(x))


@jvp(linear_regression)
def linear_regression_dot(x, y, *, x_dot, y_dot, ans):
    slope = float(np.dot(line_slopes(x, y, ans[0]), np.asarray(x_dot)) + np.dot(line_slopes(x, x, 0.0), np.asarray(y_dot)))
    return slope, float(np.mean(y_dot) - slope * np.mean(x) - ans[0] * np.mean(x_dot))


@general(statistics.variance, wrt="data")
def variance(data, *, ct):
    return ct * 2 / (len(data) - 1) * (np.asarray(data) - np.mean(data))


@jvp(variance)
def variance_dot(data, *, data_dot):
    return 2 / (len(data) - 1) * float(np.dot(np.asarray(data) - np.mean(data), data_dot))


@general(statistics.pvariance, wrt="data")
def pvariance(data, *, ct):
    return ct * 2 / len(data) * (np.asarray(data) - np.mean(data))


@jvp(pvariance)
def pvariance_dot(data, *, data_dot):
    return 2 / len(data) * float(np.dot(np.asarray(data) - np.mean(data), data_dot))


@general(statistics.stdev, wrt="data")
def stdev(data, *, ct, ans):
    """Source: 0 where all are equal."""
    return ct / ((len(data) - 1) * (ans if ans else 1)) * (np.asarray(data) - np.mean(data))


@jvp(stdev)
def stdev_dot(data, *, data_dot, ans):
    return float(np.dot(np.asarray(data) - np.mean(data), data_dot)) / ((len(data) - 1) * (ans if ans else 1))


@general(statistics.pstdev, wrt="data")
def pstdev(data, *, ct, ans):
    """Source: 0 where all are equal."""
    return ct / (len(data) * (ans if ans else 1)) * (np.asarray(data) - np.mean(data))


@jvp(pstdev)
def pstdev_dot(data, *, data_dot, ans):
    return float(np.dot(np.asarray(data) - np.mean(data), data_dot)) / (len(data) * (ans if ans else 1))


@general(statistics.geometric_mean, wrt="data")
def geometric_mean(data, *, ct, ans):
    return ct * ans / len(data) / np.asarray(data)


@jvp(geometric_mean)
def geometric_mean_dot(data, *, data_dot, ans):
    return float(ans * np.mean(np.divide(data_dot, data)))


@general(statistics.harmonic_mean, wrt="data")
def harmonic_mean(data, *, ct, ans):
    return ct / len(data) * np.square(ans / np.asarray(data))


@jvp(harmonic_mean)
def harmonic_mean_dot(data, *, data_dot, ans):
    return float(np.mean(np.square(np.divide(ans, data)) * data_dot))


@general(statistics.median, wrt="data")
def statistics_median(data, *, ct):
    """Source: as ``np.median``."""
    return quantile_adjoint(ct, data, 0.5, None, "linear")


@general(statistics.median_low, wrt="data")
def median_low(data, *, ct):
    """Source: to the element that it is."""
    return quantile_adjoint(ct, data, 0.5, None, "lower")


@jvp(median_low)
def median_low_dot(data, *, data_dot, ans):
    return float(quantile_tangent(data_dot, data, 0.5, None, "lower", ans))


@general(statistics.median_high, wrt="data")
def median_high(data, *, ct):
    """Source: to the element that it is."""
    return quantile_adjoint(ct, data, 0.5, None, "higher")


@jvp(median_high)
def median_high_dot(data, *, data_dot, ans):
    return float(quantile_tangent(data_dot, data, 0.5, None, "higher", ans))


@jvp(statistics_median)
def statistics_median_dot(data, *, data_dot, ans):
    return float(quantile_tangent(data_dot, data, 0.5, None, "linear", ans))


# ------------------------------------------------------------------ order statistics
@general(np.median)
def median(a, axis=None, out=None, overwrite_input=False, keepdims=False, *, ct):
    """Source: all to the middle element, one half to each of two; elements that tie keep their order."""
    return quantile_adjoint(ct, a, 0.5, axis, "linear")


@jvp(median)
def median_dot(a, axis=None, out=None, overwrite_input=False, keepdims=False, *, a_dot, ans):
    return quantile_tangent(a_dot, a, 0.5, axis, "linear", ans)


@general(np.quantile)
def quantile(a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False, *, ct):
    """Source: the two elements next to the quantile share it as its method says."""
    return quantile_adjoint(ct, a, q, axis, method)


@jvp(quantile)
def quantile_dot(a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False, *, a_dot, ans):
    return quantile_tangent(a_dot, a, q, axis, method, ans)


@general(np.percentile)
def percentile(a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False, *, ct):
    return quantile_adjoint(ct, a, np.divide(q, 100), axis, method)


@jvp(percentile)
def percentile_dot(a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False, *, a_dot, ans):
    return quantile_tangent(a_dot, a, np.divide(q, 100), axis, method, ans)


@general(np.ptp)
def ptp(a, axis=None, out=None, keepdims=False, *, ct):
    """Source: max - min; elements that tie share evenly."""
    highest = np.max(a, axis=axis, keepdims=True)
    lowest = np.min(a, axis=axis, keepdims=True)
    share = kept_axes(ct, axis, keepdims, a)
    return share * tie_weights(a, highest, axis, True) - share * tie_weights(a, lowest, axis, True)


@jvp(ptp)
def ptp_dot(a, axis=None, out=None, keepdims=False, *, a_dot):
    highest = np.max(a, axis=axis, keepdims=True)
    lowest = np.min(a, axis=axis, keepdims=True)
    moved = weighted(tie_weights(a, highest, axis, True), a_dot) - weighted(tie_weights(a, lowest, axis, True), a_dot)
    return np.sum(moved, axis=axis, keepdims=keepdims)


@general(np.nanmedian)
def nanmedian(a, axis=None, out=None, overwrite_input=False, keepdims=False, *, ct):
    """Source: the median of those that are not nan; nan gets 0."""
    return nanquantile_adjoint(ct, a, 0.5, axis, "linear")


@jvp(nanmedian)
def nanmedian_dot(a, axis=None, out=None, overwrite_input=False, keepdims=False, *, a_dot, ans):
    return nanquantile_tangent(a_dot, a, 0.5, axis, "linear", ans)


@general(np.nanquantile)
def nanquantile(a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False, *, ct):
    return nanquantile_adjoint(ct, a, q, axis, method)


@jvp(nanquantile)
def nanquantile_dot(a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False, *, a_dot, ans):
    return nanquantile_tangent(a_dot, a, q, axis, method, ans)


@general(np.nanpercentile)
def nanpercentile(a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False, *, ct):
    return nanquantile_adjoint(ct, a, np.divide(q, 100), axis, method)


@jvp(nanpercentile)
def nanpercentile_dot(a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False, *, a_dot, ans):
    return nanquantile_tangent(a_dot, a, np.divide(q, 100), axis, method, ans)


# ------------------------------------------------------------------ without nan
@general(np.nansum, wrt="a initial")
def nansum(a, axis=None, dtype=None, out=None, keepdims=False, initial=0, where=True, *, ct):
    """Source: nan counts as 0, and gets 0."""
    return left_out(kept_axes(ct, axis, keepdims, a), a, where & ~np.isnan(a)), np.sum(ct)


@jvp(nansum)
def nansum_dot(a, axis=None, dtype=None, out=None, keepdims=False, initial=0, where=True, *, a_dot, initial_dot):
    return np.sum(left_out(a_dot, a, where & ~np.isnan(a)), axis=axis, keepdims=keepdims) + initial_dot


@general(np.nanmean)
def nanmean(a, axis=None, dtype=None, out=None, keepdims=False, *, where=True, ct):
    """Source: the mean of those that are not nan; nan gets 0."""
    count = np.maximum(counted(a, axis, where & ~np.isnan(a)), 1)
    return left_out(kept_axes(ct, axis, keepdims, a) / count, a, where & ~np.isnan(a))


@jvp(nanmean)
def nanmean_dot(a, axis=None, dtype=None, out=None, keepdims=False, *, where=True, a_dot):
    count = np.maximum(counted(a, axis, where & ~np.isnan(a)), 1)
    return np.sum(left_out(a_dot / count, a, where & ~np.isnan(a)), axis=axis, keepdims=keepdims)


@general(np.nanmax, np.nanmin)
def nanextreme(a, axis=None, out=None, keepdims=False, initial=None, where=None, *, ct, ans):
    """Source: elements that tie share evenly; nan gets 0."""
    return kept_axes(ct, axis, keepdims, a) * tie_shares(a, ans, axis, keepdims, initial, where)


@jvp(nanextreme)
def nanextreme_dot(a, axis=None, out=None, keepdims=False, initial=None, where=None, *, a_dot, ans):
    weights = tie_shares(a, ans, axis, keepdims, initial, where)
    return np.sum(weights * np.where(np.isnan(a), 0, a_dot), axis=axis, keepdims=keepdims)


@general(np.nanprod)
def nanprod(a, axis=None, dtype=None, out=None, keepdims=False, initial=1, where=True, *, ct):
    """Source: nan counts as 1, and gets 0."""
    others = product_of_others(left_out(a, a, where & ~np.isnan(a), 1), axis) * initial
    return left_out(kept_axes(ct, axis, keepdims, a) * others, a, where & ~np.isnan(a))


@jvp(nanprod)
def nanprod_dot(a, axis=None, dtype=None, out=None, keepdims=False, initial=1, where=True, *, a_dot):
    others = product_of_others(left_out(a, a, where & ~np.isnan(a), 1), axis) * initial
    return np.sum(left_out(others * a_dot, a, where & ~np.isnan(a)), axis=axis, keepdims=keepdims)


@general(np.nanvar)
def nanvar(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=None, correction=None, ct):
    """Source: 2 (a - mean) / (n - ddof) with n counting those that are not nan; nan gets 0."""
    count = counted(a, axis, where & ~np.isnan(a)) - (ddof if correction is None else correction)
    return 2 * kept_axes(ct, axis, keepdims, a) / count * deviations(a, axis, mean, where & ~np.isnan(a))


@jvp(nanvar)
def nanvar_dot(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=None, correction=None, a_dot):
    count = counted(a, axis, where & ~np.isnan(a)) - (ddof if correction is None else correction)
    moved = deviations(a, axis, mean, where & ~np.isnan(a)) * np.where(np.isnan(a), 0, a_dot) / count
    return 2 * np.sum(moved, axis=axis, keepdims=keepdims)


@general(np.nanstd)
def nanstd(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=None, correction=None, ct, ans):
    """Source: (a - mean) / ((n - ddof) std); 0 where all elements are equal, nan gets 0."""
    count = counted(a, axis, where & ~np.isnan(a)) - (ddof if correction is None else correction)
    scaled = kept_axes(ct / np.where(ans == 0, 1, ans), axis, keepdims, a) / count
    return scaled * deviations(a, axis, mean, where & ~np.isnan(a))


@jvp(nanstd)
def nanstd_dot(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=None, correction=None,
               a_dot, ans):
    count = counted(a, axis, where & ~np.isnan(a)) - (ddof if correction is None else correction)
    moved = deviations(a, axis, mean, where & ~np.isnan(a)) * np.where(np.isnan(a), 0, a_dot) / count
    return np.sum(moved, axis=axis, keepdims=keepdims) / np.where(ans == 0, 1, ans)


# ------------------------------------------------------------------ covariance
@general(np.cov, wrt="m y")
def cov(m, y=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None, *, ct):
    """Source: (C + C.T) (m - mean) w / (n - ddof), observations along the rows."""
    bars = cov_adjoint(ct, m, y, rowvar, observation_weights(m, rowvar, bias, ddof, fweights, aweights))
    return bars[0], bars[1]


@jvp(cov)
def cov_dot(m, y=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None, *, m_dot, y_dot, ans):
    weights = observation_weights(m, rowvar, bias, ddof, fweights, aweights)
    return np.reshape(cov_tangent(m, y, m_dot, y_dot, rowvar, weights), np.shape(ans))


@general(np.corrcoef, wrt="x y")
def corrcoef(x, y=None, rowvar=True, *, ct):
    """Source: of the rows z, centred and of length 1: the cotangent of z z.T, without its part along z."""
    bars = corrcoef_adjoint(ct, x, y, rowvar)
    return bars[0], bars[1]


@jvp(corrcoef)
def corrcoef_dot(x, y=None, rowvar=True, *, x_dot, y_dot, ans):
    return np.reshape(corrcoef_tangent(x, y, x_dot, y_dot, rowvar), np.shape(ans))
