using Dapper;
using RlLab.Tracking.Server.Points;
using RlLab.Tracking.Server.Tests.Support;

namespace RlLab.Tracking.Server.Tests.Data;

public sealed class ChunkTests
{
    private const int Points = 5_000;

    public static TheoryData<string> Orders =>
        ["in order", "latest first", "second half first", "shuffled", "one ahead of its time", "one time", "one step"];

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Whatever_the_order_of_their_coming_curves_are_those_of_the_points(string order)
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0");
        var points = Make(order);
        foreach (var batch in points.Chunk(700))
        {
            await server.LogAsync(run, "m", batch);
            await server.LogAsync(run, "m", batch[..10]);
        }

        server.Server.Database.Read(connection =>
        {
            connection.ExecuteScalar<int>("SELECT count(*) FROM chunks").Should().BeInRange(2, 2 * Points / Chunk.Size);
            connection.ExecuteScalar<int>("SELECT chunked FROM series").Should().BeGreaterThan(Points - 2 * Chunk.Size);
            foreach (var axis in Enum.GetValues<CurveAxis>())
            {
                using var reader = new SeriesReader(connection, axis);
                var series = reader.Open(Series.Find(connection, [run], "m").Single());
                Check(series, [.. points.Select(point => Kept(point)).Order()], axis);
            }

            return 0;
        });
    }

    [Fact]
    public async Task A_series_of_few_points_has_no_chunk()
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0");

        await server.LogAsync(run, "m", [.. Enumerable.Range(0, Chunk.Size - 1).Select(step => (step, 1.0, step))]);

        server.Server.Database.Read(connection => connection.ExecuteScalar<int>("SELECT count(*) FROM chunks")).Should().Be(0);
    }

    private static void Check(OpenSeries series, SeriesPoint[] points, CurveAxis axis)
    {
        long[] places = [.. points.Select(series.At)];
        series.Range().Should().Be(new CurveRange(places.Min(), places.Max()));
        foreach (var range in (CurveRange[])[series.Range(), new(places.Order().ElementAt(1_000), places.Order().ElementAt(1_300))])
        {
            SeriesPoint[] inside = [.. points.Where(point => series.At(point) >= range.First && series.At(point) <= range.Last)];
            series.Points(range).Should().Equal(inside.OrderBy(series.At));
            series.NonFinite(range, int.MaxValue).Should().Equal(inside.Where(point => !double.IsFinite(point.Value)).OrderBy(series.At));

            var grid = Grid.Even(range.First, range.Last, 17);
            var gathered = series.Gather(grid);
            for (var bucket = -1; bucket <= grid.Count; bucket++)
            {
                SeriesPoint[] expected = [.. points.Where(point => grid.IndexOf(series.At(point)) == bucket)];
                var summary = gathered[bucket + 1];
                summary.Count.Should().Be(expected.Length);
                if (expected.Length > 0)
                {
                    double[] finite = [.. expected.Select(point => point.Value).Where(double.IsFinite)];
                    summary.NonFinite.Should().Be(expected.Length - finite.Length);
                    (summary.Low, summary.High).Should().Be((finite.Min(), finite.Max()));
                    summary.Mean.Should().BeApproximately(finite.Average(), 1e-9);
                    series.Last(summary).Should().Be(expected.Max(series.At));
                    summary.Last(axis).Should().Be(expected.OrderBy(series.At).Last().Value);
                }
            }
        }
    }

    /// <summary>Points in the order in which they are logged; each ninety-seventh is not finite.</summary>
    private static (int Step, double Value, long Time)[] Make(string order)
    {
        var random = new Random(1);
        (int Step, double Value, long Time)[] points = [.. Enumerable.Range(0, Points).Select(i => (
            order == "one step" ? 7 : 3 * i - i % 50,
            i % 97 == 0 ? double.NaN : i % 89 == 0 ? double.PositiveInfinity : random.NextDouble() - 0.5,
            order == "one time" ? 1_000L : 1_000 + 10L * i))];
        switch (order)
        {
            case "latest first":
                Array.Reverse(points);
                break;
            case "second half first":
                points = [.. points.Skip(Points / 2), .. points.Take(Points / 2)];
                break;
            case "shuffled":
                random.Shuffle(points);
                break;
            case "one ahead of its time":
                points[1_500].Time = 1_000_000_000;
                break;
        }

        return points;
    }

    private static SeriesPoint Kept((int Step, double Value, long Time) point) =>
        new(point.Time, point.Step, PointValue.Stored(point.Value), double.IsNaN(point.Value));
}
