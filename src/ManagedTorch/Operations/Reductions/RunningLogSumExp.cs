using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>The logarithm of the running sum of exponentials along a dimension.</summary>
internal static unsafe class RunningLogSumExp
{
    public static Tensor Apply(Tensor x, long dim)
    {
        if (!Dtype.IsFloating(x.Live().element)) throw new TorchException($"logcumsumexp() is not defined for {x.element}.");
        var d = x.layout.Dimension(dim);
        Launch.Of("logcumsumexp", x);
        var result = Copying.Contiguous(x).Register();
        var action = new Action(result, Lines.Of(x.layout, d));
        Dtype.DispatchFloating(x.element, ref action);
        if (x.Tracked) result.MadeBy(new LogSumNode(x, result, d));
        return result;
    }

    private readonly struct Action(Tensor x, Lines lines) : IFloatingAction
    {
        public void Invoke<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            for (long line = 0; line < lines.Count; line++)
            {
                var data = (T*)x.pointer + lines.Start(line);
                for (long i = 1; i < lines.Length; i++)
                    data[i * lines.Step] = LogAddExp.Apply(data[(i - 1) * lines.Step], data[i * lines.Step]);
            }
        }
    }

    /// <summary>Element i has the share e^(x_i - y_j) in every result j from i on; summed as logarithms, by sign of the gradient.</summary>
    private sealed class LogSumNode : Node
    {
        private readonly int dim;
        private SavedTensor x, result;

        public LogSumNode(Tensor x, Tensor result, int dim)
        {
            Connect(x);
            this.dim = dim;
            this.x = new SavedTensor(x);
            this.result = new SavedTensor(result);
        }

        public override void Backward(Tensor g)
        {
            using var mode = no_grad();
            using var scope = NewDisposeScope();
            // Handles of their own: what is saved outlives the ones that it came with.
            Tensor gradient = g.Share().Register(), from = x.Value.Share().Register(), to = result.Value.Share().Register();
            var back = Sum(gradient.clamp_min(0)).sub(Sum(gradient.neg().clamp_min(0)));
            Give(0, Copying.Contiguous(back));

            Tensor Sum(Tensor part) => part.log().sub(to).flip(dim).logcumsumexp(dim).flip(dim).add(from).exp();
        }

        public override void ReleaseSaved()
        {
            x.Release();
            result.Release();
        }
    }
}
