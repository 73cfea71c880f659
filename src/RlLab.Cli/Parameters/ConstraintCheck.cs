using RlLab.Sweeps;

namespace RlLab.Cli;

/// <summary>Holds one setting against an experiment's constraints.</summary>
internal static class ConstraintCheck
{
    /// <summary>Refuses a setting that breaks a constraint.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="setting">A value for each active parameter.</param>
    /// <exception cref="UserException">It breaks one.</exception>
    /// <exception cref="SweepException">A constraint threw instead of answering.</exception>
    public static void Refuse(ExperimentDescriptor experiment, ParameterSet setting)
    {
        var space = SearchSpace.Of(experiment, setting);
        if (space.Constraints.FirstOrDefault(constraint => !(space with { Constraints = [constraint] }).Allows(ParameterSet.Empty)) is { } broken)
        {
            throw new UserException(
                $"This setting of '{experiment.Name}' breaks the constraint "
                    + $"{broken.Name}{(broken.Summary.Length > 0 ? $": {broken.Summary.TrimEnd('.')}" : "")}. "
                + $"It is {setting}. Set other values with --set NAME=VALUE, in {SettingsFile.Name} or in the environment.");
        }
    }
}
