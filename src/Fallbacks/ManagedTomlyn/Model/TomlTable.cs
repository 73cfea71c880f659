using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Tomlyn.Model;

/// <summary>A table: keys and their values, in the order of the document.</summary>
/// <remarks>A value is a string, long, double, bool, <see cref="TomlDateTime"/> or another <see cref="TomlObject"/>.</remarks>
public sealed class TomlTable : TomlObject, IDictionary<string, object>
{
    private readonly OrderedDictionary<string, object> entries = new(StringComparer.Ordinal);

    /// <summary>Makes an empty table.</summary>
    public TomlTable() : this(false)
    {
    }

    /// <summary>Makes an empty table.</summary>
    /// <param name="inline">Whether it is written in braces.</param>
    public TomlTable(bool inline) : base(inline ? ObjectKind.InlineTable : ObjectKind.Table)
    {
    }

    /// <inheritdoc/>
    public int Count => entries.Count;

    /// <inheritdoc/>
    public bool IsReadOnly => false;

    /// <inheritdoc/>
    public ICollection<string> Keys => entries.Keys;

    /// <inheritdoc/>
    public ICollection<object> Values => entries.Values;

    /// <inheritdoc/>
    public object this[string key]
    {
        get => entries[key];
        set => entries[key] = value;
    }

    /// <inheritdoc/>
    public void Add(string key, object value) => entries.Add(key, value ?? throw new ArgumentNullException(nameof(value)));

    /// <inheritdoc/>
    public void Clear() => entries.Clear();

    /// <inheritdoc/>
    public bool ContainsKey(string key) => entries.ContainsKey(key);

    /// <summary>The entries in their order.</summary>
    public Enumerator GetEnumerator() => new(entries.GetEnumerator());

    /// <inheritdoc/>
    public bool Remove(string key) => entries.Remove(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object value) => entries.TryGetValue(key, out value);

    void ICollection<KeyValuePair<string, object>>.Add(KeyValuePair<string, object> item) => Add(item.Key, item.Value);

    bool ICollection<KeyValuePair<string, object>>.Contains(KeyValuePair<string, object> item) =>
        ((ICollection<KeyValuePair<string, object>>)entries).Contains(item);

    void ICollection<KeyValuePair<string, object>>.CopyTo(KeyValuePair<string, object>[] array, int arrayIndex) =>
        ((ICollection<KeyValuePair<string, object>>)entries).CopyTo(array, arrayIndex);

    bool ICollection<KeyValuePair<string, object>>.Remove(KeyValuePair<string, object> item) =>
        ((ICollection<KeyValuePair<string, object>>)entries).Remove(item);

    IEnumerator<KeyValuePair<string, object>> IEnumerable<KeyValuePair<string, object>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Walks the entries of a table in their order.</summary>
    public struct Enumerator : IEnumerator<KeyValuePair<string, object>>
    {
        private OrderedDictionary<string, object>.Enumerator inner;

        internal Enumerator(OrderedDictionary<string, object>.Enumerator inner) => this.inner = inner;

        /// <inheritdoc/>
        public KeyValuePair<string, object> Current => inner.Current;

        object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext() => inner.MoveNext();

        /// <inheritdoc/>
        public void Reset() =>
            throw new NotSupportedException("The entries of a table are walked once; ask for a new enumerator.");

        /// <inheritdoc/>
        public void Dispose()
        {
        }
    }
}
