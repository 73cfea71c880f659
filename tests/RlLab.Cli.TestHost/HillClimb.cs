using System.Diagnostics;
using TorchSharp;

namespace RlLab.Cli.TestHost;

/// <summary>What a test experiment does.</summary>
public enum Behaviour
{
    /// <summary>Trains.</summary>
    Climb,

    /// <summary>Throws in the middle.</summary>
    Throw,

    /// <summary>Takes its process down in the middle, where its seed is 1.</summary>
    Abort,

    /// <summary>Trains, and awaits something at every step.</summary>
    Await,

    /// <summary>Does not heed the wish to stop.</summary>
    Stubborn,

    /// <summary>Ends with an objective that is no number.</summary>
    Diverge,

    /// <summary>Ends its process in the middle, as if all were well.</summary>
    Exit,

    /// <summary>Lets its process crash in the middle.</summary>
    Crash,

    /// <summary>Calls something of torch that the managed engine lacks.</summary>
    Miss,

    /// <summary>Comes to a number that is not finite, at a step that it does not tell.</summary>
    Leap,

    /// <summary>Trains, and logs a parameter of its own.</summary>
    Annotate,

    /// <summary>Trains, and what it learns only predicts: it is exported, and not played.</summary>
    Predict,

    /// <summary>Prints without an end of line, itself and through a child, and reads what nobody typed.</summary>
    Whisper,
}

/// <summary>Logs numbers that depend on its parameters, on its seed and on torch's generator, and on nothing else.</summary>
internal sealed partial class HillClimb(double rate, long width, Behaviour behaviour, long steps, int pause, bool loud, bool film) : IExperiment
{
    public static IExperiment Create(ParameterSet p) => new HillClimb(
        p["Rate"].AsReal(),
        p["Width"].AsInteger(),
        Enum.Parse<Behaviour>(p["Behaviour"].AsText()),
        p["Steps"].AsInteger(),
        (int)p["Pause"].AsInteger(),
        p["Loud"].AsBoolean(),
        p["Film"].AsBoolean());

    public async Task Train(IRun run)
    {
        if (behaviour != Behaviour.Stubborn && run.Playback is { } playback)
        {
            Play(run, playback);
            return;
        }

        if (behaviour == Behaviour.Annotate)
        {
            run.LogParameter("Slope", rate.ToString("R", System.Globalization.CultureInfo.InvariantCulture));
        }

        var state = new Climber(new RandomGenerator(run.Seed));
        run.Resume(state);
        while (state.Step < steps)
        {
            if (behaviour != Behaviour.Stubborn)
            {
                run.Checkpoint(state.Step, state);
            }

            var step = ++state.Step;

            Misbehave(run, step);
            if (behaviour == Behaviour.Await)
            {
                await AwaitWithoutGradientsAsync();
            }

            var climb = Math.Exp(-Math.Abs(Math.Log10(rate) + 1)) + width * 1e-6;
            state.Height += climb + 0.01 * state.Random.NextGaussian() + 0.001 * torch.rand(1).item<float>();
            run.LogMetrics(step, ("train/height", state.Height), ("train/rate", rate));
            run.ReportProgress(step, steps);
            Thread.Sleep(pause);
        }

        run.LogMetric("eval/height", behaviour == Behaviour.Diverge ? double.NaN : state.Height, steps);
        run.SaveCheckpoint("last", steps, stream => stream.Write(BitConverter.GetBytes(state.Height)));
        if (film)
        {
            run.LogVideo("films/climb", Enumerable.Range(0, 5).Select(_ => new Frame(16, 16)), framesPerSecond: 10);
        }
    }

    private void Play(IRun run, Playback playback)
    {
        if (behaviour == Behaviour.Predict)
        {
            (playback.Export ?? throw new NotSupportedException("It predicts how high the hill is, and climbs no more.")).File.Write("hill"u8);
            return;
        }

        using var checkpoint = new BinaryReader(playback.OpenCheckpoint());
        var height = checkpoint.ReadDouble();
        for (var episode = 0; episode < playback.Episodes; episode++)
        {
            run.LogVideo($"episode-{episode}", Enumerable.Range(0, 5).Select(_ => new Frame(16, 16)), framesPerSecond: 1_000);
            run.LogMetrics(episode, ("episode/return", height), ("episode/length", run.Seed));
        }
    }

    /// <summary>All that changes on the way.</summary>
    [Checkpointed]
    private sealed partial class Climber(RandomGenerator random)
    {
        public RandomGenerator Random { get; } = random;

        public double Height { get; set; }

        public long Step { get; set; }
    }

    private static async Task AwaitWithoutGradientsAsync()
    {
        using var noGrad = torch.no_grad();
        await Task.Yield();
        if (torch.is_grad_enabled())
        {
            throw new InvalidOperationException("The gradient mode was lost on the way.");
        }
    }

#pragma warning disable RLLAB601 // What the managed engine lacks, so that a run fails of it.
    private static void Miss()
    {
        using var signal = torch.ones(4);
        using var spectrum = torch.fft.rfft(signal);
    }
#pragma warning restore RLLAB601

    private static void Whisper()
    {
        using (var output = Console.OpenStandardOutput())
        {
            output.Write("[raw]"u8);
        }

        // The child reads until the end of its input, and so does the parent.
        using var child = OperatingSystem.IsWindows() ? Process.Start("findstr", "x") : Process.Start("sh", ["-c", "printf '[child]'; cat"]);
        child.WaitForExit();
        if (Console.ReadLine() is { } line)
        {
            throw new InvalidOperationException($"Somebody typed '{line}'.");
        }
    }

    private void Misbehave(IRun run, long step)
    {
        if (loud)
        {
            Console.WriteLine($"{{\"step\": {step}}}");
        }

        if (step <= steps / 2)
        {
            return;
        }

        if (run.Seed == 1 && Environment.GetEnvironmentVariable(TestExperiments.Rests) is not null)
        {
            run.Stopping.WaitHandle.WaitOne();
        }

        switch (behaviour)
        {
            case Behaviour.Throw:
                throw new InvalidOperationException("The rope broke.");
            case Behaviour.Abort when run.Seed == 1:
                Console.Error.WriteLine("The mountain fell.");
                Environment.Exit(77);
                break;
            case Behaviour.Leap:
                throw new DivergedException("the height", double.PositiveInfinity);
            case Behaviour.Exit:
                Environment.Exit(0);
                break;
            case Behaviour.Crash:
                Environment.FailFast("The mountain fell.");
                break;
            case Behaviour.Miss:
                Miss();
                break;
            case Behaviour.Whisper:
                Whisper();
                break;
        }
    }
}
