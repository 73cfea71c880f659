using RlLab.Tracking.Server.Http;

namespace RlLab.Tracking.Server.Points;

/// <summary>A part of an axis, both ends included.</summary>
internal readonly record struct CurveRange(long First, long Last)
{
    public bool IsEmpty => First > Last;

    /// <summary>The range of a request, in whole steps or milliseconds; everything where it names none.</summary>
    public static CurveRange Read(RequestArguments arguments)
    {
        var (start, end) = (arguments.Number("start"), arguments.Number("end"));
        if (start is { } from && double.IsNaN(from) || end is { } to && double.IsNaN(to) || start > end)
        {
            throw MlflowError.Invalid($"A range from {start} to {end} holds nothing: '{arguments.PathOf("start")}' must not be larger than 'end'.");
        }

        // A conversion to a whole number keeps to the largest one.
        return new CurveRange(
            start is null ? long.MinValue : (long)Math.Ceiling(start.Value),
            end is null ? long.MaxValue : (long)Math.Floor(end.Value));
    }

    /// <summary>The part that lies within another.</summary>
    public CurveRange Within(CurveRange other) => new(Math.Max(First, other.First), Math.Min(Last, other.Last));

    /// <summary>The shortest range that holds both.</summary>
    public CurveRange Around(CurveRange other) => new(Math.Min(First, other.First), Math.Max(Last, other.Last));
}
