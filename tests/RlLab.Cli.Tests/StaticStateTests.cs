using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using TorchSharp;

namespace RlLab.Cli.Tests;

/// <summary>What one run could leave for the next one in the same process, in static fields.</summary>
public sealed class StaticStateTests
{
    [Fact]
    public void Whatever_has_changed_is_named_and_all_else_is_not()
    {
        Changing.Reset();
        var state = StaticState.Of(typeof(Changing));
        state.Changes().Should().BeEmpty();

        Changing.Counter++;
        Changing.Setting = 2;
        Changing.Table[1] = 3;
        Changing.Rows[1][0] = 3;
        Changing.Names.Add("b");
        Changing.Ages["a"] = 2;
        Changing.Cached("a");
        state.Changes().Should().BeEquivalentTo(Named<Changing>("Ages", "Cache", "Counter", "Names", "Rows", "Setting", "Table"));

        Changing.Reset();
        state.Changes().Should().BeEquivalentTo(Named<Changing>("Names"), "a list counts its changes, and all else is as it was");
    }

    [Fact]
    public void What_a_field_leads_to_is_part_of_it()
    {
        var state = StaticState.Of(typeof(Deep));
        state.Changes().Should().BeEmpty();
        Deep.Holder.Next!.Next!.Value++;
        Deep.Boxes[0].Value++;
        Deep.Random.Next();
        Deep.Count();
        Deep.Fixed.Inner.Names.Add("b");
        Deep.Pair.Box.Value++;
        Deep.Place.X++;
        state.Changes().Should().BeEquivalentTo(Named<Deep>("Boxes", "Count", "Fixed", "Holder", "Pair", "Place", "Random"));
    }

    [Fact]
    public void What_nobody_can_compare_counts_as_changed() =>
        StaticState.Of(typeof(Opaque)).Changes().Should().BeEquivalentTo(Named<Opaque>("Handle", "Pointer", "Weights"));

    [Fact]
    public void Constants_are_no_state() => StaticState.Of(typeof(Constant)).Changes().Should().BeEmpty();

    private static IEnumerable<string> Named<T>(params string[] fields) => fields.Select(field => $"{typeof(T).FullName}.{field}");

    private sealed class Changing
    {
        public static readonly double[] Table = [1, 2];
        public static readonly int[][] Rows = [[1], [2]];
        public static readonly List<string> Names = ["a"];
        public static readonly Dictionary<string, int> Ages = new() { ["a"] = 1 };
        public static readonly string Untouched = "a";
        private static string? Cache;

        public static int Counter { get; set; }

        public static double Setting { get; set; }

        public static string Cached(string text) => Cache ??= text;

        public static void Reset()
        {
            (Counter, Setting, Cache) = (0, 1, null);
            (Table[1], Rows[1][0], Ages["a"]) = (2, 2, 1);
            Names.RemoveAll(name => name != "a");
        }
    }

    private sealed class Deep
    {
        public static readonly Box Holder = new() { Next = new Box { Next = new Box() } };
        public static readonly Box[] Boxes = [new()];
        public static readonly Random Random = new(1);
        public static readonly Func<int> Count = Counter();
        public static readonly Outer Fixed = new(new Inner(["a"]));
        public static readonly (int Number, Box Box) Pair = (1, new Box());
        public static Point Place;

        private static Func<int> Counter()
        {
            var count = 0;
            return () => count++;
        }
    }

    private sealed class Opaque
    {
        public static readonly torch.Tensor Weights = torch.zeros(3);
        public static readonly nint Pointer = 1;
        public static readonly SafeHandle Handle = new Microsoft.Win32.SafeHandles.SafeFileHandle();
    }

    private static class Constant
    {
        public const double Pi = 3;
        public static readonly string Text = "a";
        public static readonly DateTimeOffset Epoch = DateTimeOffset.UnixEpoch;
        public static readonly TimeSpan? Wait = TimeSpan.FromSeconds(1);
        public static readonly IReadOnlyList<double> Table = [1, 2];
        public static readonly Regex Pattern = new("a");

        public static Settings Shown { get; } = new(0.1, "b");

        public static int Twice(int x) => ((Func<int, int>)(y => y * 2))(x);
    }

    private sealed record Outer(Inner Inner);

    private sealed record Inner(List<string> Names);

    private struct Point
    {
        public int X;
    }

    private sealed record Settings(double Rate, string Name);

    private sealed class Box
    {
        public int Value { get; set; }

        public Box? Next { get; init; }
    }
}
