using RlLab;
using RlLab.Sweeps;

namespace Benchmarks.Samplers;

/// <summary>A function to be made small, with the space of its parameters; <c>optuna_peer.py</c> has the same ones.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Space">Its parameters.</param>
/// <param name="Loss">Its value.</param>
/// <param name="Noise">The standard deviation of what is added to an observation.</param>
internal sealed record Problem(string Name, SearchSpace Space, Func<ParameterSet, double> Loss, double Noise = 0)
{
    private static readonly double[,] HartmannScales =
    {
        { 10, 3, 17, 3.5, 1.7, 8 }, { 0.05, 10, 17, 0.1, 8, 14 }, { 3, 3.5, 1.7, 10, 17, 8 }, { 17, 8, 0.05, 10, 0.1, 14 },
    };

    private static readonly double[,] HartmannPlaces =
    {
        { 1312, 1696, 5569, 124, 8283, 5886 }, { 2329, 4135, 8307, 3736, 1004, 9991 },
        { 2348, 1451, 3522, 2883, 3047, 6650 }, { 4047, 8828, 8732, 5743, 1091, 381 },
    };

    public static IReadOnlyList<Problem> All { get; } =
    [
        new(
            "branin",
            new([Real("x", new UniformDomain(-5, 10)), Real("y", new UniformDomain(0, 15))]),
            p => Branin(p["x"].AsReal(), p["y"].AsReal())),
        new("hartmann6", Cube(6, 0, 1), p => Hartmann(Numbers(p))),
        // Not symmetric about its least value, which is no sampler's first guess then.
        new("ackley10", Cube(10, -16, 32), p => Ackley(Numbers(p))),
        new(
            "mixed",
            new(
            [
                Real("x", new UniformDomain(-5, 10)), Real("y", new UniformDomain(0, 15)), Real("rate", new LogUniformDomain(1e-5, 1)),
                Whole("units", new IntRangeDomain(1, 64)), Text("kind", "a", "b", "c", "d"),
            ]),
            Mixed),
        new("conditional", Conditional(), ConditionalLoss),
        new("noisy", Cube(6, 0, 1), p => Hartmann(Numbers(p)), 0.3),
    ];

    /// <summary>What was asked for in time: 40 real parameters.</summary>
    public static Problem Wide { get; } = new("wide", Cube(40, -1, 1), p => Numbers(p).Sum(x => (x - 0.3) * (x - 0.3)));

    private static SearchSpace Cube(int dimensions, double low, double high) =>
        new([.. Enumerable.Range(0, dimensions).Select(i => Real($"x{i}", new UniformDomain(low, high)))]);

    private static SearchSpace Conditional() => new(
    [
        Real("rate", new LogUniformDomain(1e-5, 1)),
        Real("discount", new UniformDomain(0.9, 1)),
        Text("exploration", "greedy", "boltzmann"),
        Real("end", new LogUniformDomain(1e-4, 1)) with { ActiveWhen = new("exploration", ParameterValue.Text("greedy")) },
        Whole("steps", new LogIntRangeDomain(10, 10_000)) with { ActiveWhen = new("exploration", ParameterValue.Text("greedy")) },
        Real("temperature", new LogUniformDomain(1e-3, 10)) with { ActiveWhen = new("exploration", ParameterValue.Text("boltzmann")) },
    ]);

    private static double ConditionalLoss(ParameterSet p)
    {
        var common = Square(Math.Log10(p["rate"].AsReal()) + 2.5) + Square((p["discount"].AsReal() - 0.97) * 40);
        return common + (p["exploration"].AsText() == "greedy"
            ? Square(Math.Log10(p["end"].AsReal()) + 2) + Square(Math.Log10(p["steps"].AsReal()) - 2.5)
            : 0.3 + 0.5 * Square(Math.Log10(p["temperature"].AsReal())));
    }

    private static double Mixed(ParameterSet p)
    {
        var kind = p["kind"].AsText()[0] - 'a';
        double[] best = [-3, -2, -4, -1], penalty = [0.5, 0, 1, 2];
        return Branin(p["x"].AsReal(), p["y"].AsReal()) / 10
            + Square(Math.Log10(p["rate"].AsReal()) - best[kind]) + Square((p["units"].AsInteger() - 24) / 16.0) + penalty[kind];
    }

    private static double Branin(double x, double y) =>
        Square(y - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6) + 10 * (1 - 1 / (8 * Math.PI)) * Math.Cos(x) + 10;

    private static double Hartmann(double[] x)
    {
        double[] heights = [1, 1.2, 3, 3.2];
        return -heights.Select((height, i) => height * Math.Exp(
            -Enumerable.Range(0, 6).Sum(j => HartmannScales[i, j] * Square(x[j] - 1e-4 * HartmannPlaces[i, j])))).Sum();
    }

    private static double Ackley(double[] x) =>
        -20 * Math.Exp(-0.2 * Math.Sqrt(x.Average(Square))) - Math.Exp(x.Average(v => Math.Cos(2 * Math.PI * v))) + 20 + Math.E;

    private static double[] Numbers(ParameterSet setting) => [.. setting.Select(p => p.Value.AsReal())];

    private static double Square(double x) => x * x;

    private static ParameterDescriptor Real(string name, Domain domain) => new(name, "", ParameterKind.Real, ParameterValue.Real(0.5), domain, []);

    private static ParameterDescriptor Whole(string name, Domain domain) =>
        new(name, "", ParameterKind.Integer, ParameterValue.Integer(1), domain, []);

    private static ParameterDescriptor Text(string name, params string[] values) =>
        new(name, "", ParameterKind.Text, ParameterValue.Text(values[0]), new ChoiceDomain([.. values.Select(ParameterValue.Text)]), []);
}
