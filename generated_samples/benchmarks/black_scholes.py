import math
import numpy as np
from scipy.special import erf


def normal_cdf_forward(x):
    t = np.sqrt(2.0)
    t_1 = x / t
    return 0.5 * (1.0 + erf(t_1)), (t, t_1)


def normal_cdf_reverse(record, ans_bar):
    t, t_1 = record
    # line 102: return 0.5 * (1.0 + erf(x / np.sqrt(2.0)))
    return ans_bar * 0.5 * (2 / math.sqrt(math.pi) * np.exp(-t_1 * t_1)) / t


def black_scholes_grad(spot, volatility, rate, strike, time):
    """Gradient of black_scholes with respect to spot, volatility, rate.

    The value of European calls.
    """
    t = np.sqrt(time)
    spread = volatility * t
    t_1 = spot / strike
    d1 = (np.log(t_1) + (rate + 0.5 * volatility ** 2) * time) / spread
    d2 = d1 - spread
    t_8, normal_cdf_record_1 = normal_cdf_forward(d1)
    t_12 = np.exp(-rate * time)
    t_14, normal_cdf_record = normal_cdf_forward(d2)
    np.broadcast_shapes(spot.shape, strike.shape)
    del d2
    # reverse sweep
    # line 98: return np.sum(price)
    # line 97: price = spot * normal_cdf(d1) - strike * np.exp(-rate * time) * normal_cdf(d2)
    d2_bar = normal_cdf_reverse(normal_cdf_record, -(strike * t_12))
    del normal_cdf_record
    rate_bar = np.sum(t_14 * strike * t_12 * time)
    spot_bar = 1.0 * t_8
    d1_bar = normal_cdf_reverse(normal_cdf_record_1, 1.0 * spot)
    del normal_cdf_record_1
    # line 96: d2 = d1 - spread
    spread_bar = -d2_bar
    d1_bar += d2_bar
    # line 95: d1 = (np.log(spot / strike) + (rate + 0.5 * volatility ** 2) * time) / spread
    share = d1_bar / spread
    spread_bar -= share * d1
    t_5_bar = share * time
    rate_bar += np.sum(t_5_bar)
    volatility_bar = t_5_bar * volatility
    spot_bar += share / t_1 / strike
    # line 94: spread = volatility * np.sqrt(time)
    volatility_bar += spread_bar * t
    return spot_bar, volatility_bar, float(rate_bar)
