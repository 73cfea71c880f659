namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            Sorting.Sort(this, dim, descending);
        public Tensor argsort(long dim = -1, bool descending = false) => Sorting.Sort(this, dim, descending).Item2;
        public Tensor msort() => Sorting.Sort(this, 0, false).Item1;
        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            Sorting.TopK(this, k, dim, largest);
        public (Tensor values, Tensor indices) kthvalue(long k, long? dim, bool keepdim = false) =>
            Sorting.KthValue(this, k, dim, keepdim);
        public Tensor median() => Sorting.Median(this, leaveOutNan: false);
        public Tensor nanmedian() => Sorting.Median(this, leaveOutNan: true);
    }
}
