using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace RlLab.Environments.Gymnasium;

/// <summary>Spaces as the bridge describes them, and values of them as it sends and takes them.</summary>
internal static class PythonSpaces
{
    /// <summary>An observation space.</summary>
    /// <exception cref="GymnasiumException">Its elements are of another type than the caller asked for, or it has none.</exception>
    public static Box<TElement> Observations<TElement>(string world, JsonElement space)
        where TElement : unmanaged, IComparable<TElement>
    {
        if (space.GetProperty("type").GetString() != "Box")
        {
            throw new GymnasiumException(
                $"{world} has observations in {space.GetProperty("name")}, which cannot be flattened into an array. "
                + "Wrap the world in Python to change that.");
        }

        var element = space.GetProperty("element").GetString();
        var wanted = typeof(TElement) == typeof(byte) ? "byte" : "float";
        if (element != wanted)
        {
            throw new GymnasiumException(
                $"{world} has observations of {element}: open it with <{element}, ...>, not <{typeof(TElement).Name}, ...>.");
        }

        return Box<TElement>(world, space);
    }

    /// <summary>An action space.</summary>
    /// <exception cref="GymnasiumException">Its values are of another type than the caller asked for, or of one that cannot be sent.</exception>
    public static Space<TAction> Actions<TAction>(string world, JsonElement space)
    {
        var (type, name) = (space.GetProperty("type").GetString(), space.GetProperty("name").GetString());
        object? found = type switch
        {
            "Discrete" => new Discrete(space.GetProperty("count").GetInt32()),
            "Box" => Box<float>(world, space),
            _ => null,
        };
        return found as Space<TAction> ?? throw new GymnasiumException(found switch
        {
            Discrete discrete => $"{world} has the actions 0 to {discrete.Count - 1}: open it with <..., int>.",
            Box<float> => $"{world} has {(name == "Box" ? "continuous actions" : $"{name} actions, several whole numbers each")}: "
                + "open it with <..., float[]>.",
            _ => $"{world} has actions in {name}; those in a Discrete, Box, MultiDiscrete or MultiBinary space can cross. "
                + "Wrap the world in gymnasium.wrappers.TransformAction, "
                + "register that in a module of your own and name it in GymnasiumOptions.Modules.",
        });
    }

    /// <summary>How many bytes an action takes.</summary>
    public static int ActionBytes<TAction>(Space<TAction> space) => space is Box<float> box ? sizeof(float) * box.Length : sizeof(int);

    /// <summary>Writes an action.</summary>
    /// <param name="who">The world, the instance or the agent, for messages.</param>
    /// <param name="space">The actions.</param>
    /// <param name="allowed">Which of a <see cref="Discrete"/> space are allowed now; empty for all.</param>
    /// <param name="action">The action.</param>
    /// <param name="bytes">Receives it.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not in the space, or masked.</exception>
    public static void WriteAction<TAction>(string who, Space<TAction> space, ReadOnlySpan<bool> allowed, TAction action, Span<byte> bytes)
    {
        if (!space.Contains(action))
        {
            throw RefusedAction.Outside(who, space, action);
        }

        if (action is int masked && !allowed.IsEmpty && !allowed[masked])
        {
            throw RefusedAction.Masked(who, masked, allowed);
        }

        switch (action)
        {
            case int number:
                MemoryMarshal.Write(bytes, number);
                break;
            case float[] numbers:
                MemoryMarshal.AsBytes(numbers.AsSpan()).CopyTo(bytes);
                break;
        }
    }

    private static Box<T> Box<T>(string world, JsonElement space)
        where T : unmanaged, IComparable<T>
    {
        int[] shape = [.. space.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())];
        T[] low = Bounds<T>(space.GetProperty("low")), high = Bounds<T>(space.GetProperty("high"));
        try
        {
            // Bounds that are all alike come as one.
            var length = Math.Max(1, shape.Aggregate(1, (product, size) => product * size));
            return new Box<T>(shape, Spread(low, length), Spread(high, length));
        }
        catch (ArgumentException e)
        {
            throw new GymnasiumException(
                $"{world} has a {space.GetProperty("name")} space that cannot cross. {e.Message} Wrap the world in Python to change that.");
        }
    }

    private static T[] Spread<T>(T[] bounds, int length) => bounds.Length == 1 ? [.. Enumerable.Repeat(bounds[0], length)] : bounds;

    private static T[] Bounds<T>(JsonElement side) => [.. side.EnumerateArray().Select(bound => Bound<T>(bound.GetString()!))];

    private static T Bound<T>(string text)
    {
        var value = text switch
        {
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            _ => double.Parse(text, CultureInfo.InvariantCulture),
        };
        return (T)(typeof(T) == typeof(byte) ? (object)(byte)value : (float)value);
    }
}
