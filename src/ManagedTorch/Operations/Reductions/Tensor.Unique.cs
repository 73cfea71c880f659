namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The distinct elements in rising order, where each input element is among them, and how often each occurs.</summary>
        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(bool sorted = true, bool return_inverse = false,
            bool return_counts = false, int? dim = null)
        {
            if (dim is not null) throw Unsupported.Feature("unique along a dimension");
            var (ordered, order) = flatten().sort(0);
            var starts = Starts(ordered);
            var group = starts.cumsum(0).sub(1);
            var inverse = return_inverse ? torch.zeros_like(group).scatter_(0, order, group).reshape(layout.Sizes) : null;
            return (ordered[starts.to(ScalarType.Bool)], inverse, return_counts ? group.bincount(null) : null);
        }

        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique_consecutive(bool return_inverse = false,
            bool return_counts = false, int? dim = null)
        {
            if (dim is not null) throw Unsupported.Feature("unique_consecutive along a dimension");
            var flat = flatten();
            var starts = Starts(flat);
            var group = starts.cumsum(0).sub(1);
            return (flat[starts.to(ScalarType.Bool)], return_inverse ? group.reshape(layout.Sizes) : null,
                return_counts ? group.bincount(null) : null);
        }

        /// <summary>1 for each element that differs from the one before it.</summary>
        private static Tensor Starts(Tensor line)
        {
            var starts = torch.ones_like(line, ScalarType.Int64);
            var length = line.layout.Count;
            if (length > 1) starts.slice(0, 1, length, 1).copy_(line.slice(0, 1, length, 1).ne(line.slice(0, 0, length - 1, 1)));
            return starts;
        }
    }
}
