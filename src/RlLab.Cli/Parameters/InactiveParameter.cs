namespace RlLab.Cli;

/// <summary>A parameter of an alternative that is not taken, and so does not exist.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Condition">What would have to be taken.</param>
/// <param name="Taken">What is taken instead, in words.</param>
internal sealed record InactiveParameter(string Name, ParameterCondition Condition, string Taken)
{
    /// <summary>Why a parameter cannot exist; null where it can.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="values">What is set.</param>
    /// <param name="isSweep">Whether what is not set is chosen by a sweep, where it has a domain.</param>
    public static InactiveParameter? Of(ExperimentDescriptor experiment, string name, ParameterSet values, bool isSweep)
    {
        var conditions = experiment.Parameters.ToDictionary(p => p.Name);
        for (var condition = conditions[name].ActiveWhen; condition is not null; condition = conditions[condition.Parameter].ActiveWhen)
        {
            var choice = conditions[condition.Parameter];
            var taken = values.TryGet(choice.Name, out var set) ? $"it is {set}"
                : isSweep && choice.Domain is not null ? $"the sweep chooses {choice.Domain}"
                : $"it is {choice.Default} by default";
            var isPossible = values.TryGet(choice.Name, out _) ? set == condition.Value
                : isSweep && choice.Domain is { } domain ? domain.Contains(condition.Value)
                : choice.Default == condition.Value;
            if (!isPossible)
            {
                return new InactiveParameter(name, condition, taken);
            }
        }

        return null;
    }

    /// <summary>The error of somebody who set it all the same.</summary>
    /// <param name="origin">Where it was set.</param>
    public UserException Error(string origin) => new(
        $"{origin} sets {Name}, which exists only while {Condition.Parameter} is {Condition.Value}, and {Taken}. "
        + (origin.StartsWith("--", StringComparison.Ordinal)
            ? $"Add --set {Condition.Parameter}={Condition.Value}, or leave {Name} out."
            : $"Set {Condition.Parameter} to {Condition.Value} there too, or leave {Name} out."));
}
