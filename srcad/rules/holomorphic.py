"""Complex values: the convention, and the rules that hold for them.

The adjoint of a complex ``z = x + iy`` is ``x_bar - i y_bar``: that of JAX and autograd, and what
makes ``df = real(z_bar * dz)``. So a function that is differentiable in the complex sense has the
rule that it has on reals, with no conjugate anywhere; the gradient of a real function is the
conjugate of the direction in which it grows fastest. Where a real value enters a complex operation
its adjoint is the real part of what comes back, and so is the tangent of a real result. Rules that
are written out for complex values ask ``np.iscomplexobj``; every rule that is not named here
refuses them.
"""
from __future__ import annotations

COMPLEX = frozenset((
    "numpy_float abs absolute add add_outer add_reduce angle arccos arccosh arcsin arcsinh arctan arctanh array asarray "
    "ascontiguousarray asfortranarray astype astype_function broadcast_to builtin_sum cmath_acos cmath_acosh cmath_asin "
    "cmath_asinh cmath_atan cmath_atanh cmath_cos cmath_cosh cmath_exp cmath_log cmath_log10 cmath_phase cmath_rect "
    "cmath_sin cmath_sinh cmath_sqrt cmath_tan cmath_tanh column_stack complex complex_conjugate complex_imag complex_real "
    "concatenate conj_method conjugate copy cos cosh cumsum diag diagonal diff divide dot eig eigvals einsum exp exp2 "
    "expand_dims expm1 fft fft2 fftn fftshift flip fliplr flipud full hfft hstack ifft ifft2 ifftn ifftshift ihfft imag "
    "imag_attribute inner inv irfft irfft2 irfftn item kron linspace log log10 log1p log2 matmul matrix_norm matrix_power "
    "matrix_transpose mean meshgrid moveaxis multi_dot multiply multiply_outer negative norm outer positive pow power prod ravel "
    "real_attribute real_view reciprocal repeat roots reshape reshape_method rfft rfft2 rfftn roll rot90 sin sinh solve split "
    "sqrt square squeeze stack subtract subtract_outer sum swapaxes take tan tanh tensordot tile trace transpose "
    "transpose_attribute transpose_method tril triu vdot vector_norm vstack where "
    "added complex_adjoint from_half_adjoint gated laid_out match own own_dot real spread stretched to_half_adjoint "
    "transformed unbroadcast whole "
).split())

FOURIER = frozenset((                      # complex whatever they are given
    "angle complex complex_adjoint eig eigvals fft fft2 fftn from_half_adjoint hfft ifft ifft2 ifftn ihfft irfft irfft2 irfftn "
    "rfft rfft2 rfftn roots to_half_adjoint transformed "
).split())
