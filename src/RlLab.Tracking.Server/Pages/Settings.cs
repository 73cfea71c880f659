using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Pages;

/// <summary>What tells runs apart: the parameters that differ among them; runs that differ only in their seed share a colour.</summary>
internal sealed class Settings
{
    private const int Colours = 10;

    private readonly Dictionary<string, int> _groups = [];
    private readonly Dictionary<string, string> _keys;

    /// <param name="runs">The runs that get a colour.</param>
    /// <param name="tried">Those among them whose parameters are compared.</param>
    public Settings(IReadOnlyList<Run> runs, IReadOnlyList<Run> tried)
    {
        var withParameters = tried.Where(run => run.Data.Params is not null).ToList();
        var parameters = withParameters.SelectMany(run => run.Data.Params!.Select(parameter => parameter.Key)).Distinct().ToList();
        Varying = [.. parameters.Where(key => withParameters.Select(run => Value(run, key)).Distinct().Count() > 1)];
        Constant = withParameters.Count < 2 ? [] : [.. withParameters[0].Data.Params!.Where(parameter => !Varying.Contains(parameter.Key))];
        _keys = runs.ToDictionary(run => run.Info.RunId, Key);
        foreach (var key in _keys.Values)
        {
            _groups.TryAdd(key, _groups.Count);
        }
    }

    /// <summary>The parameters that differ.</summary>
    public IReadOnlyList<string> Varying { get; }

    /// <summary>The parameters that all runs share.</summary>
    public IReadOnlyList<KeyValue> Constant { get; }

    public static string? Value(Run run, string parameter) =>
        run.Data.Params?.FirstOrDefault(pair => pair.Key == parameter)?.Value;

    /// <summary>The class of a run's colour; after all colours have been used they come again, dashed.</summary>
    public string ColourOf(Run run)
    {
        var group = _groups[_keys[run.Info.RunId]];
        return $"c{group % Colours}{(group / Colours % 2 == 1 ? " dashed" : "")}";
    }

    /// <summary>A run's setting in words, such as <c>learning_rate 0.01, hidden 32</c>, or its name where nothing differs.</summary>
    public string Describe(Run run)
    {
        if (_keys[run.Info.RunId] == run.Info.RunId)
        {
            return run.Info.RunName;
        }

        var values = Varying.Where(IsSetting).Select(parameter => (Name: parameter, Value: Value(run, parameter)));
        return string.Join(", ", values.Where(pair => pair.Value is not null).Select(pair => $"{pair.Name} {Format.Parameter(pair.Value)}"));
    }

    private string Key(Run run) => Varying.Any(parameter => IsSetting(parameter) && Value(run, parameter) is not null)
        ? string.Join('\n', Varying.Where(IsSetting).Select(parameter => $"{parameter}={Value(run, parameter)}"))
        : run.Info.RunId;

    private static bool IsSetting(string parameter) => parameter != "seed";
}
