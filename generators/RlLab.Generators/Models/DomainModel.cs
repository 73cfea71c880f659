namespace RlLab.Generators.Models;

/// <summary>What a sweep may choose from. Numbers are C# literals.</summary>
internal abstract record DomainModel
{
    /// <summary>Whether it has no values to put on a grid.</summary>
    public virtual bool IsContinuous => false;
}

/// <summary>A <c>[Uniform]</c>.</summary>
internal sealed record UniformModel(string Low, string High, string? Step) : DomainModel
{
    public override bool IsContinuous => Step is null;
}

/// <summary>A <c>[LogUniform]</c>.</summary>
internal sealed record LogUniformModel(string Low, string High, string? Points, string? Step) : DomainModel
{
    public override bool IsContinuous => Points is null && Step is null;
}

/// <summary>An <c>[IntRange]</c>.</summary>
internal sealed record IntRangeModel(string Low, string High, string Step) : DomainModel;

/// <summary>A <c>[LogIntRange]</c>.</summary>
internal sealed record LogIntRangeModel(string Low, string High) : DomainModel;

/// <summary>A <c>[Choice]</c>; the names of an enum's members, or of alternatives.</summary>
internal sealed record ChoiceModel(EquatableArray<string> Values) : DomainModel;
