namespace RlLab.Inference;

/// <summary>How a window goes over a picture: its size, its steps, what is padded, and how far apart what it looks at lies.</summary>
internal sealed class Window
{
    private const int Most = 1_000_000;

    private readonly int _height, _width, _pictureHeight, _pictureWidth;
    private readonly int _down, _right, _top, _left, _downApart, _rightApart;

    /// <summary>A window over pictures of [1, channels, height, width].</summary>
    /// <exception cref="InvalidDataException">It is larger than the picture, or one of its numbers is none that can be.</exception>
    public Window(OnnxNode node, int[] picture, int height, int width)
    {
        (_height, _width, _pictureHeight, _pictureWidth) = (height, width, picture[2], picture[3]);
        var (strides, padding, apart) = (Read("strides", 2, 1, 1), Read("pads", 4, 0, 0), Read("dilations", 2, 1, 1));
        (_down, _right, _top, _left, _downApart, _rightApart) = (strides[0], strides[1], padding[0], padding[1], apart[0], apart[1]);
        Rows = Steps(_pictureHeight + padding[0] + padding[2], _height, _downApart, _down);
        Columns = Steps(_pictureWidth + padding[1] + padding[3], _width, _rightApart, _right);

        int[] Read(string name, int count, int otherwise, int least)
        {
            var numbers = node.List(name) ?? [.. Enumerable.Repeat((long)otherwise, count)];
            return numbers.Count == count && numbers.All(number => number >= least && number <= Most)
                ? [.. numbers.Select(number => (int)number)]
                : throw new InvalidDataException(
                    $"its {name} are [{string.Join(", ", numbers)}], and must be {count} numbers from {least} to {Most:N0}.");
        }
    }

    /// <summary>How many places it takes from top to bottom.</summary>
    public int Rows { get; }

    /// <summary>How many places it takes from left to right.</summary>
    public int Columns { get; }

    /// <summary>How many places it takes in all.</summary>
    public int Places => Rows * Columns;

    /// <summary>Takes what it sees of some channels at one of its places.</summary>
    /// <param name="picture">The picture's elements.</param>
    /// <param name="channel">The first channel.</param>
    /// <param name="channels">How many there are.</param>
    /// <param name="place">The place, row by row.</param>
    /// <param name="outside">What it sees outside the picture.</param>
    /// <param name="taken">Receives what it sees: [channels, height, width].</param>
    public void Take(ReadOnlySpan<float> picture, int channel, int channels, int place, float outside, Span<float> taken)
    {
        var (top, left, i) = (place / Columns * _down - _top, place % Columns * _right - _left, 0);
        for (var c = channel; c < channel + channels; c++)
        {
            for (var y = 0; y < _height; y++)
            {
                var row = top + y * _downApart;
                for (var x = 0; x < _width; x++, i++)
                {
                    var column = left + x * _rightApart;
                    taken[i] = (uint)row < (uint)_pictureHeight && (uint)column < (uint)_pictureWidth
                        ? picture[(c * _pictureHeight + row) * _pictureWidth + column]
                        : outside;
                }
            }
        }
    }

    private static int Steps(int size, int window, int apart, int stride) => size - (long)apart * (window - 1) - 1 is >= 0 and var left
        ? (int)left / stride + 1
        : throw new InvalidDataException($"a window of {window}, {apart} apart, is larger than the {size} that it goes over.");
}
