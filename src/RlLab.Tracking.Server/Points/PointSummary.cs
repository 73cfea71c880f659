using System.Runtime.InteropServices;

namespace RlLab.Tracking.Server.Points;

/// <summary>What is told of some points of a metric together, so that neither the least, the largest nor the last is lost.</summary>
/// <remarks>
/// Points are added in the order of their times, then steps, then values, which decides between two at one step. The database keeps it as it lies in
/// memory, little-endian: its fields keep their order for ever.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
internal struct PointSummary
{
    /// <summary>How many points there are.</summary>
    public long Count;

    /// <summary>How many of them are NaN or infinite, and in none of the values but the last.</summary>
    public long NonFinite;

    public long MinimumStep, MaximumStep, MinimumTime, MaximumTime;

    /// <summary>The least and the largest finite value.</summary>
    public double Low, High;

    /// <summary>The sum of the finite values.</summary>
    public double Sum;

    /// <summary>The value at the largest step and the one at the latest time; either may be NaN or infinite.</summary>
    public double LastByStep, LastByTime;

    /// <summary>The mean of the finite values, NaN where there are none; a number among them where their sum is beyond all numbers.</summary>
    public readonly double Mean => Count <= NonFinite ? double.NaN
        : double.IsFinite(Sum) ? Sum / (Count - NonFinite)
        : double.IsNaN(Sum) ? Low / 2 + High / 2
        : double.IsPositive(Sum) ? High : Low;

    public readonly double LowOrNaN => Count > NonFinite ? Low : double.NaN;

    public readonly double HighOrNaN => Count > NonFinite ? High : double.NaN;

    public readonly long Minimum(CurveAxis axis) => axis == CurveAxis.Step ? MinimumStep : MinimumTime;

    public readonly long Maximum(CurveAxis axis) => axis == CurveAxis.Step ? MaximumStep : MaximumTime;

    public readonly double Last(CurveAxis axis) => axis == CurveAxis.Step ? LastByStep : LastByTime;

    /// <summary>What is told of one point.</summary>
    public static PointSummary Of(SeriesPoint point)
    {
        var value = point.Value;
        var isFinite = double.IsFinite(value);
        return new PointSummary
        {
            Count = 1,
            NonFinite = isFinite ? 0 : 1,
            MinimumStep = point.Step,
            MaximumStep = point.Step,
            MinimumTime = point.Timestamp,
            MaximumTime = point.Timestamp,
            Low = isFinite ? value : double.PositiveInfinity,
            High = isFinite ? value : double.NegativeInfinity,
            Sum = isFinite ? value : 0,
            LastByStep = value,
            LastByTime = value,
        };
    }

    public void Add(SeriesPoint point) => Add(Of(point));

    /// <summary>Adds points that are not earlier than those that are there.</summary>
    public void Add(in PointSummary later)
    {
        if (Count == 0)
        {
            this = later;
            return;
        }

        LastByStep = later.MaximumStep >= MaximumStep ? later.LastByStep : LastByStep;
        LastByTime = later.MaximumTime >= MaximumTime ? later.LastByTime : LastByTime;
        MinimumStep = Math.Min(MinimumStep, later.MinimumStep);
        MaximumStep = Math.Max(MaximumStep, later.MaximumStep);
        MinimumTime = Math.Min(MinimumTime, later.MinimumTime);
        MaximumTime = Math.Max(MaximumTime, later.MaximumTime);
        Low = Math.Min(Low, later.Low);
        High = Math.Max(High, later.High);
        Sum += later.Sum;
        Count += later.Count;
        NonFinite += later.NonFinite;
    }
}
