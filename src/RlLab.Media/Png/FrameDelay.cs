namespace RlLab.Media;

/// <summary>How long a frame stays, in seconds, as the fraction that the format asks for.</summary>
internal readonly record struct FrameDelay(ushort Numerator, ushort Denominator)
{
    /// <summary>The fraction nearest to one over the rate, exact for rates of up to three decimals.</summary>
    public static FrameDelay Of(double framesPerSecond)
    {
        // Slower than a frame in 65 seconds cannot be said more exactly than in whole seconds.
        if (framesPerSecond * 1000 < 1)
        {
            return new((ushort)Math.Min(Math.Round(1 / framesPerSecond), ushort.MaxValue), 1);
        }

        var numerator = new[] { 1, 10, 100, 1000 }.First(
            n => n == 1000 || IsWhole(framesPerSecond * n) || framesPerSecond * n * 10 > ushort.MaxValue);
        return new((ushort)numerator, (ushort)Math.Clamp(Math.Round(framesPerSecond * numerator), 1, ushort.MaxValue));
    }

    private static bool IsWhole(double value) => Math.Abs(value - Math.Round(value)) < 1e-9;
}
