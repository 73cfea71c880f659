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
    /// <param name="repeats">How often each is begun, with other seeds.</param>
    /// <param name="problems">Names of functions; empty for all.</param>
    /// <param name="samplers">Names of samplers; empty for all.</param>
    public static void Quality(int repeats, IReadOnlyCollection<string> problems, IReadOnlyCollection<string> samplers)
    {
        foreach (var problem in Problem.All.Where(p => problems.Count == 0 || problems.Contains(p.Name)))
        {
            foreach (var (name, make) in Samplers.Where(s => samplers.Count == 0 || samplers.Contains(s.Key)))
            {
                var watch = Stopwatch.StartNew();
                var found = Enumerable.Range(0, repeats).AsParallel().Select(seed => Minimise(problem, make(problem.Space, seed), seed)).ToList();
                var cells = Marks.Select((_, mark) => Quartiles([.. found.Select(f => f[mark]).Order()]));
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{problem.Name,-12} {name,-8} {string.Join("  ", cells)}  {watch.Elapsed.TotalSeconds:F1} s"));
            }
        }
    }

    /// <summary>Prints how long a sampler takes for its suggestions alone.</summary>
    /// <param name="sampler">The sampler's name.</param>
    /// <param name="problem">The function.</param>
    /// <param name="trials">How many are suggested.</param>
    public static void Time(string sampler, Problem problem, int trials)
    {
        Minimise(problem, Samplers[sampler](problem.Space, 1), 1, 40);
        var watch = Stopwatch.StartNew();
        Minimise(problem, Samplers[sampler](problem.Space, 0), 0, trials);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{problem.Name,-12} {sampler,-8} {trials} trials  {watch.Elapsed.TotalSeconds:F2} s"));
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
