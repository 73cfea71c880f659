namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>An operation whose gradient its author writes.</summary>
        public abstract class Function<T> where T : Function<T>, new()
        {
            private static readonly T Instance = new();

            public abstract string Name { get; }

            internal abstract List<Tensor> ForwardAll(AutogradContext ctx, object[] vars);
            internal abstract IList<Tensor?>? BackwardAll(AutogradContext ctx, List<Tensor> gradients);

            public static List<Tensor> apply_internal(params object[] vars)
            {
                var context = new AutogradContext();
                var state = ThreadState.Current;
                var gradDisabled = state.GradDisabled;
                var tracked = false;
                if (!gradDisabled)
                    foreach (var value in vars)
                        if (value is Tensor { IsInvalid: false } tensor)
                            tracked |= tensor.Tracked;
                List<Tensor> outputs;
                state.GradDisabled = true;
                try
                {
                    outputs = Instance.ForwardAll(context, vars);
                }
                finally
                {
                    state.GradDisabled = gradDisabled;
                }
                if (!tracked) return outputs;

                var node = new FunctionNode<T>(Instance, context, vars, outputs);
                for (var i = 0; i < outputs.Count; i++)
                {
                    var output = outputs[i];
                    if (context.IsDirty(output))
                    {
                        InPlace.Done(output, node);
                        continue;
                    }
                    // An argument that is handed back becomes a result of its own.
                    if (Array.IndexOf(vars, output) >= 0) outputs[i] = output = output.Share().Register();
                    if (!Dtype.IsFloating(output.Live().element) || context.IsNonDifferentiable(output)) continue;
                    output.MadeBy(i == 0 ? node : node.Retain(), i);
                }
                context.Commit();
                return outputs;
            }
        }

        /// <summary>A custom operation of one result: <c>MyFunction.apply(x, ...)</c>.</summary>
        public abstract class SingleTensorFunction<T> : Function<T> where T : SingleTensorFunction<T>, new()
        {
            public static Tensor apply(params object[] vars) => apply_internal(vars)[0];

            public abstract Tensor forward(AutogradContext ctx, params object[] vars);

            /// <summary>One gradient, or null, for each entry of the forward pass's vars.</summary>
            public abstract List<Tensor> backward(AutogradContext ctx, Tensor grad_output);

            internal sealed override List<Tensor> ForwardAll(AutogradContext ctx, object[] vars) => [forward(ctx, vars)];

            internal sealed override IList<Tensor?>? BackwardAll(AutogradContext ctx, List<Tensor> gradients) =>
                backward(ctx, gradients[0])!;
        }

        /// <summary>A custom operation of several results.</summary>
        public abstract class MultiTensorFunction<T> : Function<T> where T : MultiTensorFunction<T>, new()
        {
            public static List<Tensor> apply(params object[] vars) => apply_internal(vars);

            public abstract List<Tensor> forward(AutogradContext ctx, params object[] vars);

            /// <summary>One gradient, or null, for each entry of the forward pass's vars.</summary>
            public abstract List<Tensor> backward(AutogradContext ctx, List<Tensor> grad_outputs);

            internal sealed override List<Tensor> ForwardAll(AutogradContext ctx, object[] vars) => forward(ctx, vars);

            internal sealed override IList<Tensor?>? BackwardAll(AutogradContext ctx, List<Tensor> gradients) =>
                backward(ctx, gradients)!;
        }

        /// <summary>The node of a custom operation.</summary>
        private sealed class FunctionNode<T> : MultiOutputNode where T : Function<T>, new()
        {
            private readonly T function;
            private readonly AutogradContext context;
            private readonly int[] inputs;
            private readonly int arguments;
            private readonly (Shape Shape, ScalarType Type)[] wanted;
            private readonly (Shape Shape, ScalarType Type, Device Device)[] results;

            public FunctionNode(T function, AutogradContext context, object[] vars, List<Tensor> outputs) : base(outputs.Count)
            {
                this.function = function;
                this.context = context;
                arguments = vars.Length;
                inputs = Enumerable.Range(0, vars.Length).Where(i => vars[i] is Tensor { IsInvalid: false }).ToArray();
                results = outputs.Select(output => (output.layout.AsContiguous(), output.element, output.device)).ToArray();
                var tensors = inputs.Select(i => (Tensor)vars[i]).ToArray();
                wanted = Array.ConvertAll(tensors, tensor => (tensor.layout, tensor.element));
                Connect(tensors);
            }

            protected override void Backward(Tensor?[] gradients)
            {
                var given = new List<Tensor>(gradients.Length);
                for (var i = 0; i < gradients.Length; i++)
                    given.Add(gradients[i]?.Share().Register() ?? (context.MaterializeGrads ? Factory.Zeros(results[i].Shape,
                        results[i].Type, results[i].Device, false) : null!));
                var returned = function.BackwardAll(context, given) ?? [];
                for (var i = arguments; i < returned.Count; i++)
                    if (returned[i] is not null)
                        throw WrongCount(returned.Count);
                if (returned.Count < arguments) throw WrongCount(returned.Count);
                for (var i = 0; i < inputs.Length; i++)
                {
                    if (returned[inputs[i]] is not { IsInvalid: false } gradient || !Needs(i)) continue;
                    Give(i, Fitted(gradient, i));
                }
            }

            /// <summary>A gradient of the input's type, summed over what the input would be broadcast to.</summary>
            private Tensor Fitted(Tensor gradient, int input)
            {
                var (shape, type) = wanted[input];
                if (!shape.BroadcastsTo(gradient.layout))
                    throw new TorchException(
                        $"Function {function.Name} returned an invalid gradient at index {inputs[input]} - got {gradient.layout} " +
                        $"but expected shape compatible with {shape}");
                var fitted = gradient.element == type ? gradient.Share() : Copying.AsContiguous(gradient, type);
                return Sums.SumToAndFree(fitted, shape);
            }

            // Its author's own operations launch what there is to launch.
            public override int Launches => 0;

            protected override string Name => function.Name;

            public override void ReleaseSaved() => context.Release();

            private NotImplementedException WrongCount(int count) =>
                new($"Function {function.Name} returned an incorrect number of gradients (expected {arguments}), got {count}");
        }
    }
}
