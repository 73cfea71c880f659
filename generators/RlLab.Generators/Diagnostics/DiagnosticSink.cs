using Microsoft.CodeAnalysis;
using RlLab.Generators.Models;

namespace RlLab.Generators.Diagnostics;

/// <summary>Gathers what is wrong with one experiment while it is read.</summary>
/// <param name="compilation">What the experiment is compiled in.</param>
/// <param name="experiment">Where the experiment's class is named: the place of what is wrong in another assembly.</param>
internal sealed class DiagnosticSink(Compilation compilation, Location experiment)
{
    private readonly List<DiagnosticInfo> _diagnostics = [];

    public bool HasErrors => _diagnostics.Any(d => d.Descriptor.DefaultSeverity == DiagnosticSeverity.Error);

    public void Report(DiagnosticDescriptor descriptor, Location? location, params string[] arguments) =>
        Report(descriptor, location, default(EquatableArray<string>), arguments);

    /// <summary>Tells what is wrong, with C# that may stand in its place.</summary>
    public void Report(DiagnosticDescriptor descriptor, Location? location, EquatableArray<string> suggestions, params string[] arguments) =>
        _diagnostics.Add(new DiagnosticInfo(descriptor, LocationInfo.From(IsHere(location) ? location : experiment), arguments.ToEquatableArray())
        {
            Suggestions = suggestions,
        });

    public EquatableArray<DiagnosticInfo> ToEquatableArray() => _diagnostics.ToEquatableArray();

    private bool IsHere(Location? location) => location?.SourceTree is { } tree && compilation.ContainsSyntaxTree(tree);
}
