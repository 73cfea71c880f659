using System.Collections;

namespace RlLab;

/// <summary>Values by parameter name, in a fixed order. Two sets are equal if they hold the same values under the same names.</summary>
public sealed class ParameterSet : IReadOnlyCollection<KeyValuePair<string, ParameterValue>>, IEquatable<ParameterSet>
{
    private readonly OrderedDictionary<string, ParameterValue> _values;

    /// <summary>A set of the given values; a later value of the same name replaces an earlier one.</summary>
    /// <param name="values">Names and values.</param>
    public ParameterSet(IEnumerable<KeyValuePair<string, ParameterValue>> values)
    {
        _values = [];
        foreach (var (name, value) in values)
        {
            _values[name] = value;
        }
    }

    /// <summary>A set with nothing in it.</summary>
    public static ParameterSet Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _values.Count;

    /// <summary>The value of a parameter.</summary>
    /// <param name="name">The parameter's name, exactly.</param>
    /// <exception cref="KeyNotFoundException">The set has no such name.</exception>
    public ParameterValue this[string name] => _values.TryGetValue(name, out var value)
        ? value
        : throw new KeyNotFoundException($"The parameter set has no '{name}'; it has {string.Join(", ", _values.Keys)}.");

    /// <summary>The value of a parameter, where the set has it.</summary>
    /// <param name="name">The parameter's name, exactly.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether the set has it.</returns>
    public bool TryGet(string name, out ParameterValue value) => _values.TryGetValue(name, out value);

    /// <summary>This set's values, and those of <paramref name="defaults"/> for the names that this set lacks, in the defaults' order.</summary>
    /// <param name="defaults">A value for every parameter.</param>
    public ParameterSet Over(ParameterSet defaults) => new(defaults.Concat(this));

    /// <inheritdoc/>
    public bool Equals(ParameterSet? other) =>
        other is not null && Count == other.Count && this.All(p => other.TryGet(p.Key, out var value) && value == p.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ParameterSet);

    /// <inheritdoc/>
    public override int GetHashCode() => this.Aggregate(0, (hash, p) => hash ^ HashCode.Combine(p.Key, p.Value));

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, ParameterValue>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The values as <c>name=value</c>, separated by spaces.</summary>
    public override string ToString() => string.Join(' ', this.Select(p => $"{p.Key}={p.Value}"));
}
