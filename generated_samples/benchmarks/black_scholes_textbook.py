import math
import numpy as np
from scipy.special import erf


def normal_cdf_forward(x):
    stack = []
    ans = None
    t = None
    t_1 = None
    t_2 = None
    t_3 = None
    stack.append(t)
    t = np.sqrt(2.0)
    stack.append(t_1)
    t_1 = x / t
    stack.append(t_2)
    t_2 = erf(t_1)
    stack.append(t_3)
    t_3 = 1.0 + t_2
    stack.append(ans)
    ans = 0.5 * t_3
    return ans, (stack, ans, t, t_1, t_2, t_3, x)


def normal_cdf_reverse(record, ans_bar):
    stack, ans, t, t_1, t_2, t_3, x = record
    t_1_bar = 0.0
    t_2_bar = 0.0
    t_3_bar = 0.0
    x_bar = 0.0
    # line 102: return 0.5 * (1.0 + erf(x / np.sqrt(2.0)))
    t_3_bar = t_3_bar + ans_bar * 0.5
    ans_bar = 0.0
    ans = stack.pop()
    t_2_bar = t_2_bar + t_3_bar
    t_3_bar = 0.0
    t_3 = stack.pop()
    t_1_bar = t_1_bar + t_2_bar * (2 / math.sqrt(math.pi) * np.exp(-t_1 * t_1))
    t_2_bar = 0.0
    t_2 = stack.pop()
    x_bar = x_bar + t_1_bar / t
    t_1_bar = 0.0
    t_1 = stack.pop()
    t = stack.pop()
    x_bar = np.broadcast_to(x_bar, np.shape(x))
    return x_bar


