namespace RlLab.Sweeps.Tests;

public sealed class CmaEsSamplerTests : SamplerContract
{
    protected override ISampler Over(SearchSpace space) => new CmaEsSampler(space, seed: 3);

    [Fact]
    public void What_it_remembers_changes_no_suggestion_where_an_early_trial_ends_late()
    {
        const int warm = 20;
        var space = Samples.Continuous;
        var random = new RandomSampler(space, 1);
        var results = new List<TrialResult>();
        for (var trial = 0; trial < warm; trial++)
        {
            results.Add(new(trial, random.Suggest(trial, results), TrialStanding.Ended, [trial]));
        }

        // The best of all goes on while a whole generation of its successors ends.
        results[0] = TrialResult.Pending(0, results[0].Parameters);
        var sampler = new CmaEsSampler(space, 3, warm);
        for (var trial = warm; trial < warm + sampler.Beforehand; trial++)
        {
            results.Add(new(trial, sampler.Suggest(trial, results), TrialStanding.Ended, [trial]));
        }

        _ = sampler.Suggest(results.Count, results);
        results[0] = new(0, results[0].Parameters, TrialStanding.Ended, [-5]);

        sampler.Suggest(results.Count, results).Should().Equal(new CmaEsSampler(space, 3, warm).Suggest(results.Count, results));
    }
}
