using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using RlLab.Generators.Diagnostics;
using RlLab.Generators.Models;

namespace RlLab.Generators.Parsing;

/// <summary>Reads a <c>[Sweep]</c>.</summary>
internal static class SweepParser
{
    // The defaults of SweepAttribute, which a compilation shows only as constants in a constructor's body.
    private const int DefaultTrials = 10;
    private const int DefaultSeeds = 3;
    private const int DefaultConfirm = 3;

    // That of a sweep's --lanes.
    private const int MostLanes = 1_024;

    private static readonly Regex MetricName = new(@"^[\p{L}\p{Nd}_\-./ ]{1,250}\z", RegexOptions.CultureInvariant);

    /// <returns>Null if it cannot be read, which the sink or the compiler says.</returns>
    public static SweepModel? Parse(AttributeData attribute, DiagnosticSink sink, CancellationToken cancellation)
    {
        // The compiler itself asks for a missing objective.
        if (!attribute.IsWellFormed() || attribute.NamedArgument("Objective") is not { } objectiveArgument)
        {
            return null;
        }

        var trials = attribute.NamedArgument("Trials")?.Value as int? ?? DefaultTrials;
        var seeds = attribute.NamedArgument("Seeds")?.Value as int? ?? DefaultSeeds;
        CheckCount("Trials", trials);
        CheckCount("Seeds", seeds);
        var confirm = attribute.NamedArgument("Confirm")?.Value as int? ?? DefaultConfirm;
        var testSeeds = attribute.NamedArgument("TestSeeds")?.Value as int? ?? 0;
        var pruner = attribute.NamedArgument("Pruner") is { } chosen ? Member(chosen) : "global::RlLab.Pruner.None";
        var pruneAfter = attribute.NamedArgument("PruneAfter")?.Value as long? ?? 0;
        var lanes = attribute.NamedArgument("Lanes")?.Value as int? ?? 0;
        CheckOptions();

        var objective = objectiveArgument.Value as string ?? "";
        if (!MetricName.IsMatch(objective) || string.IsNullOrWhiteSpace(objective))
        {
            sink.Report(DiagnosticDescriptors.MalformedObjective, attribute.LocateNamed("Objective", cancellation));
        }

        return new SweepModel(
            Name(attribute),
            Member(attribute.ConstructorArguments[attribute.ConstructorArguments.Length - 1]),
            trials,
            seeds,
            objective,
            attribute.NamedArgument("Direction") is { } direction ? Member(direction) : "global::RlLab.Direction.Maximize")
        {
            Confirm = confirm,
            TestSeeds = testSeeds,
            Pruner = pruner,
            PruneAfter = pruneAfter,
            Lanes = lanes,
        };

        void CheckOptions()
        {
            if (confirm < 0 || confirm == 1)
            {
                Report("Confirm", $"Confirm must be 0, or at least 2: a winner is confirmed beside a rival; it is {Literals.Of(confirm)}");
            }

            if (testSeeds < 0 || (testSeeds > 0 && confirm == 0))
            {
                Report("TestSeeds", testSeeds < 0
                    ? $"TestSeeds must be at least 0, not {Literals.Of(testSeeds)}"
                    : "TestSeeds has nothing to run where Confirm is 0");
            }

            if (pruneAfter < 0)
            {
                Report("PruneAfter", $"PruneAfter must be at least 0, not {Literals.Of(pruneAfter)}");
            }
            else if (pruneAfter == 0 && (pruner.EndsWith(".Asha", StringComparison.Ordinal) || pruner.EndsWith(".Patient", StringComparison.Ordinal)))
            {
                Report("Pruner", $"{pruner.Substring(pruner.LastIndexOf('.') + 1)} needs PruneAfter, a number of steps above 0");
            }

            if (lanes < 0 || lanes > MostLanes)
            {
                var most = Literals.Of(MostLanes);
                Report("Lanes", $"Lanes must be 0, for as many as pay, 1, for none, or a number up to {most}, not {Literals.Of(lanes)}");
            }
        }

        void Report(string name, string what) => sink.Report(DiagnosticDescriptors.SweepOption, attribute.LocateNamed(name, cancellation), what);

        void CheckCount(string name, int count)
        {
            if (count < 1)
            {
                sink.Report(DiagnosticDescriptors.TooFewRuns, attribute.LocateNamed(name, cancellation), name, Literals.Of(count));
            }
        }
    }

    private static string Name(AttributeData attribute) =>
        attribute.ConstructorArguments.Length > 1 ? attribute.ConstructorArguments[0].Value as string ?? "" : "";

    private static string Member(TypedConstant constant)
    {
        var type = constant.Type!.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        var member = ParameterTypes.EnumMembers(constant.Type).FirstOrDefault(m => Equals(m.ConstantValue, constant.Value));
        return member is null ? $"({type})({constant.Value})" : $"{type}.{member.Name}";
    }
}
