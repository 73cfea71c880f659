namespace RlLab.Generators.Tests;

/// <summary>Classes with <c>[Checkpointed]</c> that cannot be saved, each wrong place marked with the id of its diagnostic.</summary>
public static class CheckpointCases
{
    public static IReadOnlyDictionary<string, string> All { get; } = ClassCases().Concat(FieldCases()).ToDictionary(c => c.Title, c => c.Source);

    private static IEnumerable<(string Title, string Source)> ClassCases() =>
    [
        ("a checkpointed class that is not partial", "[RlLab.Checkpointed] class {|RLLAB801:Sample|} { }"),
        ("a checkpointed class in one that is not partial", """
            class {|RLLAB801:Outer|} { [RlLab.Checkpointed] partial class Sample { } }
            """),
        ("a checkpointed class whose base holds state", """
            abstract class Base { protected int _count; }
            [RlLab.Checkpointed] partial class {|RLLAB803:Sample|} : Base { }
            """),
        ("a checkpointed class with a base that holds settings alone", """
            abstract class Base { private readonly int _limit = 3; public int Limit => _limit; }
            [RlLab.Checkpointed] partial class Sample : Base { }
            """),
        ("a checkpointed class that saves itself", """
            [RlLab.Checkpointed] partial class Sample { public void {|RLLAB804:SaveState|}(System.IO.BinaryWriter writer) { } }
            """),
        ("a checkpointed class that is file-local", "[RlLab.Checkpointed] file partial class {|RLLAB805:Sample|} { private int _count; }"),
        ("a checkpointed class whose base lets nobody override how it is saved", Saved("public void", "") + """
            [RlLab.Checkpointed] partial class {|RLLAB805:Sample|} : Base { }
            """),
        ("a checkpointed class whose base is saved through the interface alone", Saved("void", "RlLab.IResumable.") + """
            [RlLab.Checkpointed] partial class {|RLLAB805:Sample|} : Base { }
            """),
        ("a checkpointed class with a parameter that is called as what is written calls its own", """
            [RlLab.Checkpointed] partial class Sample(int {|RLLAB805:writer|}) { public int Next() => writer++; }
            """),
        ("a checkpointed class whose base can be overridden", Saved("public virtual void", "") + """
            [RlLab.Checkpointed] partial class Sample : Base { }
            """),
    ];

    private static string Saved(string method, string name) => $$"""
        public class Base : RlLab.IResumable
        {
            {{method}} {{name}}SaveState(System.IO.BinaryWriter writer) { }
            {{method}} {{name}}RestoreState(System.IO.BinaryReader reader) { }
        }

        """;

    private static IEnumerable<(string Title, string Source)> FieldCases() =>
    [
        .. new (string Title, string Members)[]
        {
            ("a random number generator of .NET", "private readonly System.Random {|RLLAB802:_random|} = new(3);"),
            ("an object", "private object? {|RLLAB802:_anything|};"),
            ("a class that is not checkpointed", "private readonly Other {|RLLAB802:_other|} = new();"),
            ("a property of such a class", "public Other {|RLLAB802:Part|} { get; } = new();"),
            ("a list of such a class", "private readonly System.Collections.Generic.List<Other> {|RLLAB802:_others|} = new();"),
            ("a delegate that is replaced", "private System.Action? {|RLLAB802:_after|};"),
            ("a setting that is replaced", "private System.TimeProvider {|RLLAB802:_clock|} = System.TimeProvider.System;"),
            ("a linked list", "private readonly System.Collections.Generic.LinkedList<int> {|RLLAB802:_numbers|} = new();"),
        }.Select(c => ($"a checkpointed class with {c.Title}", Class(c.Members))),
        ("a checkpointed class with a parameter that it keeps", """
            [RlLab.Checkpointed] partial class Sample(System.Random {|RLLAB802:random|}) { public int Next() => random.Next(); }
            """),
        .. new (string Title, string Members)[]
        {
            ("what is rebuilt", "[RlLab.Rebuilt] private Other? _other;"),
            ("settings", "private readonly System.Func<int> _count = () => 3; private readonly Settings _settings = new(3);"),
            ("what is static", "private static Other? _shared;"),
            ("read-only properties that hold nothing", "public int Twice => 2 * _count; private int _count;"),
            ("events", "public event System.Action? Changed; public void Change() => Changed?.Invoke();"),
            ("a space", "public RlLab.Space<int> Actions { get; } = new RlLab.Discrete(2);"),
            ("a box", "public RlLab.Box<float> Observations { get; } = new(0, 1, 2);"),
        }.Select(c => ($"a checkpointed class that can be saved, with {c.Title}", Class(c.Members))),
        ("a checkpointed class with a parameter that it does not keep", """
            [RlLab.Checkpointed] partial class Sample(System.Random random) { public int First { get; } = random.Next(); }
            """),
    ];

    private static string Class(string members) => $$"""
        public sealed record Settings(int Limit);
        public class Other { public int Count; }
        [RlLab.Checkpointed]
        public partial class Sample
        {
            {{members}}
        }
        """;
}
