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
    "add subtract multiply divide negative positive pow power abs absolute square reciprocal sqrt exp exp2 expm1 log log2 log10 "
    "log1p sin cos tan arcsin arccos arctan sinh cosh tanh arcsinh arccosh arctanh conjugate conj_method real_attribute "
    "real_view imag_attribute imag angle complex complex_real complex_imag complex_conjugate where sum add_reduce mean prod cumsum diff matmul dot inner "
    "outer vdot tensordot kron multiply_outer add_outer subtract_outer reshape reshape_method ravel expand_dims squeeze "
    "broadcast_to transpose transpose_method transpose_attribute swapaxes moveaxis flip roll triu tril copy astype "
    "astype_function asfortranarray item concatenate stack vstack hstack column_stack array asarray ascontiguousarray full "
    "fliplr flipud rot90 tile repeat trace diagonal diag take split meshgrid matrix_transpose einsum solve inv "
    "matrix_power multi_dot fft ifft rfft irfft hfft ihfft fft2 ifft2 rfft2 irfft2 fftn ifftn rfftn irfftn fftshift ifftshift "
    "cmath_exp cmath_log cmath_log10 cmath_sqrt cmath_sin cmath_cos cmath_tan cmath_asin cmath_acos cmath_atan cmath_sinh "
    "cmath_cosh cmath_tanh cmath_asinh cmath_acosh cmath_atanh cmath_phase cmath_rect eig eigvals linspace builtin_sum"
).split())

FOURIER = frozenset("fft ifft rfft irfft hfft ihfft fft2 ifft2 rfft2 irfft2 fftn ifftn rfftn irfftn complex angle eig eigvals".split())
