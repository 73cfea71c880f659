namespace RlLab;

/// <summary>A world in which not every action is allowed all the time.</summary>
public interface IActionMask
{
    /// <summary>Tells which actions are allowed in the next step; at least one is.</summary>
    /// <param name="allowed">Receives a flag for each action of a <see cref="Discrete"/> space.</param>
    void GetActionMask(Span<bool> allowed);
}
