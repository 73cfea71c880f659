namespace TorchSharp;

public static partial class torch
{
    public static Tensor softmax(Tensor input, int dim, ScalarType? dtype = null) =>
        SoftmaxOperation.Apply(input, dim, false, dtype);

    public partial class Tensor
    {
        public Tensor softmax(long dim, ScalarType? dtype = null) => SoftmaxOperation.Apply(this, dim, false, dtype);
        public Tensor log_softmax(long dim, ScalarType? dtype = null) => SoftmaxOperation.Apply(this, dim, true, dtype);
        public Tensor logsumexp(long dim, bool keepdim = false) => SoftmaxOperation.LogSumExp(this, dim, keepdim);
    }
}
