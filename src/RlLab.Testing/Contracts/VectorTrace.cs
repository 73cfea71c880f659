using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace RlLab.Testing;

/// <summary>All that a vectorised world shows of an instance, a line an event; and all that a single world shows, played as that instance.</summary>
internal static class VectorTrace
{
    /// <summary>Of each instance.</summary>
    public static List<string>[] Of<TElement, TAction>(
        IVectorEnvironment<TElement, TAction> vector, long seed, int steps, IReadOnlyList<string> infos)
        where TElement : unmanaged, IComparable<TElement>
    {
        var buffers = new VectorBuffers<TElement, TAction>(vector);
        var lines = Enumerable.Range(0, vector.Count).Select(_ => new List<string>()).ToArray();
        vector.Reset(buffers.Observations, seed);
        Each(i => Show(i, "begins"));
        for (var step = 0; step < steps; step++)
        {
            buffers.Choose(step);
            buffers.Mark();
            buffers.Step();
            Each(i =>
            {
                var result = buffers.Result(i);
                if (result.Done)
                {
                    var told = infos.Select(name => vector.TryGetFinalInfo(i, name, out var value) ? value : (double?)null);
                    lines[i].Add(Line(result, buffers.FinalObservation(i), told));
                    Show(i, "begins");
                    return;
                }

                Show(i, $"{result}");
                buffers.IsMarked(i).Should().BeTrue("nothing is written for an episode that goes on");
                infos.Where(name => vector.TryGetFinalInfo(i, name, out _)).Should().BeEmpty("what goes on has no final infos");
            });
        }

        return lines;

        void Each(Action<int> act) => Enumerable.Range(0, vector.Count).ToList().ForEach(act);

        void Show(int i, string what)
        {
            var told = infos.Select(name => vector.TryGetInfo(i, name, out var value) ? value : (double?)null);
            lines[i].Add(Line(what, buffers.Observation(i), told) + Shown(buffers.Mask(i)));
        }
    }

    /// <summary>Of a single world.</summary>
    public static List<string> Of<TElement, TAction>(
        IEnvironment<TElement, TAction> single, long seed, int instance, int steps, IReadOnlyList<string> infos)
        where TElement : unmanaged, IComparable<TElement>
    {
        var (observation, lines) = (new TElement[single.ObservationSpace.Length], new List<string>());
        var allowed = new bool[Actions.Count(single.ActionSpace)];
        single.Reset(observation, seed);
        Show("begins");
        for (var step = 0; step < steps; step++)
        {
            Mask();
            var result = single.Step(VectorBuffers<TElement, TAction>.Choose(step, instance, single.ActionSpace, allowed), observation);
            result = result with { Reward = (float)result.Reward };
            if (result.Done)
            {
                lines.Add(Line(result, observation, Infos()));
                single.Reset(observation);
                Show("begins");
            }
            else
            {
                Show($"{result}");
            }
        }

        return lines;

        void Mask()
        {
            Array.Fill(allowed, true);
            single.As<IActionMask>()?.GetActionMask(allowed);
        }

        void Show(string what)
        {
            Mask();
            lines.Add(Line(what, observation, Infos()) + Shown(allowed));
        }

        IEnumerable<double?> Infos() => infos.Select(name => single.TryGetInfo(name, out var value) ? value : (double?)null);
    }

    private static string Line<TElement>(object what, TElement[] observation, IEnumerable<double?> infos)
        where TElement : unmanaged =>
        $"{what} {Convert.ToHexString(SHA1.HashData(MemoryMarshal.AsBytes(observation.AsSpan())))} [{string.Join(", ", infos)}]";

    private static string Shown(bool[] allowed) => $" {string.Concat(allowed.Select(flag => flag ? 1 : 0))}";
}
