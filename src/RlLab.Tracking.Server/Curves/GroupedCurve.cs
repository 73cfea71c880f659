using System.Globalization;
using RlLab.Tracking.Server.Points;

namespace RlLab.Tracking.Server.Curves;

/// <summary>The curves of one setting's seeds as one curve with a band.</summary>
/// <param name="Name">The group as the request calls it.</param>
/// <param name="X">The places at which any seed of any group has a point, while this group goes on.</param>
/// <param name="Center">The statistic over seeds to nine digits, NaN where none has a finite value.</param>
/// <param name="Low">The lower end of its 95% bootstrap interval to nine digits, NaN of fewer than two seeds.</param>
/// <param name="High">The upper end.</param>
/// <param name="Count">How many seeds have begun and still go on.</param>
/// <param name="Carried">Whether a seed has ended, and its last value is carried on.</param>
/// <param name="NonFinite">How many seeds are NaN or infinite there, and so left out.</param>
internal sealed record GroupedCurve(
    string Name, long[] X, double[] Center, double[] Low, double[] High, int[] Count, bool[] Carried, int[] NonFinite)
{
    /// <summary>The curve of a group.</summary>
    /// <param name="places">The x of each bucket, null where no seed of any group has a point.</param>
    /// <param name="seeds">What each seed has before the grid, in each bucket, and after it.</param>
    public static GroupedCurve Of(
        string name, IReadOnlyList<long?> places, IReadOnlyList<PointSummary[]> seeds, CurveAxis axis, SeedStatistic statistic)
    {
        var walks = seeds.Select(seed => new SeedWalk(seed, axis)).ToList();
        var (x, center, low, high) = (new List<long>(), new List<double>(), new List<double>(), new List<double>());
        var (count, carried, nonFinite) = (new List<int>(), new List<bool>(), new List<int>());
        for (var bucket = 0; bucket < places.Count; bucket++)
        {
            walks.ForEach(walk => walk.MoveTo(bucket));
            if (places[bucket] is not { } place || !walks.Exists(walk => walk.GoesOn))
            {
                continue;
            }

            var begun = walks.Where(walk => walk.HasBegun).ToList();
            double[] values = [.. begun.Select(walk => walk.Value).Where(double.IsFinite)];
            var (middle, lowest, highest) = statistic.Of(values);
            x.Add(place);
            center.Add(Rounded(middle));
            low.Add(Rounded(lowest));
            high.Add(Rounded(highest));
            count.Add(begun.Count(walk => walk.GoesOn));
            carried.Add(begun.Exists(walk => !walk.GoesOn));
            nonFinite.Add(begun.Count - values.Length);
        }

        return new GroupedCurve(name, [.. x], [.. center], [.. low], [.. high], [.. count], [.. carried], [.. nonFinite]);
    }

    // A statistic over seeds is not known to more digits than these, and the others, which do not compress, would be half of what is sent.
    private static double Rounded(double value) =>
        double.Parse(value.ToString("G9", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>A seed's value at one bucket after the other.</summary>
    private sealed class SeedWalk
    {
        private readonly PointSummary[] _gathered;
        private readonly int _first, _last;
        private int _bucket;

        public SeedWalk(PointSummary[] gathered, CurveAxis axis)
        {
            _gathered = gathered;
            _first = Array.FindIndex(gathered, summary => summary.Count > 0);
            _last = Array.FindLastIndex(gathered, summary => summary.Count > 0);
            Value = gathered[0].Count > 0 ? gathered[0].Last(axis) : double.NaN;
        }

        /// <summary>The mean of the bucket's finite points, NaN where it has none, or the value before where it has no points.</summary>
        public double Value { get; private set; }

        public bool HasBegun => _first >= 0 && _first <= _bucket;

        public bool GoesOn => HasBegun && _bucket <= _last;

        public void MoveTo(int bucket)
        {
            _bucket = bucket + 1;
            if (_gathered[_bucket].Count > 0)
            {
                Value = _gathered[_bucket].Mean;
            }
        }
    }
}
