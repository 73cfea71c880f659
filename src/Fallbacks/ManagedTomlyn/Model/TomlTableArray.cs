using System.Collections;

namespace Tomlyn.Model;

/// <summary>An array of tables: what <c>[[name]]</c> appends to.</summary>
public sealed class TomlTableArray : TomlObject, IList<TomlTable>
{
    private readonly List<TomlTable> tables = [];

    /// <summary>Makes an empty array of tables.</summary>
    public TomlTableArray() : base(ObjectKind.TableArray)
    {
    }

    /// <inheritdoc/>
    public int Count => tables.Count;

    /// <inheritdoc/>
    public bool IsReadOnly => false;

    /// <inheritdoc/>
    public TomlTable this[int index]
    {
        get => tables[index];
        set => tables[index] = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <inheritdoc/>
    public void Add(TomlTable item) => tables.Add(item ?? throw new ArgumentNullException(nameof(item)));

    /// <inheritdoc/>
    public void Clear() => tables.Clear();

    /// <inheritdoc/>
    public bool Contains(TomlTable item) => tables.Contains(item);

    /// <inheritdoc/>
    public void CopyTo(TomlTable[] array, int arrayIndex) => tables.CopyTo(array, arrayIndex);

    /// <summary>The tables in their order.</summary>
    public List<TomlTable>.Enumerator GetEnumerator() => tables.GetEnumerator();

    /// <inheritdoc/>
    public int IndexOf(TomlTable item) => tables.IndexOf(item);

    /// <inheritdoc/>
    public void Insert(int index, TomlTable item) => tables.Insert(index, item ?? throw new ArgumentNullException(nameof(item)));

    /// <inheritdoc/>
    public bool Remove(TomlTable item) => tables.Remove(item);

    /// <inheritdoc/>
    public void RemoveAt(int index) => tables.RemoveAt(index);

    IEnumerator<TomlTable> IEnumerable<TomlTable>.GetEnumerator() => tables.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => tables.GetEnumerator();
}
