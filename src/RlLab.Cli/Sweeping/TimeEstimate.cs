using System.Globalization;
using RlLab.Journal;
using RlLab.Sweeps;

namespace RlLab.Cli;

/// <summary>How long a run of a sweep takes, by those that were swept before with the same values of all that no sweep varies.</summary>
/// <remarks>A run of a tenth of the steps, such as one tries first, says nothing about a whole one.</remarks>
/// <param name="Runs">How many trained to their ends.</param>
/// <param name="Median">The median of their times.</param>
internal sealed record TimeEstimate(int Runs, TimeSpan Median)
{
    /// <summary>The file beside the project that the build reads times from.</summary>
    private const string RatesFile = "rllab.rates";

    /// <summary>The estimate from the sweeps in a folder; null where no such run has ended.</summary>
    /// <param name="lab">The folder <c>.rllab</c>.</param>
    /// <param name="plan">The sweep.</param>
    public static TimeEstimate? Of(string lab, SweepPlan plan)
    {
        var folder = LabDirectory.Sweeps(lab);
        var times = (Directory.Exists(folder) ? Directory.GetDirectories(folder) : [])
            .SelectMany(sweep => Read(sweep, plan))
            .Order()
            .ToList();
        return times.Count == 0 ? null : new TimeEstimate(times.Count, (times[(times.Count - 1) / 2] + times[times.Count / 2]) / 2);
    }

    /// <summary>How long a number of runs takes.</summary>
    /// <param name="runs">How many.</param>
    /// <param name="parallel">How many train at once.</param>
    public TimeSpan For(int runs, int parallel) => Median * Math.Ceiling((double)runs / Math.Min(parallel, runs));

    /// <summary>Keeps the median for the build, in a line of its own.</summary>
    /// <param name="folder">The folder of the experiment's project.</param>
    /// <param name="experiment">The experiment's name.</param>
    /// <returns>The file.</returns>
    public string Keep(string folder, string experiment)
    {
        var path = Path.Combine(folder, RatesFile);
        string[] lines = File.Exists(path)
            ? File.ReadAllLines(path)
            : ["# Seconds that a run takes, for the sizes that the build tells; `plan EXPERIMENT --keep-rate` writes it."];
        var others = lines.Where(line => line.Split('=')[0].Trim() != experiment);
        File.WriteAllLines(path, [.. others, $"{experiment} = {Median.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)}"]);
        return path;
    }

    /// <summary>A time as people say it: 3.5 h, 12 min, 47 s.</summary>
    public static string Words(TimeSpan time) => time switch
    {
        { TotalMinutes: >= 90 } => $"{time.TotalHours.ToString("0.#", CultureInfo.InvariantCulture)} h",
        { TotalSeconds: >= 90 } => $"{time.TotalMinutes.ToString("0", CultureInfo.InvariantCulture)} min",
        _ => $"{time.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s",
    };

    private static IReadOnlyList<TimeSpan> Read(string sweep, SweepPlan plan)
    {
        try
        {
            return IsAlike(SweepRecord.Read(Path.Combine(sweep, "journal")).Header, plan) ? RunTimes.Read(sweep) : [];
        }
        catch (Exception e) when (e is SweepException or JournalException or FileNotFoundException)
        {
            // A sweep that was killed before its first entry was written is none.
            return [];
        }
    }

    private static bool IsAlike(SweepHeader header, SweepPlan plan) =>
        header.Experiment == plan.Experiment.Name && plan.Experiment.Parameters.Where(parameter => parameter.Domain is null).All(
            parameter => header.Fixed.GetValueOrDefault(parameter.Name, $"{parameter.Default}")
                == (plan.Fixed.TryGet(parameter.Name, out var set) ? $"{set}" : $"{parameter.Default}"));
}
