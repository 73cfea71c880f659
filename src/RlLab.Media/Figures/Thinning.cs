namespace RlLab.Media;

/// <summary>Leaves out points that nobody could see, and none that stands out.</summary>
internal static class Thinning
{
    /// <summary>The runs of neighbouring points in which every coordinate can be drawn.</summary>
    public static IEnumerable<Range> Stretches(params IReadOnlyList<double>[] coordinates)
    {
        var start = -1;
        for (var i = 0; i <= coordinates[0].Count; i++)
        {
            var drawn = i < coordinates[0].Count && coordinates.All(c => LinearScale.CanDraw(c[i]));
            if (drawn && start < 0)
            {
                start = i;
            }
            else if (!drawn && start >= 0)
            {
                yield return start..i;
                start = -1;
            }
        }
    }

    /// <summary>The points of a stretch that are kept: of each bucket of neighbours the least and the greatest, and both ends.</summary>
    /// <param name="values">The line's values.</param>
    /// <param name="stretch">A part of it without gaps.</param>
    /// <param name="most">About how many points the whole line may keep.</param>
    /// <param name="total">How many points the whole line has.</param>
    public static IReadOnlyList<int> Thin(IReadOnlyList<double> values, Range stretch, int most, int total)
    {
        var (start, end) = (stretch.Start.Value, stretch.End.Value);
        if (total <= most || end - start <= 2)
        {
            return [.. Enumerable.Range(start, end - start)];
        }

        var buckets = Math.Max(1, (int)((long)most * (end - start) / total / 2));
        var kept = new SortedSet<int> { start, end - 1 };
        for (var bucket = 0; bucket < buckets; bucket++)
        {
            var from = start + (int)((long)(end - start) * bucket / buckets);
            var to = start + (int)((long)(end - start) * (bucket + 1) / buckets);
            var (least, greatest) = (from, from);
            for (var i = from; i < to; i++)
            {
                least = values[i] < values[least] ? i : least;
                greatest = values[i] > values[greatest] ? i : greatest;
            }

            kept.Add(least);
            kept.Add(greatest);
        }

        return [.. kept];
    }
}
