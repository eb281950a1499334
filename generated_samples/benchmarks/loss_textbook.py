def loss_grad(w):
    """Gradient of loss with respect to w."""
    stack = []
    ans = None
    t = None
    t_1 = None
    t_2 = None
    stack.append(t)
    t = 2 * w
    stack.append(t_1)
    t_1 = t + 1
    stack.append(t_2)
    t_2 = 11 - t_1
    stack.append(ans)
    ans = t_2 ** 2
    # reverse sweep
    ans_bar = 1.0
    t_bar = 0.0
    t_1_bar = 0.0
    t_2_bar = 0.0
    w_bar = 0.0
    # line 8: return (11 - (2 * w + 1)) ** 2
    t_2_bar += 2 * ans_bar * t_2 ** (2 - 1)
    ans_bar = 0.0
    ans = stack.pop()
    t_1_bar -= t_2_bar
    t_2_bar = 0.0
    t_2 = stack.pop()
    t_bar += t_1_bar
    t_1_bar = 0.0
    t_1 = stack.pop()
    w_bar += t_bar * 2
    t_bar = 0.0
    t = stack.pop()
    return float(w_bar),
