namespace TorchSharp;

public static partial class torch
{
    public static Tensor softmax(Tensor input, int dim, ScalarType? dtype = null) => Softmax.Apply(input, dim, false, dtype);

    public partial class Tensor
    {
        public Tensor softmax(long dim, ScalarType? dtype = null) => Softmax.Apply(this, dim, false, dtype);
        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Softmax.Apply(this, dim, true, dtype);
        public Tensor logsumexp(long dim, bool keepdim = false) => Softmax.LogSumExp(this, dim, keepdim);
    }
}
