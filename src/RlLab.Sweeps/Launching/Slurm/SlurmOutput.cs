using System.Globalization;
using System.Text.RegularExpressions;

namespace RlLab.Sweeps;

/// <summary>Reads what Slurm's commands print.</summary>
internal static partial class SlurmOutput
{
    /// <summary>What <c>squeue</c> is asked for: array, index, state, reason.</summary>
    public const string QueueFormat = "%F|%K|%T|%r";

    /// <summary>What <c>sacct</c> is asked for.</summary>
    public const string AccountingFormat = "JobID,State,ExitCode";

    /// <summary>The job's number, of what <c>sbatch --parsable</c> prints: <c>12</c> or <c>12;cluster</c>.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static long Job(string text)
    {
        var line = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "";
        return long.TryParse(line.Split(';')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var job)
            ? job
            : throw new FormatException($"sbatch was to print a job's number, and printed '{text.Trim()}'.");
    }

    /// <summary>How many tasks an array may have, of what <c>scontrol show config</c> prints.</summary>
    /// <exception cref="FormatException">It does not say.</exception>
    public static int MaxArraySize(string text) => Setting(text, "MaxArraySize") is { } size
        && int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException("`scontrol show config` does not say MaxArraySize.");

    /// <summary>The tasks in what <c>squeue</c> prints in <see cref="QueueFormat"/>.</summary>
    public static IReadOnlyList<SlurmTask> Queue(string text) =>
    [
        .. from fields in Rows(text, 4)
           where long.TryParse(fields[0], out _)
           from index in Indices(fields[1])
           select new SlurmTask(long.Parse(fields[0], CultureInfo.InvariantCulture), index, fields[2], Said(fields[3])),
    ];

    /// <summary>The tasks in what <c>sacct --parsable2</c> prints in <see cref="AccountingFormat"/>; of a requeued one its last time.</summary>
    public static IReadOnlyList<SlurmTask> Accounting(string text) =>
    [
        .. from fields in Rows(text, 3)
           let id = TaskId().Match(fields[0])
           where id.Success
           from index in Indices(id.Groups["index"].Value)

           // CANCELLED by 1000
           let state = fields[1].Split(' ')[0]
           select new SlurmTask(
               long.Parse(id.Groups["job"].Value, CultureInfo.InvariantCulture), index, state, fields[2] is "0:0" ? null : $"exit code {fields[2]}"),
    ];

    /// <summary>One line of <c>scontrol show config</c>; null where there is none.</summary>
    private static string? Setting(string text, string name) => Rows(text, 1)
        .Select(row => row[0].Split('=', 2))
        .FirstOrDefault(pair => pair.Length == 2 && pair[0].Trim() == name)?[1].Trim();

    private static IEnumerable<string[]> Rows(string text, int columns) => text
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(line => line.Split('|', columns))
        .Where(fields => fields.Length == columns);

    /// <summary>The numbers of a list such as <c>0,3-5,8-16:4%2</c>, in which several waiting tasks share a line.</summary>
    private static IEnumerable<int> Indices(string text)
    {
        foreach (Match range in Range().Matches(text.Trim('[', ']').Split('%')[0]))
        {
            var first = int.Parse(range.Groups["first"].Value, CultureInfo.InvariantCulture);
            var last = range.Groups["last"] is { Success: true } group ? int.Parse(group.Value, CultureInfo.InvariantCulture) : first;
            var step = range.Groups["step"] is { Success: true } by ? int.Parse(by.Value, CultureInfo.InvariantCulture) : 1;
            for (var index = first; index <= last; index += step)
            {
                yield return index;
            }
        }
    }

    private static string? Said(string reason) => reason is "None" or "" ? null : reason;

    [GeneratedRegex(@"^(?<job>\d+)_\[?(?<index>\d[\d,:%.-]*)\]?$")]
    private static partial Regex TaskId();

    [GeneratedRegex(@"(?<first>\d+)(-(?<last>\d+)(:(?<step>[1-9]\d*))?)?")]
    private static partial Regex Range();
}
