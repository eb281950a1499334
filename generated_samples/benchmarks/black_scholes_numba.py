import math
import numpy as np
from numba import njit


@njit(cache=True, boundscheck=True)
def erf_array(x):
    """The error function of every element."""
    found = np.empty(x.shape, np.float64)
    for place, value in np.ndenumerate(x):
        found[place] = math.erf(value)
    return found


@njit(cache=True, boundscheck=True)
def real_sqrt(x):
    """Return sqrt of a number, with Python's errors."""
    found = math.sqrt(x)
    if found - found != 0.0:
        if found != found and x == x:
            raise ValueError('math domain error')
        if found == found and x - x == 0.0:
            raise OverflowError('math range error')
    return found


@njit(cache=True, boundscheck=True)
def normal_cdf_forward(x):
    t = np.sqrt(2.0)
    t1 = x / t
    return 0.5 * (1.0 + erf_array(t1)), (t, t1)


@njit(cache=True, boundscheck=True)
def normal_cdf_reverse(record, ans_bar):
    t, t1_1 = record
    # line 102: return 0.5 * (1.0 + erf(x / np.sqrt(2.0)))
    return ans_bar * 0.5 * (2 / real_sqrt(math.pi) * np.exp(-t1_1 * t1_1)) / t


@njit(cache=True)
def black_scholes_grad(spot, volatility, rate, strike, time):
    """Gradient of black_scholes with respect to spot, volatility, rate.

    The value of European calls.
    """
    t = np.sqrt(time)
    spread = volatility * t
    t1_2 = spot / strike
    d1 = (np.log(t1_2) + (rate + 0.5 * volatility ** 2) * time) / spread
    d2 = d1 - spread
    t8, normal_cdf_record1 = normal_cdf_forward(d1)
    t12 = np.exp(-rate * time)
    t14, normal_cdf_record = normal_cdf_forward(d2)
    np.broadcast_shapes(spot.shape, strike.shape)
    # reverse sweep
    # line 98: return np.sum(price)
    # line 97: price = spot * normal_cdf(d1) - strike * np.exp(-rate * time) * normal_cdf(d2)
    d2_bar = normal_cdf_reverse(normal_cdf_record, -(strike * t12))
    rate_bar = np.sum(t14 * strike * t12 * time)
    spot_bar = 1.0 * t8
    d1_bar = normal_cdf_reverse(normal_cdf_record1, 1.0 * spot)
    # line 96: d2 = d1 - spread
    spread_bar = -d2_bar
    d1_bar[...] = d1_bar + d2_bar
    # line 95: d1 = (np.log(spot / strike) + (rate + 0.5 * volatility ** 2) * time) / spread
    share = d1_bar / spread
    spread_bar[...] = spread_bar - share * d1
    t_5_bar = share * time
    rate_bar += np.sum(t_5_bar)
    volatility_bar = t_5_bar * volatility
    spot_bar[...] = spot_bar + share / t1_2 / strike
    # line 94: spread = volatility * np.sqrt(time)
    volatility_bar[...] = volatility_bar + spread_bar * t
    return spot_bar, volatility_bar, float(rate_bar)
