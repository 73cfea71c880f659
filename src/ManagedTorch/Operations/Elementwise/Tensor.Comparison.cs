namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor eq(Tensor target) => Comparison.Apply<Equal>(this, target);
        public Tensor eq(Scalar target) => Comparison.Apply<Equal>(this, (Number)target);
        public Tensor eq_(Tensor target) => copy_(eq(target));
        public Tensor eq_(Scalar target) => copy_(eq(target));
        public Tensor ne(Tensor target) => Comparison.Apply<NotEqual>(this, target);
        public Tensor ne(Scalar target) => Comparison.Apply<NotEqual>(this, (Number)target);
        public Tensor ne_(Tensor target) => copy_(ne(target));
        public Tensor ne_(Scalar target) => copy_(ne(target));
        public Tensor not_equal(Tensor target) => Comparison.Apply<NotEqual>(this, target);
        public Tensor lt(Tensor target) => Comparison.Apply<Less>(this, target);
        public Tensor lt(Scalar target) => Comparison.Apply<Less>(this, (Number)target);
        public Tensor lt_(Tensor target) => copy_(lt(target));
        public Tensor lt_(Scalar target) => copy_(lt(target));
        public Tensor less(Tensor target) => Comparison.Apply<Less>(this, target);
        public Tensor le(Tensor target) => Comparison.Apply<LessOrEqual>(this, target);
        public Tensor le(Scalar target) => Comparison.Apply<LessOrEqual>(this, (Number)target);
        public Tensor le_(Tensor target) => copy_(le(target));
        public Tensor le_(Scalar target) => copy_(le(target));
        public Tensor less_equal(Tensor target) => Comparison.Apply<LessOrEqual>(this, target);
        public Tensor gt(Tensor target) => Comparison.Apply<Greater>(this, target);
        public Tensor gt(Scalar target) => Comparison.Apply<Greater>(this, (Number)target);
        public Tensor gt_(Tensor target) => copy_(gt(target));
        public Tensor gt_(Scalar target) => copy_(gt(target));
        public Tensor greater(Tensor target) => Comparison.Apply<Greater>(this, target);
        public Tensor ge(Tensor target) => Comparison.Apply<GreaterOrEqual>(this, target);
        public Tensor ge(Scalar target) => Comparison.Apply<GreaterOrEqual>(this, (Number)target);
        public Tensor ge_(Tensor target) => copy_(ge(target));
        public Tensor ge_(Scalar target) => copy_(ge(target));
        public Tensor greater_equal(Tensor target) => Comparison.Apply<GreaterOrEqual>(this, target);
        public Tensor logical_and(Tensor other) => Comparison.Logical(this, other, '&');
        public Tensor logical_and_(Tensor other) => copy_(logical_and(other));
        public Tensor logical_or(Tensor other) => Comparison.Logical(this, other, '|');
        public Tensor logical_or_(Tensor other) => copy_(logical_or(other));
        public Tensor logical_xor(Tensor other) => Comparison.Logical(this, other, '^');
        public Tensor logical_xor_(Tensor other) => copy_(logical_xor(other));
        public Tensor logical_not() => Comparison.Apply<Equal>(this, 0L);
        public Tensor logical_not_() => copy_(logical_not());

        public Tensor isnan() => Comparison.Apply<NotEqual>(this, this);
        public Tensor isinf() =>
            !Dtype.IsFloating(Live().element) ? zeros_like(ScalarType.Bool) : abs().eq(double.PositiveInfinity);
        public Tensor isposinf() => eq(double.PositiveInfinity);
        public Tensor isneginf() => eq(double.NegativeInfinity);
        public Tensor isfinite() =>
            !Dtype.IsFloating(Live().element) ? ones_like(ScalarType.Bool) : abs().lt(double.PositiveInfinity);

        public Tensor isclose(Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false)
        {
            using var mode = no_grad();
            using var scope = NewDisposeScope();
            if (Live().element == ScalarType.Bool && other.Live().element == ScalarType.Bool) return eq(other).MoveToOuterDisposeScope();
            var close = eq(other).logical_or(
                sub(other).abs().le(other.abs().mul(rtol).add(atol)).logical_and(isfinite()).logical_and(other.isfinite()));
            if (nanEqual) close = close.logical_or(isnan().logical_and(other.isnan()));
            return close.MoveToOuterDisposeScope();
        }

        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false)
        {
            using var scope = NewDisposeScope();
            return isclose(target, rtol, atol, equal_nan).all().ToBoolean();
        }

        /// <summary>Element by element, the same as <see cref="eq(Tensor)"/>; one answer is <see cref="Equals(Tensor)"/>.</summary>
        public Tensor equal(Tensor target) => eq(target);
    }
}
