namespace RlLab;

/// <summary>How much a sweep of the experiment may take; the build and <c>plan</c> tell of one that takes more, and <c>sweep</c> refuses it without
/// <c>--over-budget</c>.</summary>
/// <remarks>
/// Hours count one run after the other, at the time that earlier runs took: for <c>plan</c> and <c>sweep</c> those in <c>.rllab</c>, for the
/// build what <c>plan EXPERIMENT --keep-rate</c> keeps in <c>rllab.rates</c> beside the project. Where no time is known they are not judged.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class BudgetAttribute : Attribute
{
    /// <summary>The most runs of one sweep: its trials times its seeds. Default: 0, any number.</summary>
    public int Runs { get; init; }

    /// <summary>The most hours that the runs of one sweep may take in all. Default: 0, any time.</summary>
    public double Hours { get; init; }

    /// <summary>Whether too much is an error at build instead of a warning. Default: false.</summary>
    public bool IsError { get; init; }
}
