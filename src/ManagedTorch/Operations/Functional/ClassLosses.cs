using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>The negative log likelihood of class numbers, with and without the log_softmax before it. Dimension 1 counts the classes.</summary>
internal static unsafe class ClassLosses
{
    public const long Ignored = -100;

    public static Tensor NegativeLogLikelihood(Tensor input, Tensor target, Tensor? weight, long ignore,
        nn.Reduction reduction) =>
        Apply(input, target, weight, ignore, reduction, ofLogits: false);

    public static Tensor CrossEntropy(Tensor input, Tensor target, Tensor? weight, long ignore, nn.Reduction reduction,
        double smoothing)
    {
        var byProbability = Dtype.IsFloating(target.Live().element) && target.layout.SameSizes(input.Live().layout);
        if (!byProbability && smoothing == 0) return Apply(input, target, weight, ignore, reduction, ofLogits: true);
        var dim = input.ndim == 1 ? 0 : 1;
        var classes = input.size(dim);
        if (!byProbability && (weight is not null || ignore != Ignored))
            throw Unsupported.Feature("cross_entropy with label smoothing together with weights or ignore_index");
        var probabilities = byProbability ? target : OneHot(target, classes, dim, input.element);
        if (smoothing > 0) probabilities = probabilities * (1 - smoothing) + smoothing / classes;
        var terms = input.log_softmax(dim) * probabilities;
        if (weight is not null)
            terms *= weight.reshape(Enumerable.Range(0, (int)input.ndim).Select(d => d == dim ? -1L : 1L).ToArray());
        var losses = -terms.sum(dim);
        return reduction switch
        {
            nn.Reduction.Mean => losses.mean(),
            nn.Reduction.Sum => losses.sum(),
            _ => losses,
        };
    }

    private static Tensor OneHot(Tensor target, long classes, int dim, ScalarType type)
    {
        var hot = nn.functional.one_hot(target, classes).to(type);
        return dim == 0 || hot.ndim == 2 ? hot : hot.movedim([-1], [1]);
    }

    private static Tensor Apply(Tensor input, Tensor target, Tensor? weight, long ignore, nn.Reduction reduction, bool ofLogits)
    {
        var shape = input.Live().layout;
        RequireFit(shape, target.Live(), weight);
        Launch.Of(ofLogits ? "cross_entropy" : "nll_loss", input, target, weight, kernels: ofLogits ? 2 : 1);
        var dim = shape.Rank == 1 ? 0 : 1;
        var logs = Tensor.Fresh(shape.AsContiguous(), input.element);
        if (ofLogits) SoftmaxOperation.Compute(input, logs, dim, true);
        else Copying.Copy(input, logs);
        var classes = Copying.Contiguous(target);
        var result = Tensor.Result(reduction == nn.Reduction.None ? target.layout.AsContiguous() : Shape.Scalar, input.element);
        var weights = weight is null ? null : Copying.Contiguous(weight);
        var pass = new Pass(logs, classes, weights, Lines.Of(shape, dim), ignore, reduction, ofLogits);
        var action = new ForwardAction(pass, result);
        Dtype.DispatchFloating(input.element, ref action);
        if (input.Tracked) result.MadeBy(new ClassLossNode(input, pass));
        else pass.Free();
        return result;
    }

    private static void RequireFit(Shape input, Tensor target, Tensor? weight)
    {
        if (target.element != ScalarType.Int64)
            throw new TorchException($"The classes must be of type Int64, not {target.element}.");
        var expected = input.Rank == 1
            ? Shape.Scalar : input.Rank == 0 ? null
            : Shape.Of([input.Sizes[0], .. input.Sizes.AsSpan(2)]);
        if (expected is null || !expected.SameSizes(target.layout))
            throw new TorchException(
                $"An input of shape {input} needs classes of shape {expected?.ToString() ?? "?"}, not {target.layout}.");
        var classes = input.Sizes[input.Rank == 1 ? 0 : 1];
        if (weight is not null && (weight.Live().layout.Rank != 1 || weight.layout.Count != classes))
            throw new TorchException($"There are {classes} classes, but the weights have the shape {weight.layout}.");
    }

    /// <summary>What forward and backward pass share.</summary>
    private sealed class Pass(Tensor logs, Tensor classes, Tensor? weights, Lines lines, long ignore, nn.Reduction reduction,
        bool ofLogits)
    {
        private double totalWeight;

        public Shape Shape => logs.layout;

        public void Free()
        {
            logs.Free();
            classes.Free();
            weights?.Free();
        }

        public void Forward<T>(Tensor result) where T : unmanaged, IFloatingPointIeee754<T>
        {
            var source = (T*)logs.pointer;
            double total = 0;
            totalWeight = 0;
            for (long line = 0; line < lines.Count; line++)
            {
                var c = Class(line);
                var loss = T.Zero;
                if (c >= 0)
                {
                    var weight = Weight<T>(c);
                    loss = -weight * source[lines.Start(line) + c * lines.Step];
                    totalWeight += double.CreateTruncating(weight);
                }
                if (reduction == nn.Reduction.None) ((T*)result.pointer)[line] = loss;
                else total += double.CreateTruncating(loss);
            }
            if (reduction != nn.Reduction.None)
                *(T*)result.pointer = T.CreateTruncating(reduction == nn.Reduction.Mean ? total / totalWeight : total);
        }

        public Tensor Backward<T>(Tensor g) where T : unmanaged, IFloatingPointIeee754<T>
        {
            var back = Tensor.Fresh(logs.layout, logs.element);
            Copying.Fill(back, 0L);
            var gradient = Copying.AsContiguous(g);
            T* target = (T*)back.pointer, source = (T*)logs.pointer, gs = (T*)gradient.pointer;
            for (long line = 0; line < lines.Count; line++)
            {
                var c = Class(line);
                if (c < 0) continue;
                var scale = Weight<T>(c) * (reduction == nn.Reduction.None ? gs[line] : *gs);
                if (reduction == nn.Reduction.Mean) scale /= T.CreateTruncating(totalWeight);
                var start = lines.Start(line);
                // Of logits: (softmax - one hot) scale.
                for (long i = 0; ofLogits && i < lines.Length; i++)
                    target[start + i * lines.Step] = T.Exp(source[start + i * lines.Step]) * scale;
                target[start + c * lines.Step] -= scale;
            }
            Copying.Done(gradient, g);
            return back;
        }

        private long Class(long line)
        {
            var c = ((long*)classes.pointer)[line];
            if (c == ignore) return -1;
            if (c < 0 || c >= lines.Length)
                throw new TorchException($"Target {c} is out of bounds: there are {lines.Length} classes.");
            return c;
        }

        private T Weight<T>(long c) where T : unmanaged, IFloatingPointIeee754<T> =>
            weights is null ? T.One : ((T*)weights.pointer)[c];
    }

    private readonly struct ForwardAction(Pass pass, Tensor result) : IFloatingAction
    {
        public void Invoke<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T> => pass.Forward<T>(result);
    }

    private sealed class ClassLossNode : Node
    {
        private Pass? pass;

        public ClassLossNode(Tensor input, Pass pass)
        {
            Connect(input);
            this.pass = pass;
        }

        public override void Backward(Tensor g)
        {
            if (pass is null) throw SavedTensor.UsedUp();
            Give(0, g.element == ScalarType.Float32 ? pass.Backward<float>(g) : pass.Backward<double>(g));
        }

        public override void ReleaseSaved()
        {
            pass?.Free();
            pass = null;
        }
    }
}
