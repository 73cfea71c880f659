using System.Runtime.Loader;
using RlLab.Generators.Tests.Support;

namespace RlLab.Generators.Tests;

/// <summary>What is written for a checkpointed class, compiled and executed.</summary>
public sealed class CheckpointTests
{
    private const string Everything = """
        #nullable enable
        using System.Collections.Generic;
        using RlLab;

        namespace Lab;

        public enum Mood { Calm, Wild }

        public readonly record struct Point(int X, double Y);

        public sealed record Note(string Text, int? Page, long[] Numbers);

        [Checkpointed]
        public partial class Part<T>(T start) where T : unmanaged
        {
            private T _value = start;
            public void Set(T value) => _value = value;
            public override string ToString() => $"{_value}";
        }

        public abstract partial class Around
        {
            [Checkpointed]
            public partial class Base
            {
                private int _hidden;
                public void Hide() => _hidden = 17;
                public override string ToString() => $"{_hidden}";
            }
        }

        [Checkpointed]
        public sealed partial class Sample(RandomGenerator random, int limit, int count) : Around.Base
        {
            private readonly int _setting = limit;
            private readonly float[] _fixed = new float[3];
            private readonly Part<long> _part = new(1);
            private readonly Part<byte>[] _parts = [new(1), new(2)];
            private readonly List<(int, string?)> _pairs = new();
            private readonly Dictionary<string, Point> _points = new();
            private readonly Queue<Note> _notes = new();
            private double _number;
            private bool? _maybe;
            private string? _text = "begin";
            private int[]? _grown;
            private string[] _words = ["a", "b"];
            private RandomGenerator? _late;
            private Point _point;
            private int @class;
            public Mood Mood { get; private set; }
            public int Limited { get; init; } = 3;

            public void Change()
            {
                Hide();
                count++;
                _fixed[1] = 2.5f;
                _part.Set(long.MaxValue);
                _parts[1].Set(9);
                _pairs.Add((1, "one"));
                _pairs.Add((2, null));
                _points["p"] = new(3, double.NaN);
                _notes.Enqueue(new("n", null, [1, 2]));
                _notes.Enqueue(new("m", 7, []));
                (_number, _maybe, _text, _grown, _point) = (-0.0, true, null, [4, 5, 6], new(1, 2));
                _words[0] = "changed";
                (_late ??= new RandomGenerator(3)).NextBits();
                @class = 5;
                Mood = Mood.Wild;
                random.NextBits();
            }

            public override string ToString() => string.Join("|",
                base.ToString(), count, string.Join(",", _fixed), _part, string.Join(",", (object[])_parts), string.Join(",", _pairs),
                string.Join(",", _points), string.Join(",", System.Linq.Enumerable.Select(_notes, n => n.Text + n.Page + n.Numbers.Length)),
                System.BitConverter.DoubleToInt64Bits(_number), _maybe, _text ?? "null",
                _grown is null ? "null" : string.Join(",", _grown), string.Join(",", _words), _late?.State,
                _point, @class, Mood, random.State, _setting, Limited);
        }
        """;

    [Fact]
    public void What_changes_in_a_class_is_saved_and_restored()
    {
        var type = Load(Everything).GetType("Lab.Sample", throwOnError: true)!;
        IResumable changed = Make(), other = Make();
        var untouched = changed.ToString();
        type.GetMethod("Change")!.Invoke(changed, null);
        type.GetMethod("Change")!.Invoke(changed, null);
        changed.ToString().Should().NotBe(untouched);

        Restore(other, Save(changed));

        other.ToString().Should().Be(changed.ToString());
        Restore(changed, Save(Make()));
        changed.ToString().Should().Be(untouched, "what had grown is empty again");

        IResumable Make() => (IResumable)Activator.CreateInstance(type, new RandomGenerator(1), 4, 5)!;
    }

    [Fact]
    public void Every_part_of_it_is_read_to_its_end()
    {
        var type = Load(Everything).GetType("Lab.Sample", throwOnError: true)!;
        var state = Save((IResumable)Activator.CreateInstance(type, new RandomGenerator(1), 4, 5)!);
        var short1 = () => Restore((IResumable)Activator.CreateInstance(type, new RandomGenerator(1), 4, 5)!, state[..^1]);
        short1.Should().Throw<EndOfStreamException>();
    }

    [Fact]
    public void A_state_of_other_fields_is_refused_by_the_class()
    {
        IResumable before = Instance("private int _a;"), after = Instance("private int _b;");
        var same = Instance("private int _a; private readonly int _c = 3;");
        var restore = () => Restore(after, Save(before));
        restore.Should().Throw<InvalidDataException>().WithMessage("Sample was saved with other fields than it has now.");
        Restore(same, Save(before));

        static IResumable Instance(string members) => (IResumable)Activator.CreateInstance(
            Load($"[RlLab.Checkpointed] public partial class Sample {{ {members} }}").GetType("Sample", throwOnError: true)!)!;
    }

