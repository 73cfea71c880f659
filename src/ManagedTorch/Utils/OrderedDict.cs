using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace TorchSharp.Utils;

/// <summary>A dictionary that keeps the order in which its keys came, and can be read by position too.</summary>
public class OrderedDict<TKey, TValue> : IDictionary<TKey, TValue>, IList<(TKey, TValue)>
    where TKey : notnull
{
    private readonly OrderedDictionary<TKey, TValue> entries = [];

    public int Count => entries.Count;

    public bool IsReadOnly => false;

    public ICollection<TKey> Keys => entries.Keys;

    public ICollection<TValue> Values => entries.Values;

    public TValue this[TKey key]
    {
        get => entries[key];
        set => entries[key] = value;
    }

    public (TKey, TValue) this[int index]
    {
        get
        {
            var entry = entries.GetAt(index);
            return (entry.Key, entry.Value);
        }
        set
        {
            entries.RemoveAt(index);
            entries.Insert(index, value.Item1, value.Item2);
        }
    }

    public void Add(TKey key, TValue value) => entries.Add(key, value);

    public void Add((TKey, TValue) item) => entries.Add(item.Item1, item.Item2);

    public void Add(KeyValuePair<TKey, TValue> item) => entries.Add(item.Key, item.Value);

    public void Clear() => entries.Clear();

    public void clear() => entries.Clear();

    public bool Contains((TKey, TValue) item) => IndexOf(item) >= 0;

    public bool Contains(KeyValuePair<TKey, TValue> item) => IndexOf((item.Key, item.Value)) >= 0;

    public bool ContainsKey(TKey key) => entries.ContainsKey(key);

    public void CopyTo((TKey, TValue)[] array, int arrayIndex)
    {
        foreach (var entry in this) array[arrayIndex++] = entry;
    }

    public void CopyTo(KeyValuePair<TKey, TValue>[] array, int arrayIndex) =>
        ((ICollection<KeyValuePair<TKey, TValue>>)entries).CopyTo(array, arrayIndex);

    /// <summary>Of an empty one, such as the modules of a layer, always the same: networks are gone through each update.</summary>
    public IEnumerator<(TKey, TValue)> GetEnumerator() =>
        entries.Count == 0 ? Enumerable.Empty<(TKey, TValue)>().GetEnumerator() : Entries();

    private IEnumerator<(TKey, TValue)> Entries()
    {
        foreach (var (key, value) in entries) yield return (key, value);
    }

    public int IndexOf((TKey, TValue) item)
    {
        var index = entries.IndexOf(item.Item1);
        return index >= 0 && EqualityComparer<TValue>.Default.Equals(entries.GetAt(index).Value, item.Item2) ? index : -1;
    }

    public void Insert(int index, (TKey, TValue) item) => entries.Insert(index, item.Item1, item.Item2);

    public IEnumerator<(TKey, TValue)> items() => GetEnumerator();

    public IEnumerable<TKey> keys() => entries.Keys;

    public bool Remove(TKey key) => entries.Remove(key);

    public bool Remove((TKey, TValue) item) => Contains(item) && entries.Remove(item.Item1);

    public bool Remove(KeyValuePair<TKey, TValue> item) => Remove((item.Key, item.Value));

    public void RemoveAt(int index) => entries.RemoveAt(index);

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) => entries.TryGetValue(key, out value);

    public IEnumerable<TValue> values() => entries.Values;

    IEnumerator<KeyValuePair<TKey, TValue>> IEnumerable<KeyValuePair<TKey, TValue>>.GetEnumerator() => entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
