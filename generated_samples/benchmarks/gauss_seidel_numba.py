from numba import njit


@njit(cache=True, boundscheck=True)
def sized(n):
    """An integer argument."""
    if not -4600000000000000000 < n < 4600000000000000000:
        raise OverflowError('an integer is too large for compiled code')
    return n


@njit(cache=True, boundscheck=True)
def gauss_seidel_grad_checked(a0, sweeps):
    """Gradient of gauss_seidel with respect to a0."""
    sweeps = sized(sweeps)
    a = a0.copy()
    n = a.shape[0]
    for t in range(sweeps):
        for i in range(1, n - 1):
            for j in range(1, n - 1):
                a[i, j] = (a[i - 1, j - 1] + a[i - 1, j] + a[i - 1, j + 1] + a[i, j - 1]
                    + a[i, j] + a[i, j + 1] + a[i + 1, j - 1] + a[i + 1, j]
                    + a[i + 1, j + 1]) / 9.0
    # reverse sweep
    # line 58: return np.sum(a * a)
    a_bar = 2.0 * a
    for t in range(sweeps - 1, -1, -1):
        for i in range(n - 2, 0, -1):
            for j in range(n - 2, 0, -1):
                # line 56: a[i, j] = (a[i - 1, j - 1] + a[i - 1, j] + a[i - 1, j + 1] + a[i, j - 1] + a[i, j]
                t_19_bar = a_bar[i, j]
                a_bar[i, j] = 0.0
                t_18_bar = t_19_bar / 9.0
                a_bar[i + 1, j + 1] += t_18_bar
                a_bar[i + 1, j] += t_18_bar
                a_bar[i + 1, j - 1] += t_18_bar
                a_bar[i, j + 1] += t_18_bar
                a_bar[i, j] += t_18_bar
                a_bar[i, j - 1] += t_18_bar
                a_bar[i - 1, j + 1] += t_18_bar
                a_bar[i - 1, j] += t_18_bar
                a_bar[i - 1, j - 1] += t_18_bar
    # line 51: a = a0.copy()
    return a_bar,


@njit(cache=True)
def gauss_seidel_grad(a0, sweeps):
    """Gradient of gauss_seidel with respect to a0."""
    sweeps = sized(sweeps)
    a = a0.copy()
    n = a.shape[0]
    if not (n - 1 < a0.shape[0] and n - 1 < a0.shape[1]):
        return gauss_seidel_grad_checked(a0, sweeps)
    for t in range(sweeps):
        for i in range(1, n - 1):
            for j in range(1, n - 1):
                a[i, j] = (a[i - 1, j - 1] + a[i - 1, j] + a[i - 1, j + 1] + a[i, j - 1]
                    + a[i, j] + a[i, j + 1] + a[i + 1, j - 1] + a[i + 1, j]
                    + a[i + 1, j + 1]) / 9.0
    # reverse sweep
    # line 58: return np.sum(a * a)
    a_bar = 2.0 * a
    for t in range(sweeps - 1, -1, -1):
        for i in range(n - 2, 0, -1):
            for j in range(n - 2, 0, -1):
                # line 56: a[i, j] = (a[i - 1, j - 1] + a[i - 1, j] + a[i - 1, j + 1] + a[i, j - 1] + a[i, j]
                t_19_bar = a_bar[i, j]
                a_bar[i, j] = 0.0
                t_18_bar = t_19_bar / 9.0
                a_bar[i + 1, j + 1] += t_18_bar
                a_bar[i + 1, j] += t_18_bar
                a_bar[i + 1, j - 1] += t_18_bar
                a_bar[i, j + 1] += t_18_bar
                a_bar[i, j] += t_18_bar
                a_bar[i, j - 1] += t_18_bar
                a_bar[i - 1, j + 1] += t_18_bar
                a_bar[i - 1, j] += t_18_bar
                a_bar[i - 1, j - 1] += t_18_bar
    # line 51: a = a0.copy()
    return a_bar,
