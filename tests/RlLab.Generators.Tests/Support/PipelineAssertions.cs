using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace RlLab.Generators.Tests.Support;

/// <summary>What must hold of every run of the pipeline.</summary>
public static class PipelineAssertions
{
    /// <summary>Every step and every output of a run was taken from the run before.</summary>
    public static void AssertAllCached(GeneratorRunResult result)
    {
        foreach (var (name, steps) in Tracked(result).Concat(result.TrackedOutputSteps))
        {
            steps.SelectMany(s => s.Outputs).Select(o => o.Reason).Should().OnlyContain(
                reason => reason == IncrementalStepRunReason.Cached || reason == IncrementalStepRunReason.Unchanged,
                "the step {0} saw nothing new", name);
        }
    }

    /// <summary>Every output of a run was taken from the run before, whatever the steps before it saw.</summary>
    public static void AssertOutputsCached(GeneratorRunResult result) =>
        result.TrackedOutputSteps.SelectMany(s => s.Value).SelectMany(s => s.Outputs).Select(o => o.Reason)
            .Should().OnlyContain(reason => reason == IncrementalStepRunReason.Cached);

    /// <summary>No value of the pipeline keeps a compilation, a syntax tree or a symbol alive.</summary>
    public static void AssertHoldsNoCompilerObjects(GeneratorRunResult result)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (var (name, steps) in Tracked(result))
        {
            foreach (var output in steps.SelectMany(s => s.Outputs))
            {
                Visit(output.Value, name, seen);
            }
        }
    }

    private static IEnumerable<KeyValuePair<string, ImmutableArray<IncrementalGeneratorRunStep>>> Tracked(GeneratorRunResult result) =>
        result.TrackedSteps.Where(s => TrackingNames.All.Contains(s.Key));

    private static void Visit(object? value, string step, HashSet<object> seen)
    {
        if (value is null || value.GetType() is { IsPrimitive: true } or { IsEnum: true }
            || value is string or DiagnosticDescriptor || !seen.Add(value))
        {
            return;
        }

        value.Should().NotBeAssignableTo<ISymbol>("the step {0} must not keep it", step);
        value.Should().NotBeAssignableTo<SyntaxNode>("the step {0} must not keep it", step);
        value.Should().NotBeAssignableTo<SyntaxTree>("the step {0} must not keep it", step);
        value.Should().NotBeAssignableTo<Compilation>("the step {0} must not keep it", step);
        value.Should().NotBeAssignableTo<Location>("the step {0} must not keep it", step);
        if (value is IEnumerable items)
        {
            foreach (var item in items)
            {
                Visit(item, step, seen);
            }

            return;
        }

        foreach (var field in value.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            Visit(field.GetValue(value), step, seen);
        }
    }
}
