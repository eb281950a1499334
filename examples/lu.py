"""LU decomposition in place, by loops over elements: the determinant, and its gradient."""
import numpy as np


def log_determinant(a):
    n = a.shape[0]
    for k in range(n):
        for i in range(k + 1, n):
            a[i, k] /= a[k, k]
            for j in range(k + 1, n):
                a[i, j] -= a[i, k] * a[k, j]
    total = 0.0
    for k in range(n):
        total += np.log(a[k, k])
    return total


if __name__ == "__main__":
    from srcad import value_and_grad

    rng = np.random.default_rng(0)
    a = rng.uniform(-1.0, 1.0, (5, 5)) + 5.0 * np.eye(5)
    kept = a.copy()
    value, a_bar = value_and_grad(log_determinant)(a)
    print(f"log det = {value:.6f}, by NumPy {np.linalg.slogdet(a)[1]:.6f}")
    print(f"the gradient is the transposed inverse, up to {np.max(np.abs(a_bar - np.linalg.inv(a).T)):.0e}")
    print(f"the matrix is {'as it was' if np.array_equal(a, kept) else 'changed'}")
