namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        public static IList<Tensor> grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null,
            bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            RefuseHigherOrder(create_graph);
            var gradients = Engine.Run(outputs.ToArray(), Seeds(outputs, grad_outputs), retain_graph, inputs.ToArray())!;
            for (var i = 0; i < gradients.Length; i++)
            {
                if (gradients[i] is null && !allow_unused)
                    throw new TorchException($"Input {i} was not used in the graph; pass allow_unused: true if that is meant.");
                gradients[i]?.Register();
            }
            return gradients!;
        }

        public static void backward(IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null,
            bool create_graph = false, IList<Tensor>? inputs = null)
        {
            RefuseHigherOrder(create_graph);
            var seeds = Seeds(tensors, grad_tensors);
            if (inputs is null or { Count: 0 })
            {
                Engine.Run(tensors.ToArray(), seeds, retain_graph ?? false);
                return;
            }
            var gradients = Engine.Run(tensors.ToArray(), seeds, retain_graph ?? false, inputs.ToArray())!;
            for (var i = 0; i < gradients.Length; i++)
            {
                if (gradients[i] is not { } gradient) continue;
                inputs[i].gradient = inputs[i].gradient is { } existing ? Accumulation.Into(existing, gradient) : gradient;
            }
        }

        public static void backward(Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null,
            bool create_graph = false, IList<Tensor>? inputs = null)
        {
            if (grad_tensors is null or { Count: 0 } && inputs is null or { Count: 0 } && !create_graph)
            {
                Engine.Run([tensor], [Seed(tensor, null)], retain_graph ?? false);
                return;
            }
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);
        }

        public static void backward(Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor>? inputs = null) =>
            backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);

        private static void RefuseHigherOrder(bool createGraph)
        {
            if (createGraph) throw Unsupported.Feature("gradients of gradients (create_graph)");
        }

        private static Tensor[] Seeds(IList<Tensor> tensors, IList<Tensor>? weights)
        {
            if (weights is { Count: > 0 } && weights.Count != tensors.Count)
                throw new ArgumentException($"{weights.Count} gradients were given for {tensors.Count} tensors.");
            var seeds = new Tensor[tensors.Count];
            for (var i = 0; i < seeds.Length; i++) seeds[i] = Seed(tensors[i], weights is { Count: > 0 } ? weights[i] : null);
            return seeds;
        }

        private static Tensor Seed(Tensor tensor, Tensor? weight)
        {
            if (!tensor.Live().RequiresGrad)
                throw new TorchException("element 0 of tensors does not require grad and does not have a grad_fn");
            if (weight is not null)
            {
                if (!weight.Live().layout.SameSizes(tensor.layout))
                    throw new TorchException(
                        $"A gradient of shape {weight.layout} was given for a tensor of shape {tensor.layout}.");
                if (weight.OnCuda != tensor.OnCuda)
                    throw new TorchException($"A gradient on {weight.device} was given for a tensor on {tensor.device}.");
                return weight.element == tensor.element ? weight.Share() : Copying.AsContiguous(weight, tensor.element);
            }
            if (tensor.layout.Count != 1)
                throw new TorchException(
                    $"grad can be implicitly created only for scalar outputs, but the shape is {tensor.layout}; pass a gradient.");
            Launch.Of("ones_like", tensor);
            var one = Tensor.Fresh(tensor.layout.AsContiguous(), tensor.element);
            Copying.Fill(one, 1L);
            return one;
        }
    }
}
