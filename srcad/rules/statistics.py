# mypy: disable-error-code="no-untyped-def"
"""Averages, order statistics, covariances, and reductions that leave out nan."""
from __future__ import annotations

import statistics

import numpy as np

from ..runtime import product_of_others, spread, tie_weights, unbroadcast
from ..runtime_arrays import along, kept_axes, quantile_adjoint, quantile_tangent
from .registry import general, jvp, linear


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


@linear(statistics.mean, statistics.fmean, wrt="data")
def statistics_mean(data, *, ct):
    return spread(ct / len(data), data)


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
    return kept_axes(ct, axis, keepdims, a) * (tie_weights(a, highest, axis, True) - tie_weights(a, lowest, axis, True))


@jvp(ptp)
def ptp_dot(a, axis=None, out=None, keepdims=False, *, a_dot):
    highest = np.max(a, axis=axis, keepdims=True)
    lowest = np.min(a, axis=axis, keepdims=True)
    weights = tie_weights(a, highest, axis, True) - tie_weights(a, lowest, axis, True)
    return np.sum(weights * a_dot, axis=axis, keepdims=keepdims)


# ------------------------------------------------------------------ without nan
@general(np.nansum)
def nansum(a, axis=None, dtype=None, out=None, keepdims=False, *, ct):
    """Source: nan counts as 0, and gets 0."""
    return np.where(np.isnan(a), 0, kept_axes(ct, axis, keepdims, a))


@jvp(nansum)
def nansum_dot(a, axis=None, dtype=None, out=None, keepdims=False, *, a_dot):
    return np.sum(np.where(np.isnan(a), 0, a_dot), axis=axis, keepdims=keepdims)


@general(np.nanmean)
def nanmean(a, axis=None, dtype=None, out=None, keepdims=False, *, ct):
    """Source: the mean of those that are not nan; nan gets 0."""
    count = np.sum(~np.isnan(a), axis=axis, keepdims=True).astype(np.result_type(a))
    return np.where(np.isnan(a), 0, kept_axes(ct, axis, keepdims, a) / np.maximum(count, 1))


@jvp(nanmean)
def nanmean_dot(a, axis=None, dtype=None, out=None, keepdims=False, *, a_dot):
    count = np.sum(~np.isnan(a), axis=axis, keepdims=keepdims).astype(np.result_type(a))
    return np.sum(np.where(np.isnan(a), 0, a_dot), axis=axis, keepdims=keepdims) / np.maximum(count, 1)


@general(np.nanmax, np.nanmin)
def nanextreme(a, axis=None, out=None, keepdims=False, *, ct, ans):
    """Source: elements that tie share evenly; nan gets 0."""
    return kept_axes(ct, axis, keepdims, a) * tie_weights(a, ans, axis, keepdims)


@jvp(nanextreme)
def nanextreme_dot(a, axis=None, out=None, keepdims=False, *, a_dot, ans):
    return np.sum(tie_weights(a, ans, axis, keepdims) * np.where(np.isnan(a), 0, a_dot), axis=axis, keepdims=keepdims)


@general(np.nanprod)
def nanprod(a, axis=None, dtype=None, out=None, keepdims=False, *, ct):
    """Source: nan counts as 1, and gets 0."""
    others = product_of_others(np.where(np.isnan(a), 1, a), axis)
    return np.where(np.isnan(a), 0, kept_axes(ct, axis, keepdims, a) * others)


@jvp(nanprod)
def nanprod_dot(a, axis=None, dtype=None, out=None, keepdims=False, *, a_dot):
    others = product_of_others(np.where(np.isnan(a), 1, a), axis)
    return np.sum(np.where(np.isnan(a), 0, others * a_dot), axis=axis, keepdims=keepdims)


@general(np.nanvar)
def nanvar(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, ct):
    """Source: 2 (a - mean) / (n - ddof) with n counting those that are not nan; nan gets 0."""
    count = np.sum(~np.isnan(a), axis=axis, keepdims=True).astype(np.result_type(a)) - ddof
    deviation = a - np.nanmean(a, axis=axis, keepdims=True)
    return np.where(np.isnan(a), 0, 2 * kept_axes(ct, axis, keepdims, a) / count * deviation)


