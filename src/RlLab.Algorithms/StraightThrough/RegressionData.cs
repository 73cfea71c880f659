using System.Runtime.InteropServices;
using System.Security.Cryptography;
using TorchSharp;
using static TorchSharp.torch;

namespace RlLab.Algorithms.StraightThrough;

/// <summary>Inputs and what shall be predicted from them.</summary>
/// <param name="Inputs">[samples, inputs].</param>
/// <param name="Targets">[samples, 1].</param>
public sealed record RegressionData(Tensor Inputs, Tensor Targets) : IDisposable
{
    /// <summary>What the samples are called among a run's inputs; at most 500 characters. Default: <c>samples</c>.</summary>
    public string Name { get; init; } = "samples";

    /// <summary>Uniform inputs and uniform targets from 0 to 1, which have nothing to do with each other: there is no signal to learn.</summary>
    /// <param name="samples">How many samples.</param>
    /// <param name="inputs">Numbers in a sample.</param>
    /// <param name="random">What to draw from.</param>
    public static RegressionData Unrelated(int samples, int inputs, RandomGenerator random) =>
        new(Uniform(Require.AtLeast(samples, 1), Require.AtLeast(inputs, 1), random), Uniform(samples, 1, random)) { Name = "unrelated" };

    /// <summary>Uniform inputs, and targets that a fixed random teacher makes of them through a code of bits.</summary>
    /// <remarks>
    /// Bit k is 1 where w_k (x - 1/2) is not negative, so that each is 1 for half of all inputs; the target is the sum of the bits with
    /// normal weights, divided by the square root of their number.
    /// </remarks>
    /// <param name="samples">How many samples.</param>
    /// <param name="inputs">Numbers in a sample.</param>
    /// <param name="bits">Bits of the teacher's code.</param>
    /// <param name="teacher">What the teacher's weights are drawn from.</param>
    /// <param name="random">What the inputs are drawn from.</param>
    public static RegressionData Taught(int samples, int inputs, int bits, RandomGenerator teacher, RandomGenerator random)
    {
        Require.AtLeast(samples, 1);
        using var scope = NewDisposeScope();
        var directions = Normal(Require.AtLeast(inputs, 1), Require.AtLeast(bits, 1), teacher);
        var weights = Normal(bits, 1, teacher) / Math.Sqrt(bits);
        var points = Uniform(samples, inputs, random);
        var targets = (points - 0.5).mm(directions).ge(0).to_type(ScalarType.Float32).mm(weights);
        return new(points.MoveToOuterDisposeScope(), targets.MoveToOuterDisposeScope()) { Name = "taught" };
    }

    /// <summary>The mean squared error of always predicting the mean target: what a network that learns nothing useful reaches.</summary>
    public double TargetVariance
    {
        get
        {
            using var scope = NewDisposeScope();
            return (Targets - Targets.mean()).square().mean().ToDouble();
        }
    }

    /// <summary>The same samples on a device; these are let go of.</summary>
    /// <param name="device">The device, in torch's words: <c>cpu</c>, <c>cuda:0</c>.</param>
    public RegressionData To(string device)
    {
        using var moved = this;
        return this with { Inputs = Inputs.to(device), Targets = Targets.to(device) };
    }

    /// <summary>These samples as what a run learns from or is measured on, known by a digest of their numbers: of each seed's draw its own.</summary>
    /// <param name="context">What the run does with them, in a word.</param>
    internal RunInput ToInput(string context)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var tensor in new[] { Inputs, Targets })
        {
            using var scope = NewDisposeScope();
            digest.AppendData(MemoryMarshal.AsBytes<long>(tensor.shape));
            digest.AppendData(MemoryMarshal.AsBytes<float>(tensor.to_type(ScalarType.Float32).cpu().data<float>().ToArray()));
        }

        return new RunInput(Name, Convert.ToHexStringLower(digest.GetHashAndReset())[..32]) { Kind = "samples", Context = context };
    }

    /// <summary>Lets go of the tensors.</summary>
    public void Dispose()
    {
        Inputs.Dispose();
        Targets.Dispose();
    }

    private static Tensor Uniform(int rows, int columns, RandomGenerator random) => Filled(rows, columns, random.NextDouble);

    private static Tensor Normal(int rows, int columns, RandomGenerator random) => Filled(rows, columns, random.NextGaussian);

    private static Tensor Filled(int rows, int columns, Func<double> next)
    {
        var values = new float[rows * columns];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)next();
        }

        return tensor(values, rows, columns);
    }
}
