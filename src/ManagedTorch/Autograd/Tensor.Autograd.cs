namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The operation that made this tensor; null at leaves.</summary>
        internal Node? node;

        /// <summary>Which result of <see cref="node"/> this is.</summary>
        internal int output;

        /// <summary>The accumulated gradient; the handles that <see cref="grad"/> gives out are aliases of it.</summary>
        internal Tensor? gradient;

        /// <summary>The tensor that this is a differentiable view of, and the storage's version that the view's node was made at.</summary>
        internal Tensor? root;
        internal int rootVersion;

        private Leaf? leaf;
        private bool requiresGrad;

        /// <summary>A view of a tensor that was written to since may have come to require a gradient.</summary>
        internal bool RequiresGrad => requiresGrad || IsStaleView;

        /// <summary>True where an operation on this tensor has to be recorded.</summary>
        internal bool Tracked => (requiresGrad || root is not null) && RequiresGrad && GradMode.Enabled;

        private bool IsStaleView => root is { disposed: false } && rootVersion != storage.Version && root.requiresGrad;

        public bool requires_grad
        {
            get => Live().RequiresGrad;
            set
            {
                Live();
                if (value == RequiresGrad) return;
                if (value && !Dtype.IsFloating(element))
                    throw new TorchException($"Only tensors of floating point type can require gradients, not {element}.");
                if (!value && node is not null)
                    throw new TorchException(
                        "Only leaves can change requires_grad; use detach() for a tensor without the graph.");
                requiresGrad = value;
            }
        }

        public bool is_leaf => Live().GradientEdge() is { Node: null or Leaf };

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor? grad
        {
            get
            {
                Live();
                return gradient?.Share().Register();
            }
            set
            {
                Live();
                if (value is null)
                {
                    gradient?.Free();
                    gradient = null;
                    return;
                }
                value.Live();
                if (value.element != element || !value.layout.SameSizes(layout))
                    throw new TorchException(
                        $"The gradient of a {element} tensor of shape {layout} cannot be a {value.element} tensor of shape {value.layout}.");
                if (value.OnCuda != OnCuda)
                    throw new TorchException(
                        $"assigned grad has data located on a different device: the tensor is on {device}, the gradient on {value.device}");
                var assigned = value.Share();
                gradient?.Free();
                gradient = assigned;
            }
        }

        public void retain_grad()
        {
            Live();
            if (GradientEdge().Node is not { } maker || maker is Leaf) return;
            maker.Retaining ??= [];
            if (!maker.Retaining.Contains(this)) maker.Retaining.Add(this);
        }

        public void backward() => backward(null);

        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false,
            IList<Tensor>? inputs = null) =>
            autograd.backward(this, grad_tensors, retain_graph, create_graph, inputs);

        /// <summary>The same values, cut off from the graph; shares the memory.</summary>
        public Tensor detach() => Live().Share().Register();

        public Tensor detach_()
        {
            Live();
            ReleaseGraph();
            requiresGrad = false;
            root = null;
            return this;
        }

        /// <summary>Where the gradient of this tensor goes; no node where it needs none.</summary>
        internal Edge GradientEdge()
        {
            if (IsStaleView) RefreshView();
            if (!requiresGrad) return default;
            return node is not null ? new Edge(node, output) : new Edge(leaf ?? MakeLeaf(), 0);
        }

        /// <summary>Makes this tensor the result of an operation.</summary>
        internal Tensor MadeBy(Node maker, int result = 0)
        {
            node = maker;
            output = result;
            requiresGrad = true;
            if (SimulatedDevice.Enabled) maker.OnCuda = OnCuda;
            return this;
        }

        /// <summary>A view of a tensor that is written to later on must find its way back to it.</summary>
        internal Tensor AsViewOf(Tensor source)
        {
            if (!GradMode.Enabled || !Dtype.IsFloating(element)) return this;
            root = source.root ?? source;
            rootVersion = storage.Version;
            return this;
        }

        /// <summary>Threads that share a parameter must agree on its leaf.</summary>
        private Leaf MakeLeaf() => Interlocked.CompareExchange(ref leaf, new Leaf(this), null) ?? leaf;

        /// <summary>After a conversion new graphs end in a leaf of the new type; that of graphs made before converts what arrives.</summary>
        internal void ForgetLeaf() => leaf = null;

        private void ReleaseGraph()
        {
            node?.Release();
            node = null;
            gradient?.Free();
            gradient = null;
        }

        internal void RefreshView()
        {
            Rebase(StridedView.NodeFor(root!, this));
            rootVersion = storage.Version;
        }

        /// <summary>
        /// Gives an overwritten tensor its new place in the graph; the gradient that it was told to retain is that of the new values.
        /// </summary>
        internal void Rebase(Node maker)
        {
            var retains = node?.Retaining?.Remove(this) == true;
            // The old node stays alive where it is the new one's input.
            node?.Release();
            MadeBy(maker);
            if (retains) (maker.Retaining ??= []).Add(this);
        }
    }
}
