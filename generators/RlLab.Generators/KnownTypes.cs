using Microsoft.CodeAnalysis;

namespace RlLab.Generators;

/// <summary>The types of RlLab.Abstractions that a declaration may name.</summary>
internal static class KnownTypes
{
    public const string Experiment = "RlLab.ExperimentAttribute";
    public const string Sweep = "RlLab.SweepAttribute";
    public const string Budget = "RlLab.BudgetAttribute";
    public const string Constraint = "RlLab.ConstraintAttribute";
    public const string Interface = "RlLab.IExperiment";
    public const string Run = "RlLab.IRun";
    public const string Logs = "RlLab.LogsAttribute";
    public const string Descriptor = "RlLab.ExperimentDescriptor";
    public const string Library = "RlLab.ExperimentLibraryAttribute";
    public const string Uniform = "RlLab.UniformAttribute";
    public const string LogUniform = "RlLab.LogUniformAttribute";
    public const string IntRange = "RlLab.IntRangeAttribute";
    public const string Checkpointed = "RlLab.CheckpointedAttribute";
    public const string Rebuilt = "RlLab.RebuiltAttribute";
    public const string Resumable = "RlLab.IResumable";
    public const string Environment = "RlLab.IEnvironment";
    public const string VectorEnvironment = "RlLab.IVectorEnvironment";
    public const string MultiAgentEnvironment = "RlLab.IMultiAgentEnvironment";
    public const string LogIntRange = "RlLab.LogIntRangeAttribute";
    public const string Choice = "RlLab.ChoiceAttribute";

    /// <summary>Whether an attribute says what a sweep may choose a property's value from.</summary>
    public static bool IsDomain(string? attribute) => attribute is Uniform or LogUniform or IntRange or LogIntRange or Choice;

    /// <summary>Whether an assembly was compiled against RlLab.</summary>
    public static bool IsUsedBy(IAssemblySymbol assembly, Compilation compilation) =>
        compilation.GetTypeByMetadataName(Interface)?.ContainingAssembly.Name is { } rlLab
        && assembly.Modules.Any(module => module.ReferencedAssemblies.Any(reference => reference.Name == rlLab));
}
