using static TorchSharp.torch;

namespace RlLab.Engines;

/// <summary>Where the rows of several runs lie once each run's are filled up to as many as the longest has.</summary>
/// <param name="Longest">The most rows of a run.</param>
/// <param name="Places">The row that each becomes. Shape: [rows].</param>
internal readonly record struct Padding(long Longest, Tensor Places)
{
    /// <summary>Of segments.</summary>
    /// <param name="ends">The row after the last one of each.</param>
    /// <param name="device">Where the rows are.</param>
    public static Padding Of(ReadOnlySpan<long> ends, Device device)
    {
        long longest = 0, start = 0;
        foreach (var end in ends)
        {
            (longest, start) = (Math.Max(longest, end - start), end);
        }

        var places = new long[start];
        start = 0;
        for (var i = 0; i < ends.Length; i++)
        {
            for (var row = start; row < ends[i]; row++)
            {
                places[row] = i * longest + row - start;
            }

            start = ends[i];
        }

        return new(longest, tensor(places, device: device));
    }
}
