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
        Require(world, space, "observations", "Box");
        var element = space.GetProperty("element").GetString();
        var wanted = typeof(TElement) == typeof(byte) ? "byte" : "float";
        if (element != wanted)
        {
            throw new GymnasiumException($"{world} has observations of {element}: open it with <{element}, ...>, not <{typeof(TElement).Name}, ...>.");
        }

        return Box<TElement>(space);
    }

    /// <summary>An action space.</summary>
    /// <exception cref="GymnasiumException">Its values are of another type than the caller asked for, or of one that cannot be sent.</exception>
    public static Space<TAction> Actions<TAction>(string world, JsonElement space)
    {
        var type = space.GetProperty("type").GetString()!;
        object found = type == "Discrete" ? new Discrete(space.GetProperty("count").GetInt32()) : type == "Box" ? Box<float>(space) : type;
        return found as Space<TAction> ?? throw new GymnasiumException(found switch
        {
            Discrete => $"{world} has the actions 0 to {((Discrete)found).Count - 1}: open it with <..., int>.",
            Box<float> => $"{world} has continuous actions: open it with <..., float[]>.",
            _ => $"{world} has actions in a {type} space; Discrete and Box can cross to Python and back. Wrap the world in Python to change its actions.",
        });
    }

    /// <summary>How many bytes an action takes.</summary>
    public static int ActionBytes<TAction>(Space<TAction> space) => space is Box<float> box ? sizeof(float) * box.Length : sizeof(int);

    /// <summary>Writes an action.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in the space.</exception>
    public static void WriteAction<TAction>(string world, Space<TAction> space, TAction action, Span<byte> bytes)
    {
        if (!space.Contains(action))
        {
            var shown = action is float[] numbers ? $"[{string.Join(", ", numbers)}]" : $"{action}";
            throw new ArgumentOutOfRangeException(nameof(action), shown, $"{world} has no such action; its space is {space}.");
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

    private static Box<T> Box<T>(JsonElement space)
        where T : unmanaged, IComparable<T>
    {
        int[] shape = [.. space.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())];
        var length = shape.Aggregate(1, (product, size) => product * size);
        return new Box<T>(shape, Bounds<T>(space.GetProperty("low"), length), Bounds<T>(space.GetProperty("high"), length));
    }

    /// <summary>Bounds that are all alike come as one.</summary>
    private static T[] Bounds<T>(JsonElement side, int length)
    {
        T[] bounds = [.. side.EnumerateArray().Select(bound => Bound<T>(bound.GetString()!))];
        return bounds.Length == length ? bounds : [.. Enumerable.Repeat(bounds[0], length)];
    }

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

    private static void Require(string world, JsonElement space, string what, string type)
    {
        if (space.GetProperty("type").GetString() is var found && found != type)
        {
            throw new GymnasiumException($"{world} has {what} in a {found} space; only a {type} can cross to here. Wrap the world in Python to change it.");
        }
    }
}
