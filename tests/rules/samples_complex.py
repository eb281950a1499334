"""Samples of complex values: ``cmath``, Fourier transforms, parts, eigenvalues."""
from __future__ import annotations

from typing import Any

import numpy as np
from draw import Sample, a, call, signed


def z(*shape: int) -> Any:
    """Complex values away from the branch cuts."""
    return a(*shape) + 1j * a(*shape)


def scalars() -> list[Sample]:
    return [call(z()), call(0.4 - 0.7j), call(0.6 + 0.3j)]


def transforms() -> list[Sample]:
    return [call(z(4)), call(z(2, 3)), call(z(4), 6), call(z(4, 2), 3, 0), call(z(3, 4), axis=-1, norm="ortho"),
            call(z(4), norm="forward")]


def of_reals() -> list[Sample]:
    return [call(a(4)), call(a(2, 5)), call(a(4), 7), call(a(5, 2), 4, 0), call(a(3, 4), norm="ortho")]


def to_reals() -> list[Sample]:
    return [call(z(4)), call(z(2, 3), 5), call(z(4), 4), call(z(4, 2), 7, 0), call(z(3, 4), norm="forward")]


def planes(make: Any) -> list[Sample]:
    return [call(make(3, 4)), call(make(2, 3, 4), axes=(0, 2)), call(make(3, 4), (4, 2), (0, 1)), call(make(3, 4), norm="ortho")]


COMPLEX_SAMPLES: dict[str, list[Sample]] = {
    **{f"cmath_{n}": scalars() for n in "exp log10 sqrt sin cos tan asin acos atan sinh cosh tanh asinh atanh phase".split()},
    "cmath_log": [*scalars(), call(z(), z()), call(0.5 + 0.1j, 2.0)],
    "cmath_acosh": [*scalars(), call(-0.4 + 0.7j), call(-2.0 - 0.3j)],
    "cmath_rect": [call(0.7, 0.4), call(1.2, -2.0), call(0.3, 3.0)],
    "complex": [call(0.3, 0.4), call(0.3), call(1.2, -0.7)],
    "complex_real": scalars(), "complex_imag": scalars(), "complex_conjugate": scalars(),
    "conjugate": [call(z(3)), call(z(2, 3)), call(a(3)), call(z())],
    "angle": [call(z(3)), call(z(2, 3), deg=True), call(a(3))],
    "real_if_close": [call(a(3)), call(a(2, 3)), call(signed(4))],
    "eigvals": [call(a(3, 3) + 2 * np.eye(3)), call(z(3, 3)), call(a(2, 3, 3)), call(np.array([[0.3, 1.0], [-2.0, 0.1]]))],
    "eig": [call(a(3, 3) + 2 * np.eye(3)), call(z(3, 3)), call(a(2, 3, 3))],
    "fft": [*transforms(), call(a(4))], "ifft": transforms(), "rfft": of_reals(), "ihfft": of_reals(),
    "irfft": to_reals(), "hfft": to_reals(), "fft2": planes(z), "ifft2": planes(z), "rfft2": planes(a),
    "fftn": planes(z), "ifftn": planes(z), "rfftn": planes(a),
    "irfft2": planes(z), "irfftn": planes(z),
    "complex_adjoint": [call(z(4), z(4), "fftn", (0,), None), call(z(2, 5), a(2, 3), "ifftn", (-1,), "ortho"),
                        call(z(3, 2), z(3, 4), "fftn", None, "forward")],
    "transformed": [call(z(4), z(4), "fftn", (0,), None), call(z(2, 5), z(2, 3), "ifftn", (-1,), "ortho"),
                    call(z(3, 2), z(3, 4), "fftn", None, "forward")],
    "to_half_adjoint": [call(z(3), a(4), None, 0, None), call(z(2, 4), a(2, 5), 6, -1, "ortho"),
                        call(z(3), a(4), 5, 0, "forward")],
    "from_half_adjoint": [call(a(4), z(3), 0, None), call(a(2, 5), z(2, 3), -1, "ortho"), call(a(6), z(2), 0, "forward")],
    "fftshift": [call(a(4)), call(a(2, 3), axes=1), call(z(3, 4))],
    "ifftshift": [call(a(5)), call(a(2, 3), axes=(0, 1)), call(z(3, 4), 0)],
}
