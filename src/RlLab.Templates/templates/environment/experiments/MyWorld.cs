using RlLab;
using RlLab.Environments;

namespace Experiments;

/// <summary>Find the door at the right end of a corridor.</summary>
/// <remarks>
/// Observation: the place, from 0 at the left end to 1 at the door. Actions: 0 goes left, 1 goes right. Reward: 1 at the door, -0.01 for every other
/// step.
/// Terminated at the door; truncated at the time limit.
/// </remarks>
/// <param name="length">How many places the corridor has, at least 2.</param>
/// <param name="timeLimit">After how many steps an episode is truncated; null for never.</param>
public sealed class MyWorld(int length = 10, int? timeLimit = 100) : World<float>(new Box<float>(0, 1, 1), actions: 2, timeLimit)
{
    private const int Pixels = 16;

    private readonly int _door = length >= 2
        ? length - 1
        : throw new ArgumentOutOfRangeException(nameof(length), length, "A corridor has at least two places: one to stand on, and the door.");

    private int _place;

    /// <inheritdoc/>
    public override double FramesPerSecond => 10;

    /// <inheritdoc/>
    public override Frame Render()
    {
        var frame = new Frame((_door + 1) * Pixels, Pixels);
        Fill(frame, _door, red: 250, green: 176, blue: 5);
        Fill(frame, _place, red: 92, green: 124, blue: 250);
        return frame;
    }

    /// <inheritdoc/>
    protected override void Begin(RandomGenerator random) => _place = random.NextInt(_door);

    /// <inheritdoc/>
    protected override (double Reward, bool Terminated) Advance(int action)
    {
        _place = Math.Max(0, _place + (action == 1 ? 1 : -1));
        return _place == _door ? (1, true) : (-0.01, false);
    }

    /// <inheritdoc/>
    protected override void Observe(Span<float> observation) => observation[0] = (float)_place / _door;

    /// <inheritdoc/>
    protected override void Save(BinaryWriter writer) => writer.Write(_place);

    /// <inheritdoc/>
    protected override void Load(BinaryReader reader) => _place = reader.ReadInt32();

    private static void Fill(Frame frame, int place, byte red, byte green, byte blue)
    {
        for (var i = 0; i < Pixels * Pixels; i++)
        {
            var at = 3 * (i / Pixels * frame.Width + place * Pixels + i % Pixels);
            (frame.Pixels[at], frame.Pixels[at + 1], frame.Pixels[at + 2]) = (red, green, blue);
        }
    }
}
