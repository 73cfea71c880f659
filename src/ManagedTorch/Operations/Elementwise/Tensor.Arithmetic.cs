namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor add(Tensor target) => Binary.Apply<Add>(this, target);
        public Tensor add(Scalar scalar) => Binary.Apply<Add>(this, (Number)scalar);
        public Tensor add_(Tensor target) => Binary.ApplyInPlace<Add>(this, target);
        public Tensor add_(Scalar scalar) => Binary.ApplyInPlace<Add>(this, (Number)scalar);
        public Tensor add(Tensor target, Scalar alpha) => add(target.mul(alpha));
        public Tensor add(Scalar scalar, Scalar alpha) => Binary.Apply<Add>(this, Scaled.Product(scalar, alpha));
        public Tensor add_(Tensor target, Scalar alpha) => Scaled.AddInPlace(this, target, alpha);
        public Tensor add_(Scalar scalar, Scalar alpha) => Binary.ApplyInPlace<Add>(this, Scaled.Product(scalar, alpha));
        public Tensor sub(Tensor target) => Binary.Apply<Subtract>(this, target);
        public Tensor sub(Scalar target) => Binary.Apply<Subtract>(this, (Number)target);
        public Tensor sub_(Tensor target) => Binary.ApplyInPlace<Subtract>(this, target);
        public Tensor sub_(Scalar target) => Binary.ApplyInPlace<Subtract>(this, (Number)target);
        public Tensor subtract(Tensor target) => Binary.Apply<Subtract>(this, target);
        public Tensor subtract(Scalar target) => Binary.Apply<Subtract>(this, (Number)target);
        public Tensor subtract_(Tensor target) => Binary.ApplyInPlace<Subtract>(this, target);
        public Tensor subtract_(Scalar target) => Binary.ApplyInPlace<Subtract>(this, (Number)target);
        public Tensor mul(Tensor target) => Binary.Apply<Multiply>(this, target);
        public Tensor mul(Scalar target) => Binary.Apply<Multiply>(this, (Number)target);
        public Tensor mul_(Tensor target) => Binary.ApplyInPlace<Multiply>(this, target);
        public Tensor mul_(Scalar target) => Binary.ApplyInPlace<Multiply>(this, (Number)target);
        public Tensor multiply(Tensor target) => Binary.Apply<Multiply>(this, target);
        public Tensor multiply(Scalar target) => Binary.Apply<Multiply>(this, (Number)target);
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Rounding.Divide(this, target, rounding_mode);
        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Rounding.Divide(this, (Number)target, rounding_mode);
        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Rounding.DivideInPlace(this, target, rounding_mode);
        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Rounding.DivideInPlace(this, (Number)target, rounding_mode);
        public Tensor divide(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Rounding.Divide(this, target, rounding_mode);
        public Tensor divide(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Rounding.Divide(this, (Number)target, rounding_mode);
        public Tensor divide_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Rounding.DivideInPlace(this, target, rounding_mode);
        public Tensor divide_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Rounding.DivideInPlace(this, (Number)target, rounding_mode);
        public Tensor true_divide(Tensor other) => Binary.Apply<Divide>(this, other);
        public Tensor true_divide(Scalar other) => Binary.Apply<Divide>(this, (Number)other);
        public Tensor true_divide_(Tensor other) => Binary.ApplyInPlace<Divide>(this, other);
        public Tensor true_divide_(Scalar other) => Binary.ApplyInPlace<Divide>(this, (Number)other);
        public Tensor floor_divide(Tensor other) => Binary.Apply<FloorDivide>(this, other);
        public Tensor floor_divide(Scalar other) => Binary.Apply<FloorDivide>(this, (Number)other);
        public Tensor floor_divide_(Tensor other) => Binary.ApplyInPlace<FloorDivide>(this, other);
        public Tensor floor_divide_(Scalar other) => Binary.ApplyInPlace<FloorDivide>(this, (Number)other);
        public Tensor remainder(Tensor target) => Binary.Apply<Remainder>(this, target);
        public Tensor remainder(Scalar scalar) => Binary.Apply<Remainder>(this, (Number)scalar);
        public Tensor remainder_(Tensor target) => Binary.ApplyInPlace<Remainder>(this, target);
        public Tensor remainder_(Scalar scalar) => Binary.ApplyInPlace<Remainder>(this, (Number)scalar);
        public Tensor fmod(Tensor target) => Binary.Apply<Fmod>(this, target);
        public Tensor fmod(Scalar scalar) => Binary.Apply<Fmod>(this, (Number)scalar);
        public Tensor fmod_(Tensor target) => Binary.ApplyInPlace<Fmod>(this, target);
        public Tensor fmod_(Scalar scalar) => Binary.ApplyInPlace<Fmod>(this, (Number)scalar);
        public Tensor pow(Tensor exponent) => Binary.Apply<Power>(this, exponent);
        public Tensor pow(Scalar exponent) => Powers.Apply(this, exponent);
        public Tensor pow_(Tensor exponent) => Binary.ApplyInPlace<Power>(this, exponent);
        public Tensor pow_(Scalar exponent) => Binary.ApplyInPlace<Power>(this, (Number)exponent);
        public Tensor maximum(Tensor other) => Binary.Apply<Maximum>(this, other);
        public Tensor minimum(Tensor other) => Binary.Apply<Minimum>(this, other);
        public Tensor max(Tensor other) => Binary.Apply<Maximum>(this, other);
        public Tensor min(Tensor other) => Binary.Apply<Minimum>(this, other);
        public Tensor atan2(Tensor other) => Binary.Apply<Atan2>(this, other);
        public Tensor atan2_(Tensor other) => Binary.ApplyInPlace<Atan2>(this, other);
        public Tensor arctan2(Tensor other) => Binary.Apply<Atan2>(this, other);
        public Tensor arctan2_(Tensor other) => Binary.ApplyInPlace<Atan2>(this, other);
        public Tensor bitwise_and(Tensor other) =>
            Binary.Apply<BitAnd>(IntegerUnary.RequireIntegers(this), IntegerUnary.RequireIntegers(other));
        public Tensor bitwise_and_(Tensor other) =>
            Binary.ApplyInPlace<BitAnd>(IntegerUnary.RequireIntegers(this), IntegerUnary.RequireIntegers(other));
        public Tensor bitwise_or(Tensor other) =>
            Binary.Apply<BitOr>(IntegerUnary.RequireIntegers(this), IntegerUnary.RequireIntegers(other));
        public Tensor bitwise_or_(Tensor other) =>
            Binary.ApplyInPlace<BitOr>(IntegerUnary.RequireIntegers(this), IntegerUnary.RequireIntegers(other));
        public Tensor bitwise_xor(Tensor other) =>
            Binary.Apply<BitXor>(IntegerUnary.RequireIntegers(this), IntegerUnary.RequireIntegers(other));
        public Tensor bitwise_xor_(Tensor other) =>
            Binary.ApplyInPlace<BitXor>(IntegerUnary.RequireIntegers(this), IntegerUnary.RequireIntegers(other));
        public Tensor bitwise_not() => IntegerUnary.Not(this);
        public Tensor bitwise_not_() => copy_(IntegerUnary.Not(this));
    }
}
