using TorchSharp.Modules;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>A table of vectors, looked up by whole numbers.</summary>
        public sealed class Embedding : torch.nn.Module<torch.Tensor, torch.Tensor>
        {
            private readonly long? paddingIndex;
            private Parameter? table;

            internal Embedding(Parameter weight, long? paddingIndex) : base(nameof(Embedding))
            {
                var rows = weight.shape[0];
                if (paddingIndex is { } padding && (padding < -rows || padding >= rows))
                    throw new ArgumentOutOfRangeException(nameof(paddingIndex), padding, $"The padding_idx must be one of the {rows} embeddings.");
                this.paddingIndex = paddingIndex < 0 ? paddingIndex + rows : paddingIndex;
                this.weight = weight;
            }

            public Parameter? weight
            {
                get => table;
                set => Replace(ref table, nameof(weight), value);
            }

            /// <summary>The rows of the given numbers: the shape of <paramref name="input"/>, and one dimension more.</summary>
            public override torch.Tensor forward(torch.Tensor input)
            {
                if (!Dtype.IsIntegral(input.Live().element))
                    throw new TorchException($"An embedding is looked up by integers, not by {input.element}.");
                using var scope = torch.NewDisposeScope();
                var indices = input.reshape(-1).to(torch.ScalarType.Int64);
                var rows = table!.index_select(0, indices);
                if (paddingIndex is { } padding)
                {
                    // The padding's row takes no gradient.
                    var isPadding = indices.eq(padding).unsqueeze(1);
                    rows = torch.where(isPadding, rows.detach(), rows);
                }

                return rows.reshape([.. input.shape, table!.shape[1]]).MoveToOuterDisposeScope();
            }
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static Embedding Embedding(
                long num_embeddings, long embedding_dims, long? padding_idx = null, double? max_norm = null, double norm_type = 2,
                bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null)
            {
                RefuseOptions(max_norm, scale_grad_by_freq, sparse);
                var table = init.normal_(empty(num_embeddings, embedding_dims, dtype: dtype, device: device));
                if (padding_idx is { } padding) table.select(0, padding).zero_();
                return new Embedding(table.AsParameter(), padding_idx);
            }

            public static Embedding Embedding_from_pretrained(
                Tensor embeddings, bool freeze = true, long? padding_idx = null, double? max_norm = null, double norm_type = 2,
                bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null)
            {
                RefuseOptions(max_norm, scale_grad_by_freq, sparse);
                var table = embeddings.detach().to(dtype ?? embeddings.dtype, device ?? embeddings.device);
                return new Embedding(new Parameter(table, requires_grad: !freeze), padding_idx);
            }

            private static void RefuseOptions(double? maxNorm, bool scaleByFrequency, bool sparse)
            {
                if (maxNorm is not null) throw Unsupported.Feature("max_norm of Embedding");
                if (scaleByFrequency) throw Unsupported.Feature("scale_grad_by_freq of Embedding");
                if (sparse) throw Unsupported.Feature("sparse gradients of Embedding");
            }
        }
    }
}
