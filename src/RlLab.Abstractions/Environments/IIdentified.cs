namespace RlLab;

/// <summary>A world that says which one it is, so that a run can record what it learned in.</summary>
public interface IIdentified
{
    /// <summary>What it is called: <c>CartPole</c>, <c>ALE/MsPacman-v5</c>.</summary>
    string Name { get; }

    /// <summary>What tells its rules from those of others of that name: a version, at most 36 characters.</summary>
    string Version { get; }
}
