import numpy as np


def mlp_grad(w1, b1, w2, b2, x, targets):
    """Gradient of mlp with respect to w1, b1, w2, b2."""
    stack = []
    ans = None
    h = None
    log_p = None
    o = None
    t = None
    t_1 = None
    t_10 = None
    t_2 = None
    t_3 = None
    t_4 = None
    t_5 = None
    t_6 = None
    t_7 = None
    t_8 = None
    t_9 = None
    z = None
    stack.append(t)
    t = x @ w1
    stack.append(t_1)
    t_1 = t + b1
    stack.append(h)
    h = np.tanh(t_1)
    stack.append(t_2)
    t_2 = h @ w2
    stack.append(o)
    o = t_2 + b2
    stack.append(t_3)
    t_3 = np.max(o, axis=1, keepdims=True)
    stack.append(z)
    z = o - t_3
    stack.append(t_4)
    t_4 = np.exp(z)
    stack.append(t_5)
    t_5 = np.sum(t_4, axis=1, keepdims=True)
    stack.append(t_6)
    t_6 = np.log(t_5)
    stack.append(log_p)
    log_p = z - t_6
    stack.append(t_7)
    t_7 = targets * log_p
    stack.append(t_8)
    t_8 = np.sum(t_7)
    stack.append(t_9)
    t_9 = -t_8
    stack.append(t_10)
    t_10 = len(x)
    stack.append(ans)
    ans = t_9 / t_10
    # reverse sweep
    ans_bar = 1.0
    b1_bar = 0.0
    b2_bar = 0.0
    h_bar = 0.0
    log_p_bar = 0.0
    o_bar = 0.0
    t_bar = 0.0
    t_1_bar = 0.0
    t_2_bar = 0.0
    t_4_bar = 0.0
    t_5_bar = 0.0
    t_6_bar = 0.0
    t_7_bar = 0.0
    t_8_bar = 0.0
    t_9_bar = 0.0
    w1_bar = 0.0
    w2_bar = 0.0
    z_bar = 0.0
    # line 14: return -np.sum(targets * log_p) / len(x)
    t_9_bar += ans_bar / t_10
    ans_bar = 0.0
    ans = stack.pop()
    t_10 = stack.pop()
    t_8_bar -= t_9_bar
    t_9_bar = 0.0
    t_9 = stack.pop()
    t_7_bar = t_7_bar + t_8_bar
    t_8_bar = 0.0
    t_8 = stack.pop()
    log_p_bar = log_p_bar + t_7_bar * targets
    t_7_bar = 0.0
    t_7 = stack.pop()
    # line 13: log_p = z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))
    log_p_bar = np.broadcast_to(log_p_bar, np.shape(log_p))
    t_6_bar = t_6_bar - np.sum(log_p_bar, axis=1, keepdims=True)
    z_bar = z_bar + log_p_bar
    log_p_bar = 0.0
    log_p = stack.pop()
    t_5_bar = t_5_bar + t_6_bar / t_5
    t_6_bar = 0.0
    t_6 = stack.pop()
    t_5_bar = np.broadcast_to(t_5_bar, np.shape(t_5))
    t_4_bar = t_4_bar + t_5_bar
    t_5_bar = 0.0
    t_5 = stack.pop()
    z_bar = z_bar + t_4_bar * t_4
    t_4_bar = 0.0
    t_4 = stack.pop()
    # line 12: z = o - np.max(o, axis=1, keepdims=True)
    o_bar = o_bar + z_bar
    z_bar = 0.0
    z = stack.pop()
    t_3 = stack.pop()
    # line 11: o = h @ w2 + b2
    o_bar = np.broadcast_to(o_bar, np.shape(o))
    b2_bar = b2_bar + np.sum(o_bar, axis=0)
    t_2_bar = t_2_bar + o_bar
    o_bar = 0.0
    o = stack.pop()
    t_2_bar = np.broadcast_to(t_2_bar, np.shape(t_2))
    h_bar = h_bar + t_2_bar @ w2.T
    w2_bar = w2_bar + h.T @ t_2_bar
    t_2_bar = 0.0
    t_2 = stack.pop()
    # line 10: h = np.tanh(x @ w1 + b1)
    t_1_bar = t_1_bar + h_bar * (1 - h * h)
    h_bar = 0.0
    h = stack.pop()
    t_1_bar = np.broadcast_to(t_1_bar, np.shape(t_1))
    b1_bar = b1_bar + np.sum(t_1_bar, axis=0)
    t_bar = t_bar + t_1_bar
    t_1_bar = 0.0
    t_1 = stack.pop()
    t_bar = np.broadcast_to(t_bar, np.shape(t))
    w1_bar = w1_bar + x.T @ t_bar
    t_bar = 0.0
    t = stack.pop()
    return np.full_like(w1, w1_bar), np.full_like(b1, b1_bar), np.full_like(w2,
        w2_bar), np.full_like(b2, b2_bar)
