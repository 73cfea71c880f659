using System.Security.Cryptography;
using System.Text.Json;

namespace RlLab.Sweeps;

/// <summary>What makes a sweep the sweep that it is: under another experiment, space or code its runs could not be compared.</summary>
/// <param name="Hash">
/// The digest of all that follows, and of what else it was begun with: its name, sampler, seeds, lag, confirmation, pruner. 16 hex digits.
/// </param>
/// <param name="Space">What each swept parameter's values are chosen from, in words, by parameter.</param>
/// <param name="Code">The version of each assembly that a run executes, by name.</param>
/// <param name="Commit">The experiment's commit, with <c>+</c> where its working tree was changed; null where not known. Told, not compared.</param>
public sealed record SweepIdentity(
    string Hash, IReadOnlyDictionary<string, string> Space, IReadOnlyDictionary<string, string> Code, string? Commit)
{
    /// <summary>The identity of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="lag">The number of trials that a setting does not see the results of, itself included.</param>
    /// <param name="code">The version of each assembly that a run executes, by name.</param>
    /// <param name="commit">The experiment's commit; null where it is not known.</param>
    public static SweepIdentity Of(SweepPlan plan, int lag, IReadOnlyDictionary<string, string> code, string? commit)
    {
        var space = plan.Space.Parameters.ToDictionary(
            p => p.Name, p => $"{p.Domain}{(p.ActiveWhen is { } when ? $", while {when.Parameter} is {when.Value}" : "")}");
        var all = new
        {
            plan.Experiment.Name,
            Sweep = plan.Name,
            Space = space,
            Code = code,
            Fixed = plan.Fixed.Select(p => $"{p.Key}={p.Value}"),
            plan.Seeds,
            plan.Sampler,
            plan.SamplerSeed,
            Lag = lag,
            plan.Confirmation,
            plan.Pruner,
        };
        var hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(all, SweepEvent.Json));
        return new SweepIdentity(Convert.ToHexStringLower(hash)[..16], space, code, commit);
    }

    /// <summary>What is another now, a few words each; nothing where all is the same.</summary>
    /// <param name="now">The identity of now.</param>
    public IReadOnlyList<string> Differences(SweepIdentity now)
    {
        var space = Changed(Space, now.Space).Select(name => $"{name}: {Space.GetValueOrDefault(name, "not swept")} then, "
            + $"{now.Space.GetValueOrDefault(name, "not swept")} now");
        string[] code = [.. Changed(Code, now.Code)];
        var commits = Commit == now.Commit || Commit is null || now.Commit is null ? "" : $" (commit {Commit} then, {now.Commit} now)";
        return [.. space, .. code.Length == 0 ? [] : new[] { $"the code of {string.Join(", ", code)}{commits}" }];
    }

    private static IEnumerable<string> Changed(IReadOnlyDictionary<string, string> then, IReadOnlyDictionary<string, string> now) =>
        then.Keys.Union(now.Keys).Where(name => then.GetValueOrDefault(name) != now.GetValueOrDefault(name));
}
