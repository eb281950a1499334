def orbit_grad(x, y, alpha, beta, steps):
    """Gradient of orbit with respect to x, y, alpha, beta.

    Predators and prey after Lotka and Volterra, by the classical method of order four.
    """
    stack = []
    ans = None
    h = None
    i = None
    k1 = None
    k2 = None
    k3 = None
    k4 = None
    l1 = None
    l2 = None
    l3 = None
    l4 = None
    t = None
    t_1 = None
    t_10 = None
    t_11 = None
    t_12 = None
    t_13 = None
    t_14 = None
    t_15 = None
    t_16 = None
    t_17 = None
    t_18 = None
    t_19 = None
    t_2 = None
    t_20 = None
    t_21 = None
    t_22 = None
    t_23 = None
    t_24 = None
    t_25 = None
    t_26 = None
    t_27 = None
    t_28 = None
    t_29 = None
    t_3 = None
    t_30 = None
    t_31 = None
    t_32 = None
    t_33 = None
    t_34 = None
    t_35 = None
    t_36 = None
    t_37 = None
    t_38 = None
    t_39 = None
    t_4 = None
    t_40 = None
    t_41 = None
    t_42 = None
    t_43 = None
    t_5 = None
    t_6 = None
    t_7 = None
    t_8 = None
    t_9 = None
    x2 = None
    x3 = None
    x4 = None
    y2 = None
    y3 = None
    y4 = None
    stack.append(h)
    h = 0.001
    trips = 0
    for i_next in range(steps):
        stack.append(i)
        i = i_next
        trips += 1
        stack.append(t)
        t = alpha * x
        stack.append(t_1)
        t_1 = x * y
        stack.append(k1)
        k1 = t - t_1
        stack.append(t_2)
        t_2 = x * y
        stack.append(t_3)
        t_3 = beta * y
        stack.append(l1)
        l1 = t_2 - t_3
        stack.append(t_4)
        t_4 = 0.5 * h
        stack.append(t_5)
        t_5 = t_4 * k1
        stack.append(x2)
        x2 = x + t_5
        stack.append(t_6)
        t_6 = 0.5 * h
        stack.append(t_7)
        t_7 = t_6 * l1
        stack.append(y2)
        y2 = y + t_7
        stack.append(t_8)
        t_8 = alpha * x2
        stack.append(t_9)
        t_9 = x2 * y2
        stack.append(k2)
        k2 = t_8 - t_9
        stack.append(t_10)
        t_10 = x2 * y2
        stack.append(t_11)
        t_11 = beta * y2
        stack.append(l2)
        l2 = t_10 - t_11
        stack.append(t_12)
        t_12 = 0.5 * h
        stack.append(t_13)
        t_13 = t_12 * k2
        stack.append(x3)
        x3 = x + t_13
        stack.append(t_14)
        t_14 = 0.5 * h
        stack.append(t_15)
        t_15 = t_14 * l2
        stack.append(y3)
        y3 = y + t_15
        stack.append(t_16)
        t_16 = alpha * x3
        stack.append(t_17)
        t_17 = x3 * y3
        stack.append(k3)
        k3 = t_16 - t_17
        stack.append(t_18)
        t_18 = x3 * y3
        stack.append(t_19)
        t_19 = beta * y3
        stack.append(l3)
        l3 = t_18 - t_19
        stack.append(t_20)
        t_20 = h * k3
        stack.append(x4)
        x4 = x + t_20
        stack.append(t_21)
        t_21 = h * l3
        stack.append(y4)
        y4 = y + t_21
        stack.append(t_22)
        t_22 = alpha * x4
        stack.append(t_23)
        t_23 = x4 * y4
        stack.append(k4)
        k4 = t_22 - t_23
        stack.append(t_24)
        t_24 = x4 * y4
        stack.append(t_25)
        t_25 = beta * y4
        stack.append(l4)
        l4 = t_24 - t_25
        stack.append(t_26)
        t_26 = h / 6.0
        stack.append(t_27)
        t_27 = 2.0 * k2
        stack.append(t_28)
        t_28 = k1 + t_27
        stack.append(t_29)
        t_29 = 2.0 * k3
        stack.append(t_30)
        t_30 = t_28 + t_29
        stack.append(t_31)
        t_31 = t_30 + k4
        stack.append(t_32)
        t_32 = t_26 * t_31
        stack.append(t_33)
        t_33 = x + t_32
        stack.append(x)
        x = t_33
        stack.append(t_34)
        t_34 = h / 6.0
        stack.append(t_35)
        t_35 = 2.0 * l2
        stack.append(t_36)
        t_36 = l1 + t_35
        stack.append(t_37)
        t_37 = 2.0 * l3
        stack.append(t_38)
        t_38 = t_36 + t_37
        stack.append(t_39)
        t_39 = t_38 + l4
        stack.append(t_40)
        t_40 = t_34 * t_39
        stack.append(t_41)
        t_41 = y + t_40
        stack.append(y)
        y = t_41
    stack.append(trips)
    stack.append(t_42)
    t_42 = x * x
    stack.append(t_43)
    t_43 = y * y
    stack.append(ans)
    ans = t_42 + t_43
    # reverse sweep
    ans_bar = 1.0
    alpha_bar = 0.0
    beta_bar = 0.0
    k1_bar = 0.0
    k2_bar = 0.0
    k3_bar = 0.0
    k4_bar = 0.0
    l1_bar = 0.0
    l2_bar = 0.0
    l3_bar = 0.0
    l4_bar = 0.0
    t_bar = 0.0
    t_1_bar = 0.0
    t_10_bar = 0.0
    t_11_bar = 0.0
    t_13_bar = 0.0
    t_15_bar = 0.0
    t_16_bar = 0.0
    t_17_bar = 0.0
    t_18_bar = 0.0
    t_19_bar = 0.0
    t_2_bar = 0.0
    t_20_bar = 0.0
    t_21_bar = 0.0
    t_22_bar = 0.0
    t_23_bar = 0.0
    t_24_bar = 0.0
    t_25_bar = 0.0
    t_27_bar = 0.0
    t_28_bar = 0.0
    t_29_bar = 0.0
    t_3_bar = 0.0
    t_30_bar = 0.0
    t_31_bar = 0.0
    t_32_bar = 0.0
    t_33_bar = 0.0
    t_35_bar = 0.0
    t_36_bar = 0.0
    t_37_bar = 0.0
    t_38_bar = 0.0
    t_39_bar = 0.0
    t_40_bar = 0.0
    t_41_bar = 0.0
    t_42_bar = 0.0
    t_43_bar = 0.0
    t_5_bar = 0.0
    t_7_bar = 0.0
    t_8_bar = 0.0
    t_9_bar = 0.0
    x_bar = 0.0
    x2_bar = 0.0
    x3_bar = 0.0
    x4_bar = 0.0
    y_bar = 0.0
    y2_bar = 0.0
    y3_bar = 0.0
    y4_bar = 0.0
    # line 104: return x * x + y * y
    t_42_bar += ans_bar
    t_43_bar += ans_bar
    ans_bar = 0.0
    ans = stack.pop()
    y_bar += 2 * t_43_bar * y
    t_43_bar = 0.0
    t_43 = stack.pop()
    x_bar += 2 * t_42_bar * x
    t_42_bar = 0.0
    t_42 = stack.pop()
    for trip in range(stack.pop()):
        # line 103: y = y + h / 6.0 * (l1 + 2.0 * l2 + 2.0 * l3 + l4)
        t_41_bar += y_bar
        y_bar = 0.0
        y = stack.pop()
        t_40_bar += t_41_bar
        y_bar += t_41_bar
        t_41_bar = 0.0
        t_41 = stack.pop()
        t_39_bar += t_40_bar * t_34
        t_40_bar = 0.0
        t_40 = stack.pop()
        t_38_bar += t_39_bar
        l4_bar += t_39_bar
        t_39_bar = 0.0
        t_39 = stack.pop()
        t_36_bar += t_38_bar
        t_37_bar += t_38_bar
        t_38_bar = 0.0
        t_38 = stack.pop()
        l3_bar += t_37_bar * 2.0
        t_37_bar = 0.0
        t_37 = stack.pop()
        t_35_bar += t_36_bar
        l1_bar += t_36_bar
        t_36_bar = 0.0
        t_36 = stack.pop()
        l2_bar += t_35_bar * 2.0
        t_35_bar = 0.0
        t_35 = stack.pop()
        t_34 = stack.pop()
        # line 102: x = x + h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)
        t_33_bar += x_bar
        x_bar = 0.0
        x = stack.pop()
        t_32_bar += t_33_bar
        x_bar += t_33_bar
        t_33_bar = 0.0
        t_33 = stack.pop()
        t_31_bar += t_32_bar * t_26
        t_32_bar = 0.0
        t_32 = stack.pop()
        t_30_bar += t_31_bar
        k4_bar += t_31_bar
        t_31_bar = 0.0
        t_31 = stack.pop()
        t_28_bar += t_30_bar
        t_29_bar += t_30_bar
        t_30_bar = 0.0
        t_30 = stack.pop()
        k3_bar += t_29_bar * 2.0
        t_29_bar = 0.0
        t_29 = stack.pop()
        t_27_bar += t_28_bar
        k1_bar += t_28_bar
        t_28_bar = 0.0
        t_28 = stack.pop()
        k2_bar += t_27_bar * 2.0
        t_27_bar = 0.0
        t_27 = stack.pop()
        t_26 = stack.pop()
        # line 101: l4 = x4 * y4 - beta * y4
        t_25_bar -= l4_bar
        t_24_bar += l4_bar
        l4_bar = 0.0
        l4 = stack.pop()
        beta_bar += t_25_bar * y4
        y4_bar += t_25_bar * beta
        t_25_bar = 0.0
        t_25 = stack.pop()
        x4_bar += t_24_bar * y4
        y4_bar += t_24_bar * x4
        t_24_bar = 0.0
        t_24 = stack.pop()
        # line 100: k4 = alpha * x4 - x4 * y4
        t_23_bar -= k4_bar
        t_22_bar += k4_bar
        k4_bar = 0.0
        k4 = stack.pop()
        x4_bar += t_23_bar * y4
        y4_bar += t_23_bar * x4
        t_23_bar = 0.0
        t_23 = stack.pop()
        alpha_bar += t_22_bar * x4
        x4_bar += t_22_bar * alpha
        t_22_bar = 0.0
        t_22 = stack.pop()
        # line 99: y4 = y + h * l3
        t_21_bar += y4_bar
        y_bar += y4_bar
        y4_bar = 0.0
        y4 = stack.pop()
        l3_bar += t_21_bar * h
        t_21_bar = 0.0
        t_21 = stack.pop()
        # line 98: x4 = x + h * k3
        t_20_bar += x4_bar
        x_bar += x4_bar
        x4_bar = 0.0
        x4 = stack.pop()
        k3_bar += t_20_bar * h
        t_20_bar = 0.0
        t_20 = stack.pop()
        # line 97: l3 = x3 * y3 - beta * y3
        t_19_bar -= l3_bar
        t_18_bar += l3_bar
        l3_bar = 0.0
        l3 = stack.pop()
        beta_bar += t_19_bar * y3
        y3_bar += t_19_bar * beta
        t_19_bar = 0.0
        t_19 = stack.pop()
        x3_bar += t_18_bar * y3
        y3_bar += t_18_bar * x3
        t_18_bar = 0.0
        t_18 = stack.pop()
        # line 96: k3 = alpha * x3 - x3 * y3
        t_17_bar -= k3_bar
        t_16_bar += k3_bar
        k3_bar = 0.0
        k3 = stack.pop()
        x3_bar += t_17_bar * y3
        y3_bar += t_17_bar * x3
        t_17_bar = 0.0
        t_17 = stack.pop()
        alpha_bar += t_16_bar * x3
        x3_bar += t_16_bar * alpha
        t_16_bar = 0.0
        t_16 = stack.pop()
        # line 95: y3 = y + 0.5 * h * l2
        t_15_bar += y3_bar
        y_bar += y3_bar
        y3_bar = 0.0
        y3 = stack.pop()
        l2_bar += t_15_bar * t_14
        t_15_bar = 0.0
        t_15 = stack.pop()
        t_14 = stack.pop()
        # line 94: x3 = x + 0.5 * h * k2
        t_13_bar += x3_bar
        x_bar += x3_bar
        x3_bar = 0.0
        x3 = stack.pop()
        k2_bar += t_13_bar * t_12
        t_13_bar = 0.0
        t_13 = stack.pop()
        t_12 = stack.pop()
        # line 93: l2 = x2 * y2 - beta * y2
        t_11_bar -= l2_bar
        t_10_bar += l2_bar
        l2_bar = 0.0
        l2 = stack.pop()
        beta_bar += t_11_bar * y2
        y2_bar += t_11_bar * beta
        t_11_bar = 0.0
        t_11 = stack.pop()
        x2_bar += t_10_bar * y2
        y2_bar += t_10_bar * x2
        t_10_bar = 0.0
        t_10 = stack.pop()
        # line 92: k2 = alpha * x2 - x2 * y2
        t_9_bar -= k2_bar
        t_8_bar += k2_bar
        k2_bar = 0.0
        k2 = stack.pop()
        x2_bar += t_9_bar * y2
        y2_bar += t_9_bar * x2
        t_9_bar = 0.0
        t_9 = stack.pop()
        alpha_bar += t_8_bar * x2
        x2_bar += t_8_bar * alpha
        t_8_bar = 0.0
        t_8 = stack.pop()
        # line 91: y2 = y + 0.5 * h * l1
        t_7_bar += y2_bar
        y_bar += y2_bar
        y2_bar = 0.0
        y2 = stack.pop()
        l1_bar += t_7_bar * t_6
        t_7_bar = 0.0
        t_7 = stack.pop()
        t_6 = stack.pop()
        # line 90: x2 = x + 0.5 * h * k1
        t_5_bar += x2_bar
        x_bar += x2_bar
        x2_bar = 0.0
        x2 = stack.pop()
        k1_bar += t_5_bar * t_4
        t_5_bar = 0.0
        t_5 = stack.pop()
        t_4 = stack.pop()
        # line 89: l1 = x * y - beta * y
        t_3_bar -= l1_bar
        t_2_bar += l1_bar
        l1_bar = 0.0
        l1 = stack.pop()
        beta_bar += t_3_bar * y
        y_bar += t_3_bar * beta
        t_3_bar = 0.0
        t_3 = stack.pop()
        x_bar += t_2_bar * y
        y_bar += t_2_bar * x
        t_2_bar = 0.0
        t_2 = stack.pop()
        # line 88: k1 = alpha * x - x * y
        t_1_bar -= k1_bar
        t_bar += k1_bar
        k1_bar = 0.0
        k1 = stack.pop()
        x_bar += t_1_bar * y
        y_bar += t_1_bar * x
        t_1_bar = 0.0
        t_1 = stack.pop()
        alpha_bar += t_bar * x
        x_bar += t_bar * alpha
        t_bar = 0.0
        t = stack.pop()
        i = stack.pop()
    # line 86: h = 0.001
    h = stack.pop()
    return float(x_bar), float(y_bar), float(alpha_bar), float(beta_bar)
