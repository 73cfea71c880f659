namespace TorchSharp;

/// <summary>A number for the height and one for the width of an image: a stride, a padding, a window.</summary>
internal readonly record struct SidePair(int Height, int Width)
{
    /// <summary>One number for both sides, or one each, or the default.</summary>
    public static SidePair Of(long[]? values, SidePair otherwise, string operation, string what) => values switch
    {
        null or [] => otherwise,
        [var both] => new((int)both, (int)both),
        [var height, var width] => new((int)height, (int)width),
        _ => throw new TorchException($"{operation}() takes one or two numbers as {what}, not {values.Length}."),
    };

    public static SidePair Of((long Height, long Width) values) => new((int)values.Height, (int)values.Width);

    public static SidePair Of(long both) => new((int)both, (int)both);

    /// <summary>For one dimension, which is the width of an image of height 1.</summary>
    public static SidePair Line(long? width, int otherwise, int height) => new(height, (int)(width ?? otherwise));

    public void RequireAtLeast(int least, string operation, string what)
    {
        if (Height < least || Width < least)
            throw new TorchException($"{operation}(): the {what} must be at least {least}, not ({Height}, {Width}).");
    }
}
