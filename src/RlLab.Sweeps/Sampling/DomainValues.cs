using System.Globalization;
using System.Numerics;

namespace RlLab.Sweeps;

/// <summary>The values of a domain: by number, or drawn.</summary>
internal static class DomainValues
{
    /// <summary>The value of a grid with a number, without listing the others.</summary>
    /// <param name="domain">A domain whose values can be counted.</param>
    /// <param name="index">The number, from 0.</param>
    public static ParameterValue At(Domain domain, BigInteger index) => domain switch
    {
        IntRangeDomain range => ParameterValue.Integer((long)(range.Low + index * range.Step)),
        LogIntRangeDomain range => ParameterValue.Integer((long)(range.Low + index)),
        UniformDomain { Step: { } step } range => Point(range.Low + (double)index * step, range.Low, range.High),
        UniformDomain range => ParameterValue.Real(range.Low),
        LogUniformDomain { Step: { } step } range => Point(range.Low + (double)index * step, range.Low, range.High),
        LogUniformDomain { Points: null } range => ParameterValue.Real(range.Low),
        _ => domain.Grid![(int)index],
    };

    /// <summary>An independent draw.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="random">What to draw with.</param>
    public static ParameterValue Draw(Domain domain, RandomGenerator random) => domain switch
    {
        LogUniformDomain { Step: { } step } range => Round(range, step, random.NextDouble(Math.Log(range.Low), Math.Log(range.High))),
        // Before its points, which are for a grid alone.
        LogUniformDomain range => ParameterValue.Real(
            // The exponential of a logarithm can end a rounding error outside the range.
            Math.Clamp(Math.Exp(random.NextDouble(Math.Log(range.Low), Math.Log(range.High))), range.Low, range.High)),
        LogIntRangeDomain range => ParameterValue.Integer(Round(range, random.NextDouble(Math.Log(range.Low - 0.5), Math.Log(range.High + 0.5)))),
        UniformDomain { Step: null } range => ParameterValue.Real(random.NextDouble(range.Low, range.High)),
        _ => At(domain, Draw(SearchSpace.CountOf(domain)!.Value, random)),
    };

    /// <summary>The whole number of a range whose logarithm is nearest.</summary>
    /// <param name="range">The range.</param>
    /// <param name="logarithm">The logarithm, which may lie half a number outside.</param>
    public static long Round(LogIntRangeDomain range, double logarithm) =>
        Math.Clamp((long)Math.Round(Math.Min(Math.Exp(logarithm), long.MaxValue)), range.Low, range.High);

    /// <summary>The step of a range that is nearest to a number.</summary>
    /// <param name="range">The range.</param>
    /// <param name="step">Its step.</param>
    /// <param name="logarithm">The number's logarithm.</param>
    public static ParameterValue Round(LogUniformDomain range, double step, double logarithm)
    {
        var index = new BigInteger(Math.Max(0, Math.Round((Math.Exp(logarithm) - range.Low) / step)));
        return At(range, BigInteger.Min(index, SearchSpace.CountOf(range)!.Value - 1));
    }

    // As Domain.Grid has it: without the noise of its last digits.
    private static ParameterValue Point(double value, double low, double high) => ParameterValue.Real(
        Math.Clamp(double.Parse(value.ToString("G15", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture), low, high));

    // Beyond the generator's own range 64 bits are scaled, which is uneven by less than one part in 2^32 of a 32-bit range.
    private static BigInteger Draw(BigInteger count, RandomGenerator random) =>
        count <= int.MaxValue ? random.NextInt((int)count) : (count * random.NextBits()) >> 64;
}
