using RlLab.Generators.Models;

namespace RlLab.Generators.Checkpoints;

/// <summary>A class whose saving and restoring is written.</summary>
/// <param name="FileName">What the file is called.</param>
/// <param name="Namespace">The namespace of the class; empty for the global one.</param>
/// <param name="Declarations">What opens the class: the types around it and itself, from outside in.</param>
/// <param name="TypeName">What messages call it.</param>
/// <param name="Modifier">What stands before its methods after <c>public</c>: nothing, <c>virtual</c> or <c>override</c>.</param>
/// <param name="Parts">What is saved of it, in the order of declaration.</param>
internal sealed record CheckpointModel(
    string FileName, string Namespace, EquatableArray<string> Declarations, string TypeName, string Modifier, EquatableArray<StatePart> Parts)
{
    /// <summary>Whether its base has a state of its own that is saved first.</summary>
    public bool CallsBase { get; init; }

    /// <summary>Whether code can be written for it.</summary>
    public bool IsWhole { get; init; } = true;
}

/// <summary>A field, a property or a captured parameter that is saved.</summary>
/// <param name="Name">How the class's own code names it.</param>
/// <param name="Shape">How it is written.</param>
/// <param name="IsFixed">Whether it cannot be assigned, so that what it holds takes the state over.</param>
internal sealed record StatePart(string Name, StateShape Shape, bool IsFixed);

/// <summary>How a type is written.</summary>
/// <param name="Kind">The way.</param>
/// <param name="Type">The type, fully qualified.</param>
/// <param name="MayBeNull">Whether there may be none.</param>
/// <param name="Parts">What it is made of: an element, a key and a value, a record's parameters.</param>
/// <param name="Names">The names of a record's parameters.</param>
internal sealed record StateShape(StateKind Kind, string Type, bool MayBeNull, EquatableArray<StateShape> Parts, EquatableArray<string> Names)
{
    public StateShape(StateKind kind, string type, params StateShape[] parts)
        : this(kind, type, false, parts.ToEquatableArray(), default)
    {
    }

    /// <summary>Whether a new one is made of what is read; else the one that there is takes the state over.</summary>
    public bool IsValue => Kind is StateKind.Bytes or StateKind.Nullable or StateKind.Text or StateKind.Record or StateKind.Numbers;

    /// <summary>A line that is another where the state is written in another way.</summary>
    public string Describe() => $"{Kind} {Type}{(MayBeNull ? "?" : "")}({string.Join(",", Parts.Select(part => part.Describe()))})";
}

/// <summary>The ways in which a type is written.</summary>
internal enum StateKind
{
    /// <summary>A number, an enumeration's value, or a structure of such: its bytes.</summary>
    Bytes,

    /// <summary>Such a one that may be missing.</summary>
    Nullable,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A record with a primary constructor: each of its parameters.</summary>
    Record,

    /// <summary>An array of what is written as bytes.</summary>
    Numbers,

    /// <summary>An array of something else.</summary>
    Array,

    /// <summary>What elements are added to, in order.</summary>
    List,

    /// <summary>What elements are added to the end of.</summary>
    Queue,

    /// <summary>Keys and values.</summary>
    Dictionary,

    /// <summary>What saves itself.</summary>
    Resumable,

    /// <summary>A world, which may be able to.</summary>
    World,

    /// <summary>Several worlds, or one of several agents.</summary>
    Worlds,

    /// <summary>A tensor, a network, an optimiser or a schedule of learning rates.</summary>
    Torch,
}
