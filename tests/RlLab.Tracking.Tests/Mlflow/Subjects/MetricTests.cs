namespace RlLab.Tracking.Tests.Mlflow.Subjects;

public sealed class MetricTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Servers => ServerUnderTest.All;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task What_is_no_number_comes_back(string kind)
    {
        await using var server = await ServerUnderTest.StartAsync(kind);
        var id = (await server.CreateRunAsync()).Info.RunId;
        double[] values = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, -0.1];
        await server.Client.Runs.LogBatchAsync(id, [.. values.Select((value, i) => new MlflowMetric($"m{i}", value, Noon, long.MinValue + i))], [],
            [], Stop);

        for (var i = 0; i < values.Length; i++)
        {
            var point = await server.Client.Metrics.GetHistoryAsync(id, $"m{i}", cancellation: Stop).SingleAsync(Stop);
            point.Value.Should().Be(double.IsInfinity(values[i]) ? Math.CopySign(double.MaxValue, values[i]) : values[i]);
            (point.Step, point.Timestamp).Should().Be((long.MinValue + i, Noon));
        }
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Histories_of_more_runs_and_points_than_one_answer_holds_are_whole(string kind)
    {
        await using var server = await ServerUnderTest.StartAsync(kind);
        var experiment = await server.CreateExperimentAsync();
        var expected = new List<(string, long, double)>();
        var runs = new List<string>();
        for (var i = 0; i < 103; i++)
        {
            var id = (await server.Client.Runs.CreateAsync(experiment, cancellation: Stop)).Info.RunId;
            var points = Enumerable.Range(0, i == 0 ? 25_500 : 2).Select(step => new MlflowMetric("loss", i + step, Noon.AddMilliseconds(step), step))
                .ToList();
            await server.Client.Runs.LogBatchAsync(id, points, [], [], Stop);
            expected.AddRange(points.Select(point => (id, point.Step, point.Value)));
            runs.Add(id);
        }

        var read = await server.Client.Metrics.GetHistoriesAsync(runs, "loss", Stop)
            .Select(point => (point.RunId!, point.Step, point.Value)).ToListAsync(Stop);

        read.Order().Should().Equal(expected.Order());
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task A_sample_has_the_first_and_the_last_point_of_each_run(string kind)
    {
        await using var server = await ServerUnderTest.StartAsync(kind);
        var runs = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            var id = (await server.CreateRunAsync()).Info.RunId;
            await server.Client.Runs.LogBatchAsync(
                id, [.. Enumerable.Range(0, 1000).Select(step => new MlflowMetric("loss", step * (i + 1), Noon.AddSeconds(step), step))], [], [],
                    Stop);
            runs.Add(id);
        }

        var sample = await server.Client.Metrics.SampleAsync(runs, "loss", points: 50, cancellation: Stop);
        foreach (var run in runs)
        {
            var steps = sample.Where(point => point.RunId == run).Select(point => point.Step).ToList();
            steps.Should().HaveCountLessThan(100).And.BeInAscendingOrder();
            (steps[0], steps[^1]).Should().Be((0L, 999L));
        }

        (await server.Client.Metrics.SampleAsync(runs, "loss", 50, 100, 200, Stop)).Should().NotBeEmpty()
            .And.OnlyContain(point => point.Step >= 100 && point.Step <= 200);
        var half = () => server.Client.Metrics.SampleAsync(runs, "loss", startStep: 5, cancellation: Stop);
        await half.Should().ThrowAsync<MlflowException>().WithMessage("*both its first and its last step*");
    }
}
