using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A tensor that a module learns.</summary>
public class Parameter : Tensor
{
    /// <summary>Takes over the data and leaves the handle that it was given through as it is.</summary>
    public Parameter(Tensor data, bool requires_grad = true) : base(data)
    {
        this.requires_grad = requires_grad;
    }
}
