using System.Globalization;

namespace RlLab.Inference;

/// <summary>What a policy's file says about observations and actions, read out of its texts.</summary>
internal sealed class Facts(IReadOnlyDictionary<string, string> metadata)
{
    /// <summary>A text.</summary>
    /// <exception cref="InvalidDataException">The file does not say it.</exception>
    public string Text(string key) => metadata.TryGetValue(key, out var text)
        ? text
        : throw new InvalidDataException($"it does not say what its '{key}' is, as files of RlLab's export do.");

    /// <summary>One of some words.</summary>
    /// <exception cref="InvalidDataException">It is none of them.</exception>
    public string Word(string key, params ReadOnlySpan<string> words) => words.Contains(Text(key))
        ? Text(key)
        : throw new InvalidDataException($"its '{key}' is '{Text(key)}', and can be {string.Join(", ", words)}.");

    /// <summary>A whole number from 1.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public int Count(string key) =>
        Shape(key) is [var count] ? count : throw new InvalidDataException($"its '{key}' is '{Text(key)}', and must be a whole number from 1.");

    /// <summary>A shape: whole numbers from 1.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public int[] Shape(string key)
    {
        var text = Text(key);
        int[] sizes = text.Length == 0
            ? []
            : [.. text.Split(',').Select(size => int.TryParse(size, CultureInfo.InvariantCulture, out var number) ? number : 0)];
        return sizes.All(size => size >= 1) ? sizes : throw new InvalidDataException($"its '{key}' is '{text}', and must be whole numbers from 1.");
    }

    /// <summary>Bounds of elements, of which one may stand for all.</summary>
    /// <exception cref="InvalidDataException">They are no numbers, or not as many as the elements.</exception>
    public float[] Bounds(string key, int elements)
    {
        var text = Text(key);
        float[] bounds = [.. text.Split(',').Select(
            bound => float.TryParse(bound, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : float.NaN)];
        return bounds.Any(float.IsNaN) || (bounds.Length != 1 && bounds.Length != elements)
            ? throw new InvalidDataException($"its '{key}' is '{text}', and must be a number for each of {elements} elements, or one for all.")
            : bounds.Length == elements ? bounds : [.. Enumerable.Repeat(bounds[0], elements)];
    }
}
