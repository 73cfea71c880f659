using System.Globalization;
using System.Text;
using RlLab.Tracking.Server.Store;
using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Tests.Support;

/// <summary>Fills a server with made-up results that have everything that its pages show, straight in its store, the same each time.</summary>
public static class SampleLab
{
    private const long Start = 1_790_000_000_000;
    private const string Code = "experiments/CartPoleReinforce/CartPoleReinforce.cs";

    /// <summary>A sweep with test seeds, failures, a pruned and a running run, seeds that end early, films and files.</summary>
    /// <returns>The experiment and the sweep's own run.</returns>
    public static (string Experiment, string Sweep) AddSweep(
        TrackingServer server, string folder, string name = "cartpole-reinforce", int trials = 12, int seeds = 3)
    {
        var random = new Random(7);
        var (experiment, sweep) = ("", "");
        server.Database.Write(writer =>
        {
            experiment = CreateExperiment(
                writer, name, "How fast does REINFORCE teach a small policy to balance a pole, and which step size, discount and width suit it?");
            sweep = Create(writer, experiment, "sweep 8d39956e", null, Start, [
                ("rllab.sweep", "8d39956e0000"), ("rllab.verdict", "Trials 3, 1 and 2 cannot be told apart: 81 more seeds each would (power 80%)."),
                ("mlflow.note.content", Comparison), ("mlflow.user", "ada")]);
            Log(
                writer, sweep, [Point("best/eval/return_mean", 670, 0), Point("importance/LearningRate", 0.7, 0)],
                ("sampler", "random"), ("trials", $"{trials}"), ("seeds", $"{seeds}"), ("test_runs", "9"), ("objective", "eval/return_mean"),
                ("direction", "maximize"));
            for (var trial = 0; trial < trials; trial++)
            {
                var (rate, discount, hidden) = (3e-4 * Math.Pow(33, random.NextDouble()), 0.95 + (0.05 * random.NextDouble()), 16 << random.Next(3));
                var optimizer = random.Next(2) == 0 ? "Adam" : "RmsProp";
                var skill = 60 + (900 * Math.Exp(-Math.Pow(Math.Log(rate / 5e-3), 2) / 1.5) * (0.6 + (8 * (discount - 0.95))));
                var all = Enumerable.Range(0, seeds).Select(seed => (Seed: seed, Phase: "tuning"));
                all = trial is 1 or 2 or 3 ? all.Concat(Enumerable.Range(1_000_000, 3).Select(seed => (Seed: seed, Phase: "test"))) : all;
                foreach (var (seed, phase) in all)
                {
                    var start = Start + (60_000 * trial) + (seed % 100 * 7_000);
                    var run = Create(writer, experiment, $"trial-{trial} {(phase == "test" ? "test-" : "")}seed-{seed}", sweep, start, [
                        ("rllab.sweep", "8d39956e0000"), ("rllab.trial", $"{trial}"), ("rllab.phase", phase), ("mlflow.user", "ada"),
                        ("mlflow.source.git.commit", "3b1f6a2c9d0e4f5a8b7c6d5e4f3a2b1c0d9e8f7a"), ("rllab.git.dirty", "true")]);
                    Log(
                        writer, run, [], ("LearningRate", Text(rate)), ("Discount", Text(discount)), ("HiddenUnits", $"{hidden}"),
                        ("Optimizer", optimizer), ("TimeLimit", "1000"), ("seed", $"{seed}"));
                    Train(writer, run, random, skill, trial, seed);
                    End(writer, run, trial, seed, trials);
                }
            }

            RunStore.Update(writer, sweep, "FINISHED", Start + 3_600_000, null);
        });
        AddFiles(server, folder, experiment);
        return (experiment, sweep);
    }

    /// <summary>An experiment of many runs, ten seeds of each setting, with a few parameters and metrics.</summary>
    public static string AddMany(TrackingServer server, int runs, int points = 1, string name = "many-runs", int metrics = 3)
    {
        var random = new Random(1);
        var experiment = "";
        server.Database.Write(writer => experiment = CreateExperiment(writer, name, "What does a table of very many runs look like?"));
        var together = Math.Clamp(500_000 / (points * metrics), 1, 500);
        for (var first = 0; first < runs; first += together)
        {
            server.Database.Write(writer =>
            {
                for (var index = first; index < Math.Min(runs, first + together); index++)
                {
                    var run = Create(writer, experiment, $"run-{index}", null, Start + (index * 1000L), []);
                    var values =
                        from step in Enumerable.Range(0, points)
                        from metric in Enumerable.Range(0, metrics)
                        let value = (step == points / 2 ? 10 : 0) + Math.Sqrt(step) + random.NextDouble()
                        select Point(metric == 0 ? "eval/return_mean" : $"train/metric_{metric}", value, step);
                    foreach (var chunk in values.Chunk(10_000))
                    {
                        Log(writer, run, chunk);
                    }

                    var setting = index / 10;
                    var rate = Text(Math.Pow(10, -4 * (setting * 0.618 % 1)));
                    Log(writer, run, [], ("LearningRate", rate), ("Width", $"{16 << (setting % 4)}"), ("seed", $"{index % 10}"));
                    RunStore.Update(writer, run, "FINISHED", Start + (index * 1000L) + 90_000, null);
                }
            });
        }

        return experiment;
    }

