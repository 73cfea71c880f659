namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public static Tensor operator +(Tensor left, Tensor right) => Binary.Apply<Add>(left, right);
        public static Tensor operator +(Tensor left, Scalar right) => Binary.Apply<Add>(left, (Number)right);
        public static Tensor operator +(Scalar left, Tensor right) => Binary.Apply<Add>(right, (Number)left);
        public static Tensor operator +(Tensor left, int right) => Binary.Apply<Add>(left, (Number)(long)right);
        public static Tensor operator +(int left, Tensor right) => Binary.Apply<Add>(right, (Number)(long)left);
        public static Tensor operator +(Tensor left, long right) => Binary.Apply<Add>(left, (Number)(long)right);
        public static Tensor operator +(long left, Tensor right) => Binary.Apply<Add>(right, (Number)(long)left);
        public static Tensor operator +(Tensor left, float right) => Binary.Apply<Add>(left, new Number(right));
        public static Tensor operator +(float left, Tensor right) => Binary.Apply<Add>(right, new Number(left));
        public static Tensor operator +(Tensor left, double right) => Binary.Apply<Add>(left, new Number(right));
        public static Tensor operator +(double left, Tensor right) => Binary.Apply<Add>(right, new Number(left));

        public static Tensor operator -(Tensor left, Tensor right) => Binary.Apply<Subtract>(left, right);
        public static Tensor operator -(Tensor left, Scalar right) => Binary.Apply<Subtract>(left, (Number)right);
        public static Tensor operator -(Scalar left, Tensor right) => Binary.Apply<Subtract>(right, (Number)left, true);
        public static Tensor operator -(Tensor left, int right) => Binary.Apply<Subtract>(left, (Number)(long)right);
        public static Tensor operator -(int left, Tensor right) => Binary.Apply<Subtract>(right, (Number)(long)left, true);
        public static Tensor operator -(Tensor left, long right) => Binary.Apply<Subtract>(left, (Number)(long)right);
        public static Tensor operator -(long left, Tensor right) => Binary.Apply<Subtract>(right, (Number)(long)left, true);
        public static Tensor operator -(Tensor left, float right) => Binary.Apply<Subtract>(left, new Number(right));
        public static Tensor operator -(float left, Tensor right) => Binary.Apply<Subtract>(right, new Number(left), true);
        public static Tensor operator -(Tensor left, double right) => Binary.Apply<Subtract>(left, new Number(right));
        public static Tensor operator -(double left, Tensor right) => Binary.Apply<Subtract>(right, new Number(left), true);

        public static Tensor operator *(Tensor left, Tensor right) => Binary.Apply<Multiply>(left, right);
        public static Tensor operator *(Tensor left, Scalar right) => Binary.Apply<Multiply>(left, (Number)right);
        public static Tensor operator *(Scalar left, Tensor right) => Binary.Apply<Multiply>(right, (Number)left);
        public static Tensor operator *(Tensor left, int right) => Binary.Apply<Multiply>(left, (Number)(long)right);
        public static Tensor operator *(int left, Tensor right) => Binary.Apply<Multiply>(right, (Number)(long)left);
        public static Tensor operator *(Tensor left, long right) => Binary.Apply<Multiply>(left, (Number)(long)right);
        public static Tensor operator *(long left, Tensor right) => Binary.Apply<Multiply>(right, (Number)(long)left);
        public static Tensor operator *(Tensor left, float right) => Binary.Apply<Multiply>(left, new Number(right));
        public static Tensor operator *(float left, Tensor right) => Binary.Apply<Multiply>(right, new Number(left));
        public static Tensor operator *(Tensor left, double right) => Binary.Apply<Multiply>(left, new Number(right));
        public static Tensor operator *(double left, Tensor right) => Binary.Apply<Multiply>(right, new Number(left));

        public static Tensor operator /(Tensor left, Tensor right) => Binary.Apply<Divide>(left, right);
        public static Tensor operator /(Tensor left, Scalar right) => Binary.Apply<Divide>(left, (Number)right);
        public static Tensor operator /(Scalar left, Tensor right) => Binary.Apply<Divide>(right, (Number)left, true);
        public static Tensor operator /(Tensor left, int right) => Binary.Apply<Divide>(left, (Number)(long)right);
        public static Tensor operator /(int left, Tensor right) => Binary.Apply<Divide>(right, (Number)(long)left, true);
        public static Tensor operator /(Tensor left, long right) => Binary.Apply<Divide>(left, (Number)(long)right);
        public static Tensor operator /(long left, Tensor right) => Binary.Apply<Divide>(right, (Number)(long)left, true);
        public static Tensor operator /(Tensor left, float right) => Binary.Apply<Divide>(left, new Number(right));
        public static Tensor operator /(float left, Tensor right) => Binary.Apply<Divide>(right, new Number(left), true);
        public static Tensor operator /(Tensor left, double right) => Binary.Apply<Divide>(left, new Number(right));
        public static Tensor operator /(double left, Tensor right) => Binary.Apply<Divide>(right, new Number(left), true);

        public static Tensor operator %(Tensor left, Tensor right) => Binary.Apply<Remainder>(left, right);
        public static Tensor operator %(Tensor left, Scalar right) => Binary.Apply<Remainder>(left, (Number)right);
        public static Tensor operator %(Tensor left, int right) => Binary.Apply<Remainder>(left, (Number)(long)right);
        public static Tensor operator %(Tensor left, long right) => Binary.Apply<Remainder>(left, (Number)(long)right);
        public static Tensor operator %(Tensor left, float right) => Binary.Apply<Remainder>(left, new Number(right));
        public static Tensor operator %(Tensor left, double right) => Binary.Apply<Remainder>(left, new Number(right));

        public static Tensor operator -(Tensor tensor) => tensor.neg();
        public static Tensor operator ~(Tensor left) => left.bitwise_not();
        public static Tensor operator &(Tensor left, Tensor right) => left.bitwise_and(right);
        public static Tensor operator |(Tensor left, Tensor right) => left.bitwise_or(right);
        public static Tensor operator ^(Tensor left, Tensor right) => left.bitwise_xor(right);

        public static Tensor operator ==(Tensor left, Tensor right) => left.eq(right);
        public static Tensor operator ==(Tensor left, Scalar right) => left.eq(right);
        public static Tensor operator ==(Scalar left, Tensor right) => right.eq(left);
        public static Tensor operator !=(Tensor left, Tensor right) => left.ne(right);
        public static Tensor operator !=(Tensor left, Scalar right) => left.ne(right);
        public static Tensor operator !=(Scalar left, Tensor right) => right.ne(left);
        public static Tensor operator <(Tensor left, Tensor right) => left.lt(right);
        public static Tensor operator <(Tensor left, Scalar right) => left.lt(right);
        public static Tensor operator <(Scalar left, Tensor right) => right.gt(left);
        public static Tensor operator <=(Tensor left, Tensor right) => left.le(right);
        public static Tensor operator <=(Tensor left, Scalar right) => left.le(right);
        public static Tensor operator <=(Scalar left, Tensor right) => right.ge(left);
        public static Tensor operator >(Tensor left, Tensor right) => left.gt(right);
        public static Tensor operator >(Tensor left, Scalar right) => left.gt(right);
        public static Tensor operator >(Scalar left, Tensor right) => right.lt(left);
        public static Tensor operator >=(Tensor left, Tensor right) => left.ge(right);
        public static Tensor operator >=(Tensor left, Scalar right) => left.ge(right);
        public static Tensor operator >=(Scalar left, Tensor right) => right.le(left);

        public static implicit operator Tensor(byte value) => tensor(value);
        public static implicit operator Tensor(byte[] value) => tensor(value);
        public static implicit operator Tensor(sbyte value) => tensor(value);
        public static implicit operator Tensor(sbyte[] value) => tensor(value);
        public static implicit operator Tensor(short value) => tensor(value);
        public static implicit operator Tensor(short[] value) => tensor(value);
        public static implicit operator Tensor(int value) => tensor(value);
        public static implicit operator Tensor(int[] value) => tensor(value);
        public static implicit operator Tensor(long value) => tensor(value);
        public static implicit operator Tensor(long[] value) => tensor(value);
        public static implicit operator Tensor(float value) => tensor(value);
        public static implicit operator Tensor(float[] value) => tensor(value);
        public static implicit operator Tensor(double value) => tensor(value);
        public static implicit operator Tensor(double[] value) => tensor(value);
        public static implicit operator Tensor(bool value) => tensor(value);
        public static implicit operator Tensor(bool[] value) => tensor(value);
        public static implicit operator Tensor(Scalar scalar) => Factory.Full(Shape.Scalar, scalar, scalar.Type, CPU, false);
    }
}
