namespace RlLab.Environments;

/// <summary>Where everybody is.</summary>
/// <param name="Prisoner">The prisoner's cell.</param>
/// <param name="Guard">The guard's cell.</param>
/// <param name="Escape">The cell through which the prisoner can leave.</param>
/// <param name="Message">The prompter's last message; 0 before the first.</param>
/// <param name="Cycle">How many steps there have been.</param>
public readonly record struct PrisonState(GridCell Prisoner, GridCell Guard, GridCell Escape, byte Message, int Cycle)
{
    /// <summary>Whether the guard stands on the prisoner. It counts before an escape.</summary>
    public bool IsCaught => Guard == Prisoner;

    /// <summary>Whether the prisoner stands on the escape and is not caught there.</summary>
    public bool IsEscaped => Prisoner == Escape && !IsCaught;
}
