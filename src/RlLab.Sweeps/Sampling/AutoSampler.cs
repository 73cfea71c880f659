namespace RlLab.Sweeps;

/// <summary>Takes the sampler that suits the space and the number of trials, and says which.</summary>
/// <remarks>
/// With alternatives or categories, TPE; of numbers alone the Gaussian process, and from trial 250 on, where that becomes slow, CMA-ES started from
/// the best of those trials. A trial's sampler depends on its number alone, so that a sweep may be extended.
/// </remarks>
public sealed class AutoSampler : ISampler
{
    /// <summary>How many trials the Gaussian process suggests.</summary>
    public const int GpTrials = 250;

    private readonly ISampler _first, _later;

    /// <summary>The samplers for a space.</summary>
    /// <param name="space">What to choose from.</param>
    /// <param name="seed">The sweep's seed.</param>
    /// <exception cref="SweepException">No setting that the constraints allow was found.</exception>
    public AutoSampler(SearchSpace space, long seed)
    {
        if (WhyTpe(space) is not null)
        {
            _first = _later = new TpeSampler(space, seed);
            return;
        }

        (_first, _later) = (new GpSampler(space, seed), new CmaEsSampler(space, seed, GpTrials));
    }

    /// <inheritdoc/>
    public long? Count => _first.Count;

    /// <inheritdoc/>
    public bool Learns => true;

    /// <inheritdoc/>
    public int Beforehand => _first.Beforehand;

    /// <inheritdoc/>
    public ParameterSet Suggest(int trial, IReadOnlyList<TrialResult> earlier) =>
        (trial < GpTrials ? _first : _later).Suggest(trial, earlier);

    /// <summary>Which sampler is taken, and why, in a sentence.</summary>
    /// <param name="space">What to choose from.</param>
    /// <param name="trials">How many trials the sweep has.</param>
    public static string Explain(SearchSpace space, int trials) => (WhyTpe(space), trials) switch
    {
        ({ } why, _) => $"auto takes tpe, because {why}.",
        (_, <= GpTrials) => $"auto takes gp, because all swept parameters are numbers and the trials are no more than {GpTrials}.",
        _ => $"auto takes gp for the first {GpTrials} trials, because all swept parameters are numbers, and cma-es, started from the best of these, "
            + $"for the other {trials - GpTrials:N0}.",
    };

    private static string? WhyTpe(SearchSpace space) =>
        space.Parameters.FirstOrDefault(parameter => parameter.ActiveWhen is not null) is { } conditional
            ? $"{conditional.Name} exists only with {conditional.ActiveWhen!.Parameter}={conditional.ActiveWhen.Value}"
        : new Axes(space).All.FirstOrDefault(axis => axis.IsCategory) is { } category ? $"the values of {category.Name} have no order"
        : null;
}
