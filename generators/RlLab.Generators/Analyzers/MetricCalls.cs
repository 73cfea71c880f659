using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RlLab.Generators.Analyzers;

/// <summary>Reads what a call logs.</summary>
internal static class MetricCalls
{
    /// <summary>Whether an operation is a call of <c>LogMetric</c> or <c>LogMetrics</c> on a run.</summary>
    public static bool IsLogging(IInvocationOperation call, TrainingTypes training) =>
        call.TargetMethod is { Name: "LogMetric" or "LogMetrics" } method && training.IsRun(method.ContainingType);

    /// <summary>The expressions of the metrics' names.</summary>
    /// <param name="call">The call.</param>
    /// <param name="isComplete">Whether they are all that it logs: a list that is made elsewhere hides its own.</param>
    public static IReadOnlyList<IOperation> Names(IInvocationOperation call, out bool isComplete)
    {
        var names = new List<IOperation>();
        isComplete = true;
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Type.SpecialType == SpecialType.System_String)
            {
                names.Add(argument.Value);
            }
            else if (argument.Parameter?.Name == "metrics")
            {
                isComplete = AddNames(argument.Value, names);
            }
        }

        return names;
    }

    /// <summary>The expression of a call's step; null where it has none.</summary>
    public static IOperation? Step(IInvocationOperation call) =>
        call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "step")?.Value;

    private static bool AddNames(IOperation value, List<IOperation> names)
    {
        switch (value)
        {
            case IConversionOperation conversion:
                return AddNames(conversion.Operand, names);
            case ITupleOperation { Elements.Length: 2 } pair:
                names.Add(pair.Elements[0]);
                return true;
            case IObjectCreationOperation { Type.Name: "Metric", Arguments.Length: 2 } metric:
                names.Add(metric.Arguments[0].Value);
                return true;
            case ICollectionExpressionOperation list:
                return list.Elements.All(element => AddNames(element, names));
            case IArrayCreationOperation { Initializer: { } list }:
                return list.ElementValues.All(element => AddNames(element, names));
            default:
                return false;
        }
    }
}
