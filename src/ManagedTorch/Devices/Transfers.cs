using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Copies between the devices, recorded.</summary>
internal static class Transfers
{
    /// <summary>The values on the other device; the type changes before they travel.</summary>
    public static Tensor To(Tensor x, ScalarType type, bool onCuda)
    {
        if (x.element != type) x = x.to(type);
        var result = Move(x, onCuda).Register();
        if (x.Tracked) result.MadeBy(new TransferNode(x));
        return result;
    }

    /// <summary>A copy on the given device, outside every scope and graph.</summary>
    public static Tensor Move(Tensor x, bool onCuda)
    {
        SimulatedDevice.IsCurrent = onCuda;
        SimulatedDevice.Transferred(x, onCuda);
        return Copying.Contiguous(x);
    }

    /// <summary>The gradient of a transfer goes back to where its input is.</summary>
    private sealed class TransferNode : Node
    {
        public TransferNode(Tensor x) => Connect(x);

        public override int Launches => 0;

        public override void Backward(Tensor g) => Give(0, Move(g, !g.OnCuda));
    }
}