    private static void Train(DatabaseWriter writer, string run, Random random, double skill, int trial, int seed)
    {
        var start = Start + (60_000 * trial);
        var last = seed == 1 && trial % 3 == 0 ? 60_000 : 100_000;
        var luck = 0.75 + (0.5 * random.NextDouble());
        var points = new List<MetricPoint>();
        double Learned(int step) => 20 + (skill * luck * (1 - Math.Exp(-step / 30_000.0)));
        for (var step = 0; step <= last; step += 5_000)
        {
            points.Add(Point("eval/return_mean", Math.Min(1000, Learned(step) * (0.93 + (0.14 * random.NextDouble()))), step, start + (step / 2)));
        }

        for (var step = 0; step <= last; step += 250)
        {
            var loss = trial != 5 || seed != 2 || step <= 70_000 ? Math.Exp(-step / 40_000.0) * (0.5 + random.NextDouble())
                : step % 1000 == 0 ? double.PositiveInfinity : double.NaN;
            points.Add(Point("train/return", Math.Min(1000, Learned(step) * (0.4 + (1.2 * random.NextDouble()))), step, start + (step / 2)));
            points.Add(Point("train/loss", loss, step, start + (step / 2)));
            points.Add(Point("train/entropy", 0.69 * Math.Exp(-step / 60_000.0), step, start + (step / 2)));
        }

        for (var tick = 0; tick < 12; tick++)
        {
            points.Add(Point("system/cpu_utilization_percentage", 40 + (30 * random.NextDouble()), tick, start + (tick * 10_000L)));
            points.Add(Point("system/system_memory_usage_megabytes", 2_000 + (40 * tick), tick, start + (tick * 10_000L)));
        }

        points.Add(Point("train/only_nan", double.NaN, 0, start));
        Log(writer, run, points);
    }

    private static void End(DatabaseWriter writer, string run, int trial, int seed, int trials)
    {
        var (status, tag, value) = (trial, seed) switch
        {
            (5, 2) => ("FAILED", "rllab.failure", $"DivergedException: The loss became NaN at step 70,250. at {Code}:41: optimizer.step();"),
            (7, 0) => (
                "FAILED", "rllab.failure",
                $"ArgumentException: A discount of 1.2 is above 1. at {Code}:28: var options = new ReinforceOptions {{ Discount = Discount }};"),
            (8, _) => ("FINISHED", "rllab.pruned", "At step 40,000 its eval/return_mean of 61.2 is below the median of 5 others, 212."),
            (9, 1) => ("FINISHED", "rllab.not_comparable", "It ended with eval/return_mean at NaN, which cannot be compared."),
            (10, 2) => ("KILLED", "rllab.state", "interrupted"),
            _ => ("FINISHED", "", ""),
        };
        if (trial == trials - 1 && seed == 2)
        {
            return;
        }

        if (tag.Length > 0)
        {
            LogStore.SetTag(writer, RunStore.GetActiveRow(writer, run), new KeyValue(tag, value));
        }

        RunStore.Update(writer, run, status, Start + (60_000 * trial) + 45_000, null);
    }

