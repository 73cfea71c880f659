using System.Collections;

namespace Tomlyn.Model;

/// <summary>An array of values: <c>[1, "two", [3]]</c>.</summary>
public sealed class TomlArray : TomlObject, IList<object?>
{
    private readonly List<object?> items;

    /// <summary>Makes an empty array.</summary>
    public TomlArray() : this(0)
    {
    }

    /// <summary>Makes an empty array with room for <paramref name="capacity"/> values.</summary>
    /// <param name="capacity">How many values it holds before it grows.</param>
    public TomlArray(int capacity) : base(ObjectKind.Array) => items = new List<object?>(capacity);

    /// <inheritdoc/>
    public int Count => items.Count;

    /// <inheritdoc/>
    public bool IsReadOnly => false;

    /// <inheritdoc/>
    public object? this[int index]
    {
        get => items[index];
        set => items[index] = value;
    }

    /// <inheritdoc/>
    public void Add(object? item) => items.Add(item);

    /// <inheritdoc/>
    public void Clear() => items.Clear();

    /// <inheritdoc/>
    public bool Contains(object? item) => items.Contains(item);

    /// <inheritdoc/>
    public void CopyTo(object?[] array, int arrayIndex) => items.CopyTo(array, arrayIndex);

    /// <summary>The values in their order.</summary>
    public List<object?>.Enumerator GetEnumerator() => items.GetEnumerator();

    /// <inheritdoc/>
    public int IndexOf(object? item) => items.IndexOf(item);

    /// <inheritdoc/>
    public void Insert(int index, object? item) => items.Insert(index, item);

    /// <inheritdoc/>
    public bool Remove(object? item) => items.Remove(item);

    /// <inheritdoc/>
    public void RemoveAt(int index) => items.RemoveAt(index);

    IEnumerator<object?> IEnumerable<object?>.GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => items.GetEnumerator();
}
