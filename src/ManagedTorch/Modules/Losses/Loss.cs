namespace TorchSharp;

/// <summary>How far a prediction is from a target, to be reduced to one number or not.</summary>
public abstract class Loss<T1, T2, TResult> : torch.nn.Module<T1, T2, TResult>
{
    private protected Loss(torch.nn.Reduction reduction, string name) : base(name) => this.reduction = reduction;

    public torch.nn.Reduction reduction { get; }
}

/// <summary>A loss with a weight for each class or element.</summary>
public abstract class WeightedLoss<T1, T2, TResult> : Loss<T1, T2, TResult>
{
    private protected WeightedLoss(torch.Tensor? weight, torch.nn.Reduction reduction, string name) : base(reduction, name) =>
        this.weight = weight;

    public torch.Tensor? weight { get; }
}