    private static void AddFiles(TrackingServer server, string folder, string experiment)
    {
        var query = new Search.RunQuery([long.Parse(experiment, CultureInfo.InvariantCulture)], "", [], null);
        var runs = server.Database.Read(connection => RunStore.ReadInfos(connection, query.Run(connection, 0, 100)).Values
            .Where(run => run.RunName.StartsWith("trial", StringComparison.Ordinal)).ToList());
        var video = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Pages", "tiny.mp4"));
        foreach (var run in runs.Where(run => run.RunName.EndsWith("seed-0", StringComparison.Ordinal)))
        {
            Write(run, "replay.mp4", video);
        }

        foreach (var run in runs.Where(run => run.RunName is "trial-1 seed-0" or "trial-2 seed-0" or "trial-3 seed-0"))
        {
            // The first trial's ends early.
            var steps = Enumerable.Range(0, run.RunName.StartsWith("trial-1 ", StringComparison.Ordinal) ? 6 : 11).Select(i => i * 10_000).ToList();
            steps.ForEach(step => Write(run, ImagePath("eval/attention", step), TinyPicture.Of(step / 100_000.0)));
            steps.ForEach(step => Write(run, ImagePath("policy", step), TinyPicture.Of(1 - (step / 100_000.0))));
            server.Database.Write(writer => LogStore.SetTag(
                writer, RunStore.GetActiveRow(writer, run.RunId), new KeyValue("mlflow.loggedImages", "True")));
        }

        var whole = runs.Single(run => run.RunName == "trial-3 seed-0");
        Write(whole, "notes/README.md", Encoding.UTF8.GetBytes(
            "# What it learned\n\nIt *balances*, see [the paper](https://example.org).\n\n| step | return |\n| --- | --- |\n| 100 | 21 |\n"));
        Write(whole, "settings.toml", "[reinforce]\ndiscount = 0.99\n"u8.ToArray());
        Write(whole, "table.csv", "step,return\n1,2\n2,\"3,5\"\n"u8.ToArray());
        Write(whole, "comparison.json", "{\"a\":[1,2,{\"b\":null}]}"u8.ToArray());
        Write(whole, "log.txt", "episode 1: 21\nepisode 2: 25\n"u8.ToArray());
        Write(whole, "changes.diff.txt", "--- a/Walk.cs\n+++ b/Walk.cs\n@@ -1,2 +1,2 @@\n-var step = 1;\n+var step = 2;\n context\n"u8.ToArray());
        Write(whole, "picture.svg", """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M0 20L20 5L40 12" fill="none" stroke="#1f6fb2"/></svg>
            """u8.ToArray());
        Write(whole, "checkpoints/best.dat", Checkpoint());

        void Write(RunInfo run, string path, byte[] content)
        {
            var file = Path.Combine(folder, "mlartifacts", experiment, run.RunId, "artifacts", path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, content);
        }
    }

    private static string ImagePath(string name, int step) =>
        $"images/{name.Replace('/', '~')}+step+{step}+timestamp+{Start + step}+{new Guid(step, 0, 0, new byte[8])}.png";

    /// <summary>A module's state in TorchSharp's format: of each tensor its name, type, rank, lengths and data.</summary>
    public static byte[] Checkpoint()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write7BitEncodedInt(2);
        Tensor("0.weight", [32, 4]);
        Tensor("0.bias", [32]);
        return stream.ToArray();

        void Tensor(string name, int[] shape)
        {
            writer.Write(name);
            writer.Write7BitEncodedInt(6);
            writer.Write7BitEncodedInt(shape.Length);
            Array.ForEach(shape, writer.Write7BitEncodedInt);
            writer.Write(new byte[4 * shape.Aggregate((product, length) => product * length)]);
        }
    }

    private static string CreateExperiment(DatabaseWriter writer, string name, string question)
    {
        var id = ExperimentStore.Create(writer, TimeProvider.System, name, null).ToString(CultureInfo.InvariantCulture);
        ExperimentStore.SetTag(writer, TimeProvider.System, id, new KeyValue("mlflow.note.content", question));
        return id;
    }

    private static string Create(
        DatabaseWriter writer, string experiment, string name, string? parent, long start, (string Key, string Value)[] tags) => RunStore.Create(
        writer, experiment, name, "ada", start,
        [
            new KeyValue(RunStore.NameTag, name), .. parent is null ? (KeyValue[])[] : [new KeyValue(RunStore.ParentTag, parent)],
            .. tags.Select(tag => new KeyValue(tag.Key, tag.Value)),
        ]).Info.RunId;

    private static void Log(DatabaseWriter writer, string run, IReadOnlyList<MetricPoint> points, params (string Key, string Value)[] parameters) =>
        LogStore.LogBatch(writer, run, points, [.. parameters.Select(pair => new KeyValue(pair.Key, pair.Value))], []);

    private static MetricPoint Point(string metric, double value, long step, long? time = null) => new(metric, value, time ?? Start + step, step);

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private const string Comparison = """
        | | trial | LearningRate | test | tuning |
        | --- | --- | --- | --- | --- |
        | 1 | 3 | 0.0084 | 669.8 | 669.8 |
        | 2 | 1 | 0.0080 | 406.4 | 724.7* |

        **Trials 3, 1 and 2 cannot be told apart: 81 more seeds each would (power 80%).**

        test, tuning: eval/return_mean, interquartile mean over seeds with a 95% bootstrap interval, largest first.
        """;
}
