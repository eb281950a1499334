"""Newton's method on Rosenbrock's valley: SciPy takes the gradient, and the Hessian times a vector."""
import numpy as np


def valley(x):
    """A curved valley, its bottom at ones (Rosenbrock 1960)."""
    total = 0.0
    for i in range(len(x) - 1):
        total += 100.0 * (x[i + 1] - x[i] ** 2) ** 2 + (1.0 - x[i]) ** 2
    return total


if __name__ == "__main__":
    from scipy.optimize import minimize

    from srcad import hessian, hvp, value_and_grad

    start = np.array([-1.2, 1.0, -0.5, 0.8, 1.5])
    found = minimize(value_and_grad(valley), start, jac=True, hessp=hvp(valley), method="trust-ncg")
    curvature = np.linalg.eigvalsh(hessian(valley)(found.x))
    print(f"minimum {found.fun:.1e} after {found.nit} steps, at {np.round(found.x, 6)}")
    print(f"curvatures there from {curvature[0]:.3f} to {curvature[-1]:.1f}")
