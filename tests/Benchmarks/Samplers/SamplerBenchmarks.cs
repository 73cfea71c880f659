using System.Diagnostics;
using System.Globalization;
using RlLab;
using RlLab.Sweeps;

namespace Benchmarks.Samplers;

/// <summary>What samplers find in 50, 100 and 200 trials, and what they take to say it.</summary>
internal static class SamplerBenchmarks
{
    private static readonly int[] Marks = [50, 100, 200];

    private static readonly Dictionary<string, Func<SearchSpace, long, ISampler>> Samplers = new()
    {
        ["random"] = (space, seed) => new RandomSampler(space, seed),
        ["sobol"] = (space, seed) => new SobolSampler(space, seed),
        ["tpe"] = (space, seed) => new TpeSampler(space, seed),
        ["gp"] = (space, seed) => new GpSampler(space, seed),
        ["cma-es"] = (space, seed) => new CmaEsSampler(space, seed),
    };

    /// <summary>Prints a line a function and sampler: the median and the quartiles of the least loss over repeats.</summary>
    /// <param name="arguments">The seeds of the repeats, as 0-29; then names of functions and samplers, none for all.</param>
    public static int Quality(IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0 || !TryParseSeeds(arguments[0], out var seeds)
            || arguments.Skip(1).FirstOrDefault(name => !Samplers.ContainsKey(name) && Problem.All.All(p => p.Name != name)) is { })
        {
            var names = string.Join(", ", [.. Problem.All.Select(p => p.Name), .. Samplers.Keys]);
            Console.Error.WriteLine($"samplers quality FIRST-LAST [NAME]...: the seeds, as 0-29; names are {names}.");
            return 2;
        }

        var problems = Problem.All.Select(p => p.Name).Intersect(arguments).ToList();
        var samplers = Samplers.Keys.Intersect(arguments).ToList();
        foreach (var problem in Problem.All.Where(p => problems.Count == 0 || problems.Contains(p.Name)))
        {
            foreach (var (name, make) in Samplers.Where(s => samplers.Count == 0 || samplers.Contains(s.Key)))
            {
                var watch = Stopwatch.StartNew();
                var found = seeds.AsParallel().Select(seed => Minimise(problem, make(problem.Space, seed), seed)).ToList();
                var cells = Marks.Select((_, mark) => Quartiles([.. found.Select(f => f[mark]).Order()]));
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{problem.Name,-12} {name,-8} {string.Join("  ", cells)}  {watch.Elapsed.TotalSeconds:F1} s"));
            }
        }

        return 0;
    }

    /// <summary>Prints how long whole sweeps of suggestions take: by the clock, and by the processor, which does not count what else runs.</summary>
    public static void Time()
    {
        Time("tpe", Problem.Wide, 1_000);
        Time("cma-es", Problem.Wide, 1_000);
        Time("gp", Problem.All.Single(p => p.Name == "hartmann6"), 500);
    }

    private static void Time(string sampler, Problem problem, int trials)
    {
        var (watch, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        Minimise(problem, Samplers[sampler](problem.Space, 0), 0, trials);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{sampler,-8} {trials:N0} trials of {problem.Space.Parameters.Count} parameters: {watch.Elapsed.TotalSeconds:F2} s, "
            + $"of the processor {(Environment.CpuUsage.TotalTime - before).TotalSeconds:F2} s"));
    }

    private static bool TryParseSeeds(string text, out int[] seeds)
    {
        seeds = [];
        if (text.Split('-') is not [var low, var high] || !int.TryParse(low, CultureInfo.InvariantCulture, out var first)
            || !int.TryParse(high, CultureInfo.InvariantCulture, out var last) || last < first)
        {
            return false;
        }

        seeds = [.. Enumerable.Range(first, last - first + 1)];
        return true;
    }

    private static double[] Minimise(Problem problem, ISampler sampler, int seed, int? trials = null)
    {
        var (earlier, noise) = (new List<TrialResult>(), new RandomGenerator(seed).Fork(-1));
        var (best, seen, marks) = (double.NaN, double.PositiveInfinity, new List<double>());
        for (var trial = 0; trial < (trials ?? Marks[^1]); trial++)
        {
            var setting = sampler.Suggest(trial, earlier);
            var truth = problem.Loss(setting);
            var observed = truth + problem.Noise * noise.NextGaussian();
            earlier.Add(new TrialResult(trial, setting, TrialStanding.Ended, [observed]));
            if (observed < seen)
            {
                (seen, best) = (observed, truth);
            }

            if (Marks.Contains(trial + 1))
            {
                marks.Add(best);
            }
        }

        return [.. marks];
    }

    private static string Quartiles(double[] sorted)
    {
        var text = $"{At(0.5),10:G4} ({At(0.25):G4} to {At(0.75):G4})";
        return text.PadRight(34);

        double At(double share)
        {
            var place = share * (sorted.Length - 1);
            var low = (int)place;
            return sorted[low] + (place - low) * (sorted[Math.Min(low + 1, sorted.Length - 1)] - sorted[low]);
        }
    }
}
