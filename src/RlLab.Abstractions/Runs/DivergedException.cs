using System.Globalization;
using System.Runtime.CompilerServices;

namespace RlLab;

/// <summary>Training has come to a number that is NaN or infinite, and nothing that follows from it means anything: the run ends here.</summary>
/// <remarks>Any training may throw it, not RlLab's own algorithms alone; the run then fails with its message.</remarks>
public sealed class DivergedException : Exception
{
    private const string OptimiserAdvice = "Smaller steps of the optimiser, smaller rewards or a limit on gradients may prevent it.";
    private readonly string _advice;

    /// <summary>Names what is not finite, where, and what may help.</summary>
    /// <param name="quantity">What is not finite, as it stands in the message: <c>the loss</c>.</param>
    /// <param name="value">What it is.</param>
    /// <param name="step">At which step; null where that is not known, as in a policy that is used by itself.</param>
    /// <param name="advice">What may help, as a sentence. Default: what helps against an optimiser that leaps too far.</param>
    public DivergedException(string quantity, double value, long? step = null, string? advice = null)
        : this(quantity, value, step, advice ?? OptimiserAdvice, null)
    {
    }

    private DivergedException(string quantity, double value, long? step, string advice, Exception? inner)
        : base(
            string.Create(CultureInfo.InvariantCulture, $"Diverged{(step is { } at ? $" at step {at:N0}" : "")}: {quantity} is {value}. {advice}"),
            inner) => (Quantity, Value, Step, _advice) = (quantity, value, step, advice);

    /// <summary>The training's step, as its metrics count: environment steps, or updates where there is no world; null where not known.</summary>
    public long? Step { get; }

    /// <summary>What is not finite: <c>the loss</c>.</summary>
    public string Quantity { get; }

    /// <summary>What it is: NaN, an infinity, or a number beyond what its tensor can hold.</summary>
    public double Value { get; }

    /// <summary>The same with its step, for whoever catches it and knows.</summary>
    /// <param name="step">The training's step.</param>
    public DivergedException At(long step) => new(Quantity, Value, step, _advice, this);

    /// <summary>Throws where a number is NaN or infinite.</summary>
    /// <param name="value">The number.</param>
    /// <param name="quantity">What it is, as it stands in the message: <c>the loss</c>.</param>
    /// <param name="step">At which step; null where that is not known.</param>
    /// <exception cref="DivergedException">It is not finite.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ThrowIfNotFinite(double value, string quantity, long? step = null)
    {
        if (!double.IsFinite(value))
        {
            Throw(value, quantity, step);
        }
    }

    private static void Throw(double value, string quantity, long? step) => throw new DivergedException(quantity, value, step);
}
