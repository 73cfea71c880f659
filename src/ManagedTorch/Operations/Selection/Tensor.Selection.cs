namespace TorchSharp;

public static partial class torch
{
    public static Tensor where(Tensor condition, Tensor x, Tensor y) => Selection.Where(condition, x, y);

    public static Tensor[] where(Tensor condition) => condition.nonzero().unbind(1);

    public partial class Tensor
    {
        public Tensor where(Tensor condition, Tensor y) => Selection.Where(condition, this, y);

        public Tensor masked_fill(Tensor mask, Scalar value)
        {
            var filler = Factory.Full(Shape.Scalar, value, Live().element, CPU, false);
            return Selection.Where(mask, filler, this);
        }

        public Tensor masked_fill_(Tensor mask, Scalar value) => copy_(masked_fill(mask, value));

        public Tensor masked_select(Tensor mask)
        {
            var shape = Shape.Broadcast(Live().layout, mask.Live().layout).Sizes;
            return expand(shape).index([mask.expand(shape)]);
        }

        public Tensor tril(long diagonal = 0) => Triangles.Keep(this, diagonal, lower: true);
        public Tensor triu(long diagonal = 0) => Triangles.Keep(this, diagonal, lower: false);
        public Tensor tril_(long diagonal = 0) => copy_(tril(diagonal));
        public Tensor triu_(long diagonal = 0) => copy_(triu(diagonal));
    }
}
