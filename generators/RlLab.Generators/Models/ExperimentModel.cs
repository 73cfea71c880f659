namespace RlLab.Generators.Models;

/// <summary>An experiment that code can be written for.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Folder">Where the file with its attribute lies.</param>
/// <param name="Summary">Its doc comment as plain text.</param>
/// <param name="PrefersGpu">Whether <c>--device auto</c> takes the GPU.</param>
/// <param name="Namespace">The namespace of the class; empty for the global one.</param>
/// <param name="Declarations">What opens the class: the types around it and itself, from outside in (<c>partial class X</c>).</param>
/// <param name="TypeName">The class, fully qualified.</param>
/// <param name="Members">The properties that are, or hold, its hyperparameters, in the order of declaration.</param>
/// <param name="Constraints">The relations that its settings keep to.</param>
/// <param name="Sweeps">Its sweeps: the one without a name first.</param>
/// <param name="Budget">How much each may run; null for no limit.</param>
internal sealed record ExperimentModel(
    string Name,
    string Folder,
    string Summary,
    bool PrefersGpu,
    string Namespace,
    EquatableArray<string> Declarations,
    string TypeName,
    EquatableArray<MemberModel> Members,
    EquatableArray<ConstraintModel> Constraints,
    EquatableArray<SweepModel> Sweeps,
    BudgetModel? Budget)
{
    /// <summary>The question that the README of its folder asks, in Markdown; empty where there is none.</summary>
    public string Question { get; init; } = "";

    /// <summary>Its hyperparameters; a choice stands before those of its alternatives.</summary>
    public IEnumerable<ParameterModel> Parameters => Members.SelectMany(member => member.Parameters);
}