    [Fact]
    public void A_world_is_saved_by_what_it_can_be()
    {
        var run = GeneratorRun.OfCheckpoints("""
            [RlLab.Checkpointed]
            public partial class Sample(RlLab.IEnvironment<float, int> world) { public int Length => world.ObservationSpace.Length; }
            """);
        run["Checkpoint.Sample.g.cs"].Should()
            .Contain("RlLab.SavedState.Save(writer, world);").And.Contain("RlLab.SavedState.Restore(reader, world);");
    }

    [Theory]
    [InlineData("(count, total) = (count + 1, total + 2)")]
    [InlineData("(_, (total, (count))) = (0, (total + 2, count + 1))")]
    [InlineData("(count)++; ref var of = ref total; of += 2")]
    public void A_parameter_is_saved_however_it_is_assigned(string change)
    {
        var type = Load($$"""
            [RlLab.Checkpointed]
            public partial class Sample(int count, int total)
            {
                public void Change() { {{change}}; }
                public override string ToString() => $"{count} {total}";
            }
            """).GetType("Sample", throwOnError: true)!;
        IResumable changed = Make(), other = Make();
        type.GetMethod("Change")!.Invoke(changed, null);
        changed.ToString().Should().Be("4 9");

        Restore(other, Save(changed));

        other.ToString().Should().Be("4 9");

        IResumable Make() => (IResumable)Activator.CreateInstance(type, 3, 7)!;
    }

    [Fact]
    public void A_structure_that_is_changed_through_its_members_is_saved()
    {
        var type = Load("""
            public struct Sum
            {
                public int Count;
                public double Total { get; set; }
                public void Add(double x) => (Count, Total) = (Count + 1, Total + x);
            }

            [RlLab.Checkpointed]
            public partial class Sample(Sum called, Sum set)
            {
                public void Change() { called.Add(2.5); set.Count = 7; }
                public override string ToString() => $"{called.Count} {called.Total} {set.Count}";
            }
            """).GetType("Sample", throwOnError: true)!;
        IResumable changed = Make(), other = Make();
        type.GetMethod("Change")!.Invoke(changed, null);

        Restore(other, Save(changed));

        other.ToString().Should().Be(changed.ToString()).And.Be("1 2.5 7");

        IResumable Make()
        {
            var sum = Activator.CreateInstance(type.Assembly.GetType("Sum", throwOnError: true)!);
            return (IResumable)Activator.CreateInstance(type, sum, sum)!;
        }
    }

    [Theory]
    [InlineData("namespace Lab; [RlLab.Checkpointed] public partial class @event { private int _a; }")]
    [InlineData("namespace Lab.@default; [RlLab.Checkpointed] public partial class Sample { private int _a; }")]
    [InlineData("[RlLab.Checkpointed] public partial class Sample<@class> where @class : unmanaged { private @class _a; }")]
    [InlineData("[RlLab.Checkpointed] public partial class Ab { private int _a; } [RlLab.Checkpointed] public partial class AB { private int _a; }")]
    [InlineData("""
        public class Kind : System.Attribute { }
        [RlLab.Checkpointed] public partial class Sample<[Kind] T> where T : unmanaged { private T _a; }
        """)]
    public void What_is_called_oddly_is_saved(string source) => Load(source).GetTypes().Where(type => type.Namespace?.StartsWith("Lab") != false)
        .Should().Contain(type => typeof(IResumable).IsAssignableFrom(type));

    [Fact]
    public void An_abstract_base_leaves_its_state_to_the_class()
    {
        var type = Load("""
            public abstract class Base : RlLab.IResumable
            {
                public abstract void SaveState(System.IO.BinaryWriter writer);
                public abstract void RestoreState(System.IO.BinaryReader reader);
            }

            [RlLab.Checkpointed]
            public sealed partial class Sample : Base { private int _count; }
            """).GetType("Sample", throwOnError: true)!;
        Save((IResumable)Activator.CreateInstance(type)!).Should().HaveCount(2 * sizeof(int));
    }

    private static System.Reflection.Assembly Load(string source)
    {
        var run = GeneratorRun.OfCheckpoints(source);
        run.Result.Diagnostics.Should().BeEmpty();
        return new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(new MemoryStream(GeneratedCatalogue.Emit(run.Compilation)));
    }

    private static byte[] Save(IResumable part)
    {
        using var state = new MemoryStream();
        using var writer = new BinaryWriter(state);
        part.SaveState(writer);
        return state.ToArray();
    }

    private static void Restore(IResumable part, byte[] state)
    {
        using var reader = new BinaryReader(new MemoryStream(state));
        part.RestoreState(reader);
        reader.BaseStream.Position.Should().Be(state.Length);
    }
}
