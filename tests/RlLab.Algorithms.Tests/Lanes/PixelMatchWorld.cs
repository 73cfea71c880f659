using RlLab.Tests;

namespace RlLab.Algorithms.Tests.Lanes;

/// <summary><see cref="MatchWorld"/>, whose coin is seen on a screen of 5 x 5 pixels: light where it shows heads, on every other pixel.</summary>
internal sealed class PixelMatchWorld(int steps = 8) : IEnvironment<byte, int>, IResumable
{
    private readonly MatchWorld _world = new(steps);
    private readonly float[] _seen = new float[2];

    public Box<byte> ObservationSpace { get; } = new(0, 255, 1, 5, 5);

    public Space<int> ActionSpace => _world.ActionSpace;

    public void Reset(Span<byte> observation, long? seed = null)
    {
        _world.Reset(_seen, seed);
        Show(observation);
    }

    public StepResult Step(int action, Span<byte> observation)
    {
        var result = _world.Step(action, _seen);
        Show(observation);
        return result;
    }

    public void SaveState(BinaryWriter writer) => _world.SaveState(writer);

    public void RestoreState(BinaryReader reader) => _world.RestoreState(reader);

    public void Dispose() => _world.Dispose();

    private void Show(Span<byte> observation)
    {
        for (var i = 0; i < observation.Length; i++)
        {
            observation[i] = (byte)(4 * i + 150 * _seen[i % 2]);
        }
    }
}
