namespace RlLab.Environments;

/// <summary>What the worlds told of the episodes that the last step ended, before they were reset.</summary>
/// <param name="count">How many instances there are.</param>
internal sealed class FinalInfos(int count)
{
    private readonly Dictionary<string, double>[] _values = [.. Enumerable.Range(0, count).Select(_ => new Dictionary<string, double>())];
    private readonly bool[] _ended = new bool[count];

    /// <summary>Forgets all: a new step begins.</summary>
    public void Clear() => Array.Clear(_ended);

    /// <summary>Whether the last step ended an episode of an instance.</summary>
    public bool Has(int instance) => _ended[instance];

    /// <summary>Keeps what a world tells whose episode has just ended.</summary>
    public void Keep<TElement, TAction>(int instance, IEnvironment<TElement, TAction> world)
        where TElement : unmanaged, IComparable<TElement>
    {
        _ended[instance] = true;
        var (values, names) = (_values[instance], world.InfoNames);
        values.Clear();
        for (var i = 0; i < names.Count; i++)
        {
            if (world.TryGetInfo(names[i], out var value))
            {
                values[names[i]] = value;
            }
        }
    }

    public bool TryGet(int instance, string name, out double value)
    {
        value = 0;
        return _ended[instance] && _values[instance].TryGetValue(name, out value);
    }
}
