using RlLab.Formats;

namespace RlLab.Algorithms;

/// <summary>Continuous actions with finite bounds, and how they are reached from numbers between -1 and 1.</summary>
public sealed class BoundedActions
{
    private readonly Box<float> _space;
    private readonly float[] _low, _high, _middle, _half;

    /// <summary>The actions of a space.</summary>
    /// <param name="actions">A <see cref="Box{T}"/> whose bounds are all finite.</param>
    /// <exception cref="ArgumentException">It is another space, or a side of it is open.</exception>
    public BoundedActions(Space<float[]> actions)
    {
        var box = actions as Box<float> ?? throw new ArgumentException(
            $"Continuous actions are of a Box<float>, whose bounds say how far they go; these are of {actions}.", nameof(actions));
        (_space, _low, _high) = (box, [.. box.Low], [.. box.High]);
        (_middle, _half) = (new float[_low.Length], new float[_low.Length]);
        for (var i = 0; i < _low.Length; i++)
        {
            if (!float.IsFinite(_low[i]) || !float.IsFinite(_high[i]))
            {
                throw new ArgumentException(
                    $"Element {i} of the actions goes from {_low[i]} to {_high[i]}, and without an end on both sides nothing says how far to "
                    + "explore: put the world into a wrapper whose ActionSpace has finite bounds.",
                    nameof(actions));
            }

            _half[i] = _high[i] / 2 - _low[i] / 2;
            _middle[i] = _low[i] / 2 + _high[i] / 2;
        }
    }

    /// <summary>How many elements an action has.</summary>
    public int Length => _low.Length;

    /// <summary>The action that lies between its bounds as some numbers lie between -1 and 1; a new array.</summary>
    /// <param name="unit">One number an element, from -1, which is the lower bound, to 1, which is the upper one; beyond, the bound is taken.</param>
    public float[] ToAction(ReadOnlySpan<float> unit)
    {
        var action = new float[Length];
        for (var i = 0; i < action.Length; i++)
        {
            // Clamped last, because rounding may lead past a bound by a hair, and there the world refuses it.
            action[i] = Math.Clamp(_middle[i] + _half[i] * unit[i], _low[i], _high[i]);
        }

        return action;
    }

    /// <summary>The action that lies nearest to some numbers; a new array.</summary>
    /// <param name="numbers">One number an element, in the action's own units; beyond a bound, the bound is taken.</param>
    public float[] Nearest(ReadOnlySpan<float> numbers)
    {
        var action = new float[Length];
        for (var i = 0; i < action.Length; i++)
        {
            action[i] = Math.Clamp(numbers[i], _low[i], _high[i]);
        }

        return action;
    }

    /// <summary>Adds <see cref="ToAction"/> to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="unit">The name of one number an element: [batch, elements].</param>
    /// <returns>The name of the actions: [batch, elements].</returns>
    internal string ExportToAction(OnnxGraph graph, string unit) => ExportNearest(
        graph, graph.Add("Add", [graph.Add("Mul", [unit, graph.Constant(_half)]), graph.Constant(_middle)]));

    /// <summary>Adds <see cref="Nearest"/> to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="numbers">The name of one number an element: [batch, elements].</param>
    /// <returns>The name of the actions: [batch, elements].</returns>
    internal string ExportNearest(OnnxGraph graph, string numbers) =>
        graph.Add("Min", [graph.Add("Max", [numbers, graph.Constant(_low)]), graph.Constant(_high)]);

    /// <summary>Whether the other are the actions of an equal space.</summary>
    /// <param name="obj">The other.</param>
    public override bool Equals(object? obj) => obj is BoundedActions other && _space.Equals(other._space);

    /// <inheritdoc/>
    public override int GetHashCode() => _space.GetHashCode();

    /// <summary>Where an action lies between its bounds, as numbers from -1 to 1; 0 where the bounds are one.</summary>
    /// <param name="action">The action.</param>
    /// <param name="unit">Receives one number an element.</param>
    public void ToUnit(ReadOnlySpan<float> action, Span<float> unit)
    {
        for (var i = 0; i < action.Length; i++)
        {
            unit[i] = _half[i] > 0 ? Math.Clamp((action[i] - _middle[i]) / _half[i], -1, 1) : 0;
        }
    }
}
