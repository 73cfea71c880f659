using RlLab.Generators.Diagnostics;

namespace RlLab.Generators.Models;

/// <summary>A value, and what was wrong with what it was made from.</summary>
/// <typeparam name="T">The value's type.</typeparam>
internal sealed record Result<T>(T Value, EquatableArray<DiagnosticInfo> Diagnostics)
    where T : IEquatable<T>;
