using System.Runtime.InteropServices;
using RlLab.Tests;

namespace RlLab.Cli.TestHost;

/// <summary>A coin to name, and something that goes wrong after some steps.</summary>
/// <param name="run">The run that plays in it.</param>
/// <param name="trouble">What goes wrong.</param>
/// <param name="after">After how many steps.</param>
internal sealed class TroubledWorld(IRun run, Trouble trouble, int after) : IEnvironment<float, int>, IResumable
{
    private static int _remembered;

    private readonly MatchWorld _world = new();
    private int _steps;
    private bool _isRestored;

    public Box<float> ObservationSpace => _world.ObservationSpace;

    public Space<int> ActionSpace => _world.ActionSpace;

    public void Reset(Span<float> observation, long? seed = null) => _world.Reset(observation, seed);

    public StepResult Step(int action, Span<float> observation)
    {
        if (++_steps == after && (run.Seed == 1 || trouble == Trouble.Print))
        {
            Begin();
        }

        return _world.Step(action, observation);
    }

    public void SaveState(BinaryWriter writer)
    {
        _world.SaveState(writer);
        writer.Write(_steps);
    }

    public void RestoreState(BinaryReader reader)
    {
        _world.RestoreState(reader);
        _steps = reader.ReadInt32();
        _isRestored = true;
    }

    public void Dispose() => _world.Dispose();

    private void Begin()
    {
        switch (trouble)
        {
            case Trouble.Throw:
                throw new InvalidOperationException("The coin rolled away.");
            case Trouble.Diverge:
                throw new DivergedException("the coin", double.PositiveInfinity);
            case Trouble.MoreMemory:
            case Trouble.Memory when !_isRestored:
                throw new OutOfMemoryException();
            case Trouble.DeviceMemory when !_isRestored:
                throw new ExternalException("CUDA out of memory. Tried to allocate 20.00 MiB. GPU 0 has a total capacity of 139.00 GiB.");
            case Trouble.Exit:
                Environment.Exit(3);
                break;
            case Trouble.Crash:
                Environment.FailFast("The table fell.");
                break;
            case Trouble.Rest when Environment.GetEnvironmentVariable(TestExperiments.Rests) is not null:
                run.Stopping.WaitHandle.WaitOne();
                break;
            case Trouble.Hang:
                Thread.Sleep(Timeout.Infinite);
                break;
            case Trouble.Remember:
                _remembered++;
                break;
            case Trouble.Print:
                Console.Write($"seed {run.Seed}");
                Console.WriteLine(" is half way");
                Console.Error.WriteLine("and goes on");
                break;
        }
    }
}
