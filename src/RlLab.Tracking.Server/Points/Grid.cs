namespace RlLab.Tracking.Server.Points;

/// <summary>The places of an axis that points are gathered at: buckets of one width, or every place that there is.</summary>
/// <remarks>A larger x never has a smaller index, so that points between two of one bucket are in it as well.</remarks>
internal sealed class Grid
{
    private readonly long _first, _last;
    private readonly double _scale;
    private readonly long[]? _places;

    private Grid(long first, long last, int count, long[]? places)
    {
        (_first, _last, Count, _places) = (first, last, count, places);
        _scale = count / ((double)(ulong)(last - first) + 1);
    }

    public int Count { get; }

    /// <summary>Buckets of one width from a first x to a last one, both included.</summary>
    public static Grid Even(long first, long last, int count) => new(first, last, count, null);

    /// <summary>A bucket for each place.</summary>
    /// <param name="places">In order, each once, at least one.</param>
    public static Grid Of(long[] places) => new(places[0], places[^1], places.Length, places);

    /// <summary>The bucket of an x: -1 where it lies before the first, <see cref="Count"/> where it lies after the last.</summary>
    public int IndexOf(long x)
    {
        if (x < _first || x > _last)
        {
            return x < _first ? -1 : Count;
        }

        if (_places is null)
        {
            return Math.Min(Count - 1, (int)((ulong)(x - _first) * _scale));
        }

        var place = Array.BinarySearch(_places, x);
        return place < 0 ? ~place : place;
    }
}
