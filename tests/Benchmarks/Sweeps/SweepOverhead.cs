using System.Diagnostics;
using System.Globalization;

namespace Benchmarks.Sweeps;

/// <summary>What a sweep of empty runs takes: time, memory of the host and its workers together, and disk.</summary>
internal static class SweepOverhead
{
    private const double Mebibyte = 1024 * 1024;

    /// <summary>Sweeps and prints what it took.</summary>
    /// <param name="runs">How many runs.</param>
    /// <param name="more">Further arguments of the sweep.</param>
    public static int Run(string runs, string[] more)
    {
        var folder = Directory.CreateTempSubdirectory("rllab-overhead-");
        try
        {
            var start = new ProcessStartInfo("dotnet",
                [Path.Combine(AppContext.BaseDirectory, "EmptyRuns.dll"), "sweep", "empty", "--trials", runs, "--json", .. more])
            {
                WorkingDirectory = folder.FullName,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            foreach (var name in start.Environment.Keys.Where(key => key.StartsWith("RLLAB_", StringComparison.Ordinal)).ToList())
            {
                start.Environment.Remove(name);
            }

            var began = Stopwatch.GetTimestamp();
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            var most = 0L;
            var worked = new Dictionary<string, double>();
            while (!process.WaitForExit(20))
            {
                var processes = ProcessesOf(process.Id);
                most = Math.Max(most, processes.Sum(ResidentBytes));
                processes.ForEach(id => worked[id] = Math.Max(worked.GetValueOrDefault(id), ProcessorSeconds(id)));
            }

            var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            var disk = folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{runs} empty runs: {seconds:F1} s, {worked.Values.Sum():F1} s of processors, {most / Mebibyte:F0} MiB of memory at most in all, "
                + $"{disk / Mebibyte:F1} MiB of disk, exit code {process.ExitCode}."));
            if (process.ExitCode != 0)
            {
                Console.Error.WriteLine(error.Result + output.Result);
            }

            return process.ExitCode;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A process and its children.</summary>
    private static List<string> ProcessesOf(int host)
    {
        var children = Tasks(host)
            .SelectMany(task => Read(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return [$"{host}", .. children];
    }

    /// <summary>What a process holds of memory that is its alone, shared libraries left out.</summary>
    private static long ResidentBytes(string process) => Read($"/proc/{process}/status").Split('\n')
        .Where(line => line.StartsWith("RssAnon:", StringComparison.Ordinal))
        .Sum(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024);

    private static double ProcessorSeconds(string process)
    {
        // The name in brackets may hold anything; what follows it are the state and numbers, of which the 12th and 13th are hundredths of a second.
        var status = Read($"/proc/{process}/stat");
        var numbers = status[(status.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return numbers.Skip(11).Take(2).Sum(hundredths => int.Parse(hundredths, CultureInfo.InvariantCulture)) / 100.0;
    }

    private static string[] Tasks(int process)
    {
        try
        {
            return Directory.GetDirectories($"/proc/{process}/task");
        }
        catch (DirectoryNotFoundException)
        {
            // It has ended.
            return [];
        }
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            // It has ended.
            return "";
        }
    }
}