@jvp(nanvar)
def nanvar_dot(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, a_dot):
    count = np.sum(~np.isnan(a), axis=axis, keepdims=True).astype(np.result_type(a)) - ddof
    deviation = a - np.nanmean(a, axis=axis, keepdims=True)
    return np.sum(np.where(np.isnan(a), 0, 2 * deviation * a_dot / count), axis=axis, keepdims=keepdims)


@general(np.nanstd)
def nanstd(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, ct, ans):
    """Source: (a - mean) / ((n - ddof) std); 0 where all elements are equal, nan gets 0."""
    count = np.sum(~np.isnan(a), axis=axis, keepdims=True).astype(np.result_type(a)) - ddof
    deviation = a - np.nanmean(a, axis=axis, keepdims=True)
    scaled = kept_axes(ct / np.where(ans == 0, 1, ans), axis, keepdims, a) / count
    return np.where(np.isnan(a), 0, scaled * deviation)


@jvp(nanstd)
def nanstd_dot(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, a_dot, ans):
    count = np.sum(~np.isnan(a), axis=axis, keepdims=True).astype(np.result_type(a)) - ddof
    deviation = a - np.nanmean(a, axis=axis, keepdims=True)
    products = np.where(np.isnan(a), 0, deviation * a_dot / count)
    return np.sum(products, axis=axis, keepdims=keepdims) / np.where(ans == 0, 1, ans)


# ------------------------------------------------------------------ covariance
@general(np.cov, wrt="m")
def cov(m, *, rowvar=True, bias=False, ddof=None, ct):
    """Source: (C + C.T) (m - mean) / (n - ddof), observations along the rows."""
    rows = np.atleast_2d(m) if rowvar or np.ndim(m) < 2 else np.transpose(m)
    count = rows.shape[1] - ((0 if bias else 1) if ddof is None else ddof)
    both = np.reshape(ct, (len(rows), len(rows)))
    found = (both + both.T) @ (rows - np.mean(rows, axis=1, keepdims=True)) / count
    return np.reshape(found if rowvar or np.ndim(m) < 2 else found.T, np.shape(m))


@jvp(cov)
def cov_dot(m, *, rowvar=True, bias=False, ddof=None, m_dot, ans):
    rows = np.atleast_2d(m) if rowvar or np.ndim(m) < 2 else np.transpose(m)
    dots = np.atleast_2d(m_dot) if rowvar or np.ndim(m) < 2 else np.transpose(m_dot)
    count = rows.shape[1] - ((0 if bias else 1) if ddof is None else ddof)
    product = (rows - np.mean(rows, axis=1, keepdims=True)) @ dots.T / count
    return np.reshape(product + product.T, np.shape(ans))


@general(np.corrcoef, wrt="x")
def corrcoef(x, *, rowvar=True, ct):
    """Source: of the rows z, centred and of length 1: the cotangent of z z.T, without its part along z."""
    rows = np.atleast_2d(x) if rowvar or np.ndim(x) < 2 else np.transpose(x)
    centred = rows - np.mean(rows, axis=1, keepdims=True)
    length = np.sqrt(np.sum(centred * centred, axis=1, keepdims=True))
    z = centred / length
    z_bar = (np.reshape(ct, (len(rows), len(rows))) + np.reshape(ct, (len(rows), len(rows))).T) @ z
    found = (z_bar - z * np.sum(z_bar * z, axis=1, keepdims=True)) / length
    found = found - np.mean(found, axis=1, keepdims=True)
    return np.reshape(found if rowvar or np.ndim(x) < 2 else found.T, np.shape(x))


@jvp(corrcoef)
def corrcoef_dot(x, *, rowvar=True, x_dot, ans):
    rows = np.atleast_2d(x) if rowvar or np.ndim(x) < 2 else np.transpose(x)
    moved = np.atleast_2d(x_dot) if rowvar or np.ndim(x) < 2 else np.transpose(x_dot)
    centred = rows - np.mean(rows, axis=1, keepdims=True)
    length = np.sqrt(np.sum(centred * centred, axis=1, keepdims=True))
    z = centred / length
    moved = (moved - np.mean(moved, axis=1, keepdims=True)) / length
    product = (moved - z * np.sum(moved * z, axis=1, keepdims=True)) @ z.T
    return np.reshape(product + product.T, np.shape(ans))
