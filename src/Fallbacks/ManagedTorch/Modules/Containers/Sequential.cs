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
                var chain = layers;
                if (chain.Length == 0) return tensor.alias();
                var current = tensor;
                for (var i = 0; i < chain.Length; i++)
                {
                    var next = i + 1 < chain.Length && chain[i + 1] is ReLU { Watched: false }
                        ? Rectified(chain[i], current, overwrite: !ReferenceEquals(current, tensor))
                        : null;
                    if (next is null) next = chain[i].call(current);
                    else i++;
                    // A layer may hand on what it was given.
                    if (!ReferenceEquals(current, next) && !ReferenceEquals(current, tensor)) current.Dispose();
                    current = next;
                }

                return current;
            }

            /// <summary>
            /// A layer and the ReLU behind it in one pass, because that waits for memory, not for arithmetic; null where the layer
            /// is none that can do it.
            /// </summary>
            private static torch.Tensor? Rectified(Layer layer, torch.Tensor input, bool overwrite) => layer switch
            {
                Linear { Watched: false } linear => linear.Rectified(input),
                BatchNorm { Watched: false } norm => norm.Normalized(input, relu: true, overwrite),
                _ => null,
            };

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
