namespace RlLab.Environments.Tests.Arcade;

/// <summary>A game that follows a script: the points and the lives left after each step. It ends when the script does.</summary>
internal sealed class ArcadeStub((double Points, int Lives)[] script, int[]? shape = null) : IEnvironment<byte, int>
{
    private int _step;

    public List<int> Actions { get; } = [];

    public Box<byte> ObservationSpace { get; } = new(0, 255, shape ?? [1]);

    public Space<int> ActionSpace { get; } = new Discrete(9);

    public void Reset(Span<byte> observation, long? seed = null) => _step = 0;

    public StepResult Step(int action, Span<byte> observation)
    {
        Actions.Add(action);
        var points = script[_step++].Points;
        return new StepResult(points, _step == script.Length, false);
    }

    public bool TryGetInfo(string name, out double value)
    {
        value = _step == 0 ? 3 : script[_step - 1].Lives;
        return name == "lives";
    }

    public void Dispose()
    {
    }
}
