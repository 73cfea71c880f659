using System.Runtime.CompilerServices;
using TorchSharp.Modules;

namespace TorchSharp
{
    namespace Modules
    {
        using Layer = torch.nn.IModule<torch.Tensor, torch.Tensor>;

        /// <summary>
        /// Layers in a row: each takes what the one before gives. What passes between them is disposed at once.
        /// </summary>
        public class Sequential : torch.nn.Module<torch.Tensor, torch.Tensor>
        {
            private readonly List<string> names = [];
            private Layer[] layers = [];

            protected Sequential(
                params (string name, torch.nn.Module<torch.Tensor, torch.Tensor> submodule)[] modules) : base(nameof(Sequential))
            {
                foreach (var (layerName, module) in modules) append(layerName, module);
            }

            protected Sequential(params torch.nn.Module<torch.Tensor, torch.Tensor>[] modules) : base(nameof(Sequential))
            {
                foreach (var module in modules) append(module);
            }

            internal Sequential() : base(nameof(Sequential))
            {
            }

            public int Count => layers.Length;

            /// <summary>The layers; another array once there are others.</summary>
            internal Layer[] Layers => layers;

            [IndexerName("SequentialItems")]
            public Layer this[int index] => layers[index];

            [IndexerName("SequentialItems")]
            public Sequential this[(int? start, int? end) index] => Slice(index.start ?? 0, index.end ?? layers.Length);

            [IndexerName("SequentialItems")]
            public Sequential this[Range index] =>
                Slice(index.Start.GetOffset(layers.Length), index.End.GetOffset(layers.Length));

            public Sequential append(Layer module) =>
                append(layers.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), module);

            public Sequential append(string name, Layer module)
            {
                register_module(name, (torch.nn.Module)module);
                names.Add(name);
                layers = [.. layers, module];
                return this;
            }

            public override torch.Tensor forward(torch.Tensor tensor)
            {
                if (layers.Length == 0) return tensor.alias();
                var current = tensor;
                torch.Tensor? moments = null;
                for (var i = 0; i < layers.Length; i++)
                {
                    var own = !ReferenceEquals(current, tensor);
                    var next = Step(ref i, current, own, ref moments);
                    // A layer may hand on what it was given.
                    if (own && !ReferenceEquals(current, next)) current.Dispose();
                    current = next;
                }

                return current;
            }

            /// <summary>
            /// The result of the next layer, or of several in one pass, because they wait for memory more than for arithmetic: a
            /// layer and the ReLU behind it; a normalization with its ReLU and the convolution that reads them; a convolution and
            /// the moments of its result, for a normalization behind it. Not where somebody watches.
            /// </summary>
            /// <param name="i">The layer; afterwards the last one that is done.</param>
            /// <param name="current">What it is given.</param>
            /// <param name="own">True where nobody else needs that.</param>
            /// <param name="moments">Those of its planes, if known; afterwards those of the result.</param>
            private torch.Tensor Step(ref int i, torch.Tensor current, bool own, ref torch.Tensor? moments)
            {
                using var known = moments;
                moments = null;
                switch (layers[i])
                {
                    case Linear { Watched: false } linear when IsRelu(i + 1):
                        i++;
                        return linear.Rectified(current);
                    case BatchNorm { Watched: false } norm when IsRelu(i + 1):
                        i++;
                        var inputs = norm.Inputs(current, known);
                        if (ConvolutionAt(i + 1) is not { } reader || !current.layout.Contiguous)
                            return BatchNorms.Apply(inputs, relu: true, overwrite: own);
                        i++;
                        using (var before = BatchNorms.Defer(inputs))
                            return reader.Between(before.Values, before, WantsMoments(i + 1), out moments);
                    case var _ when ConvolutionAt(i) is { } convolution:
                        return convolution.Between(current, null, WantsMoments(i + 1), out moments);
                    default:
                        return layers[i].call(current);
                }
            }

            private bool IsRelu(int i) => i < layers.Length && layers[i] is ReLU { Watched: false };

            private Convolution? ConvolutionAt(int i) =>
                i < layers.Length && layers[i] is Convolution { Watched: false, PadsOnTheWay: true } convolution ? convolution : null;

            private bool WantsMoments(int i) =>
                i < layers.Length && layers[i] is BatchNorm { Watched: false, UsesBatch: true } && IsRelu(i + 1);

            private Sequential Slice(int start, int end)
            {
                if (start < 0 || end < start || end > layers.Length)
                    throw new IndexOutOfRangeException(
                        $"{start}..{end} is not within the {layers.Length} layers of this Sequential.");
                var slice = new Sequential();
                for (var i = start; i < end; i++) slice.append(names[i], layers[i]);
                return slice;
            }
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static Sequential Sequential() => new();

            public static Sequential Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules) =>
                Sequential(modules.AsEnumerable());

            public static Sequential Sequential(params Module<Tensor, Tensor>[] modules) => Sequential(modules.AsEnumerable());

            public static Sequential Sequential(params Tuple<string, Module<Tensor, Tensor>>[] modules) =>
                Sequential(modules.AsEnumerable());

            public static Sequential Sequential(IEnumerable<(string name, Module<Tensor, Tensor> submodule)> modules) =>
                modules.Aggregate(Sequential(), (all, entry) => all.append(entry.name, entry.submodule));

            public static Sequential Sequential(IEnumerable<Module<Tensor, Tensor>> modules) =>
                modules.Aggregate(Sequential(), (all, module) => all.append(module));

            public static Sequential Sequential(IEnumerable<Tuple<string, Module<Tensor, Tensor>>> modules) =>
                modules.Aggregate(Sequential(), (all, entry) => all.append(entry.Item1, entry.Item2));
        }
    }
}
