using System.Runtime.CompilerServices;

namespace RlLab.Sweeps;

/// <summary>A search space as a cube from 0 to 1: what is inactive in a setting has NaN for its coordinate.</summary>
internal sealed class Axes
{
    // The coordinates of a setting never change: remembering them changes no answer.
    private readonly ConditionalWeakTable<ParameterSet, double[]> _known = [];

    /// <summary>The axes of a space.</summary>
    /// <param name="space">The space.</param>
    public Axes(SearchSpace space)
    {
        All = [.. space.Parameters.Select(parameter => new Axis(parameter))];
        Groups = [.. Enumerable.Range(0, All.Count).GroupBy(i => All[i].ActiveWhen).Select(group => group.ToArray())];
    }

    /// <summary>One axis a parameter, in the space's order.</summary>
    public IReadOnlyList<Axis> All { get; }

    /// <summary>The numbers of the axes that exist together: those without a condition, and those of each alternative.</summary>
    public IReadOnlyList<int[]> Groups { get; }

    /// <summary>How many there are.</summary>
    public int Count => All.Count;

    /// <summary>The coordinates of a setting.</summary>
    /// <param name="setting">The setting.</param>
    public double[] Of(ParameterSet setting) => _known.GetValue(setting, known =>
        [.. All.Select(axis => known.TryGet(axis.Name, out var value) ? axis.Of(value) : double.NaN)]);

    /// <summary>The setting at a point; coordinates of what its choices leave inactive are passed over.</summary>
    /// <param name="point">A coordinate from 0 to 1 for each axis that can be active.</param>
    public ParameterSet At(ReadOnlySpan<double> point)
    {
        var values = new List<KeyValuePair<string, ParameterValue>>(All.Count);
        for (var i = 0; i < All.Count; i++)
        {
            if (IsActive(All[i], values))
            {
                values.Add(new(All[i].Name, All[i].At(point[i])));
            }
        }

        return new ParameterSet(values);
    }

    /// <summary>Whether an axis exists beside the values chosen so far.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="chosen">The values of the axes before it.</param>
    private static bool IsActive(Axis axis, List<KeyValuePair<string, ParameterValue>> chosen)
    {
        if (axis.ActiveWhen is not { } condition)
        {
            return true;
        }

        foreach (var (name, value) in chosen)
        {
            if (name == condition.Parameter)
            {
                return value == condition.Value;
            }
        }

        return false;
    }
}
