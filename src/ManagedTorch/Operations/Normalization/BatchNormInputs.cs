using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>What a batch normalization is computed from.</summary>
/// <param name="X">(batch, channels, ...).</param>
/// <param name="Moments">Those of the planes of X, as the convolution that made it found them; null where they are not known.</param>
/// <param name="RunningMean">Followed in training, used in evaluation; null for none, as the next three.</param>
/// <param name="RunningVariance">The same.</param>
/// <param name="Weight">One factor a channel.</param>
/// <param name="Bias">One number a channel.</param>
/// <param name="Training">With the statistics of this batch.</param>
/// <param name="Momentum">What this batch counts in the running statistics.</param>
/// <param name="Epsilon">Added to the variance.</param>
internal readonly record struct BatchNormInputs(
    Tensor X, Tensor? Moments, Tensor? RunningMean, Tensor? RunningVariance, Tensor? Weight, Tensor? Bias, bool Training,
    double Momentum, double Epsilon)
{
    public bool Tracked => X.Tracked || Weight is { Tracked: true } || Bias is { Tracked: true };

    public void KeepAlive()
    {
        GC.KeepAlive(X);
        GC.KeepAlive(Moments);
        GC.KeepAlive(Weight);
        GC.KeepAlive(Bias);
    }
}
