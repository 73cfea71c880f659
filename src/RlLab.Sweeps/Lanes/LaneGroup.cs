namespace RlLab.Sweeps;

/// <summary>Runs that can train as lanes of one program: they differ in real numbers and in their seeds alone.</summary>
/// <remarks>A whole number, a choice or an alternative may be a width, a batch or a piece of code, so that the networks have other shapes.</remarks>
/// <param name="Name">What the group has in common of the swept parameters: <c>HiddenUnits=32</c>; empty where nothing separates groups.</param>
/// <param name="Runs">How many tuning runs it has.</param>
public sealed record LaneGroup(string Name, int Runs)
{
    /// <summary>What the runs of a group have in common, and no run of another.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="parameters">A value for each active parameter, as texts.</param>
    public static string KeyOf(ExperimentDescriptor experiment, IReadOnlyDictionary<string, string> parameters) =>
        KeyOf(experiment.Parameters, parameters);

    /// <summary>Whether two values of a parameter separate runs.</summary>
    internal static bool Separates(ParameterDescriptor parameter) => parameter.Kind != ParameterKind.Real;

    internal static string KeyOf(IEnumerable<ParameterDescriptor> among, IReadOnlyDictionary<string, string> parameters) =>
        string.Join(' ', among.Where(p => Separates(p) && parameters.ContainsKey(p.Name)).Select(p => $"{p.Name}={parameters[p.Name]}"));
}