def black_scholes_grad(spot, volatility, rate, strike, time):
    """Gradient of black_scholes with respect to spot, volatility, rate.

    The value of European calls.
    """
    stack = []
    ans = None
    d1 = None
    d2 = None
    normal_cdf_record = None
    normal_cdf_record_1 = None
    price = None
    spread = None
    t = None
    t_1 = None
    t_10 = None
    t_11 = None
    t_12 = None
    t_13 = None
    t_14 = None
    t_15 = None
    t_2 = None
    t_3 = None
    t_4 = None
    t_5 = None
    t_6 = None
    t_7 = None
    t_8 = None
    t_9 = None
    stack.append(t)
    t = np.sqrt(time)
    stack.append(spread)
    spread = volatility * t
    stack.append(t_1)
    t_1 = spot / strike
    stack.append(t_2)
    t_2 = np.log(t_1)
    stack.append(t_3)
    t_3 = volatility ** 2
    stack.append(t_4)
    t_4 = 0.5 * t_3
    stack.append(t_5)
    t_5 = rate + t_4
    stack.append(t_6)
    t_6 = t_5 * time
    stack.append(t_7)
    t_7 = t_2 + t_6
    stack.append(d1)
    d1 = t_7 / spread
    stack.append(d2)
    d2 = d1 - spread
    stack.append(t_8)
    stack.append(normal_cdf_record_1)
    t_8, normal_cdf_record_1 = normal_cdf_forward(d1)
    stack.append(t_9)
    t_9 = spot * t_8
    stack.append(t_10)
    t_10 = -rate
    stack.append(t_11)
    t_11 = t_10 * time
    stack.append(t_12)
    t_12 = np.exp(t_11)
    stack.append(t_13)
    t_13 = strike * t_12
    stack.append(t_14)
    stack.append(normal_cdf_record)
    t_14, normal_cdf_record = normal_cdf_forward(d2)
    stack.append(t_15)
    t_15 = t_13 * t_14
    stack.append(price)
    price = t_9 - t_15
    stack.append(ans)
    ans = np.sum(price)
    # reverse sweep
    ans_bar = 1.0
    d1_bar = 0.0
    d2_bar = 0.0
    price_bar = 0.0
    rate_bar = 0.0
    spot_bar = 0.0
    spread_bar = 0.0
    t_1_bar = 0.0
    t_10_bar = 0.0
    t_11_bar = 0.0
    t_12_bar = 0.0
    t_13_bar = 0.0
    t_14_bar = 0.0
    t_15_bar = 0.0
    t_2_bar = 0.0
    t_3_bar = 0.0
    t_4_bar = 0.0
    t_5_bar = 0.0
    t_6_bar = 0.0
    t_7_bar = 0.0
    t_8_bar = 0.0
    t_9_bar = 0.0
    volatility_bar = 0.0
    # line 98: return np.sum(price)
    price_bar = price_bar + ans_bar
    ans_bar = 0.0
    ans = stack.pop()
    # line 97: price = spot * normal_cdf(d1) - strike * np.exp(-rate * time) * normal_cdf(d2)
    t_15_bar = t_15_bar - price_bar
    t_9_bar = t_9_bar + price_bar
    price_bar = 0.0
    price = stack.pop()
    t_13_bar = t_13_bar + t_15_bar * t_14
    t_14_bar = t_14_bar + t_15_bar * t_13
    t_15_bar = 0.0
    t_15 = stack.pop()
    t_14_bar = np.broadcast_to(t_14_bar, np.shape(t_14))
    d2_bar = d2_bar + normal_cdf_reverse(normal_cdf_record, t_14_bar)
    t_14_bar = 0.0
    normal_cdf_record = stack.pop()
    t_14 = stack.pop()
    t_12_bar = t_12_bar + t_13_bar * strike
    t_13_bar = 0.0
    t_13 = stack.pop()
    t_11_bar = t_11_bar + t_12_bar * t_12
    t_12_bar = 0.0
    t_12 = stack.pop()
    t_10_bar += np.sum(t_11_bar * time)
    t_11_bar = 0.0
    t_11 = stack.pop()
    rate_bar -= t_10_bar
    t_10_bar = 0.0
    t_10 = stack.pop()
    spot_bar = spot_bar + t_9_bar * t_8
    t_8_bar = t_8_bar + t_9_bar * spot
    t_9_bar = 0.0
    t_9 = stack.pop()
    t_8_bar = np.broadcast_to(t_8_bar, np.shape(t_8))
    d1_bar = d1_bar + normal_cdf_reverse(normal_cdf_record_1, t_8_bar)
    t_8_bar = 0.0
    normal_cdf_record_1 = stack.pop()
    t_8 = stack.pop()
    # line 96: d2 = d1 - spread
    spread_bar = spread_bar - d2_bar
    d1_bar = d1_bar + d2_bar
    d2_bar = 0.0
    d2 = stack.pop()
    # line 95: d1 = (np.log(spot / strike) + (rate + 0.5 * volatility ** 2) * time) / spread
    share = d1_bar / spread
    spread_bar = spread_bar - share * d1
    t_7_bar = t_7_bar + share
    d1_bar = 0.0
    d1 = stack.pop()
    t_2_bar = t_2_bar + t_7_bar
    t_6_bar = t_6_bar + t_7_bar
    t_7_bar = 0.0
    t_7 = stack.pop()
    t_5_bar = t_5_bar + t_6_bar * time
    t_6_bar = 0.0
    t_6 = stack.pop()
    t_5_bar = np.broadcast_to(t_5_bar, np.shape(t_5))
    rate_bar += np.sum(t_5_bar)
    t_4_bar = t_4_bar + t_5_bar
    t_5_bar = 0.0
    t_5 = stack.pop()
    t_3_bar = t_3_bar + t_4_bar * 0.5
    t_4_bar = 0.0
    t_4 = stack.pop()
    volatility_bar = volatility_bar + 2 * t_3_bar * volatility ** (2 - 1)
    t_3_bar = 0.0
    t_3 = stack.pop()
    t_1_bar = t_1_bar + t_2_bar / t_1
    t_2_bar = 0.0
    t_2 = stack.pop()
    spot_bar = spot_bar + t_1_bar / strike
    t_1_bar = 0.0
    t_1 = stack.pop()
    # line 94: spread = volatility * np.sqrt(time)
    volatility_bar = volatility_bar + spread_bar * t
    spread_bar = 0.0
    spread = stack.pop()
    t = stack.pop()
    return np.full_like(spot, spot_bar), np.full_like(volatility,
        volatility_bar), float(rate_bar)
