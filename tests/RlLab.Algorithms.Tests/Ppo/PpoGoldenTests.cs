using System.Text.Json;
using RlLab.Algorithms.Ppo;
using RlLab.Tests;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using LinearLayer = TorchSharp.Modules.Linear;

namespace RlLab.Algorithms.Tests.Ppo;

/// <summary>PyTorch's numbers for advantages, losses and gradients, made by tests/Golden/make_ppo_golden.py.</summary>
public sealed class PpoGoldenTests
{
    private static readonly JsonElement Golden =
        JsonDocument.Parse(File.ReadAllText(RepositoryFiles.PathOf("tests", "Golden", "ppo.json"))).RootElement;

    public static TheoryData<int> Advantages => [.. Enumerable.Range(0, Golden.GetProperty("advantages").GetArrayLength())];

    public static TheoryData<string> Losses =>
        [.. Golden.GetProperty("losses").EnumerateArray().Select(each => each.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Advantages))]
    public void Advantages_are_those_of_the_sum_that_defines_them(int number)
    {
        var golden = Golden.GetProperty("advantages")[number];
        var expected = Numbers(golden, "advantages");
        var advantages = new float[expected.Length];
        RlLab.Algorithms.Ppo.Advantages.Estimate(
            golden.GetProperty("worlds").GetInt32(), Numbers(golden, "rewards"), Numbers(golden, "values"), Numbers(golden, "next_values"),
            Flags(golden, "ended"), golden.GetProperty("discount").GetDouble(), golden.GetProperty("lambda").GetDouble(), advantages);
        Close(advantages, expected);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task A_step_of_descent_is_PyTorchs(string name)
    {
        var golden = Golden.GetProperty("losses").EnumerateArray().Single(each => each.GetProperty("name").GetString() == name);
        switch (golden.GetProperty("kind").GetString())
        {
            case "discrete":
                await Hold(golden, new Discrete(4));
                break;
            case "multi-discrete":
                await Hold(golden, new MultiDiscrete(3, 2));
                break;
            default:
                await Hold(golden, new Box<float>(-1, 1, 2));
                break;
        }
    }

    private static async Task Hold<TAction>(JsonElement golden, Space<TAction> space)
    {
        var distribution = ActionDistributions.Of(space, ActionLimit.Clip);
        using var policy = Layer(golden, distribution.Outputs, "weight", "bias");
        using var value = Layer(golden, 1, "value_weight_matrix", "value_bias");
        using var networks = new ActorCritic(policy, value);
        using var optimizer = optim.SGD(networks.Parameters, 1);
        var options = new PpoOptions
        {
            Steps = 24, RolloutLength = 24, Minibatches = 1, Epochs = 1, Discount = 0, ClipRange = golden.GetProperty("clip").GetDouble(),
            ValueClipRange = golden.GetProperty("value_range") is { ValueKind: JsonValueKind.Number } range ? range.GetDouble() : null,
            NormalizeAdvantages = golden.GetProperty("normalize").GetBoolean(), EntropyWeight = golden.GetProperty("entropy_weight").GetDouble(),
            ValueWeight = golden.GetProperty("value_weight").GetDouble(), MaxGradientNorm = golden.GetProperty("max_norm").GetDouble(),
        };
        var rollout = RolloutOf(golden, distribution.Kept);
        using var batch = new PpoBatch<float>(rollout, options, [3], distribution.Type, CPU);
        var before = networks.Parameters.Select(parameter => parameter.data<float>().ToArray()).ToList();
        var update = new PpoUpdate<float, TAction>(networks, optimizer, distribution, options, new RandomGenerator(1));
        var run = new RecordingRun();
        (await update.Apply(batch, rollout, progress: 0)).Log(run, 0);

        foreach (var (metric, figure) in new[]
                 {
                     ("train/policy_loss", "policy_loss"), ("train/value_loss", "value_loss"), ("train/entropy", "entropy"),
                     ("train/approx_kl", "approx_kl"), ("train/clip_fraction", "clip_fraction"), ("train/gradient_norm", "norm"),
                 })
        {
            var expected = golden.GetProperty(figure).GetDouble();
            run.Values(metric).Single().Should().BeApproximately(expected, 2e-6 + 2e-6 * Math.Abs(expected), figure);
        }

        // With a step size of 1 the weights move by the gradients.
        foreach (var ((parameter, old), gradient) in networks.Parameters.Zip(before).Zip(golden.GetProperty("gradients").EnumerateArray()))
        {
            Close(old.Zip(parameter.data<float>().ToArray(), (from, to) => from - to).ToArray(), Numbers(gradient));
        }
    }

    private static Rollout<float> RolloutOf(JsonElement golden, int kept)
    {
        var rows = golden.GetProperty("rows").GetInt32();
        var forbidden = golden.TryGetProperty("forbidden", out _) ? Flags(golden, "forbidden") : [];
        var flags = forbidden.Length / rows;
        var (observations, actions, values) = (Numbers(golden, "observations"), Numbers(golden, "actions"), Numbers(golden, "old_values"));
        var (logProbabilities, returns) = (Numbers(golden, "old_logprob"), Numbers(golden, "returns"));
        var rollout = new Rollout<float>(rows, 1, 3, kept, flags);
        for (var row = 0; row < rows; row++)
        {
            var allowed = forbidden.AsSpan(row * flags, flags).ToArray().Select(flag => !flag).ToArray();
            rollout.Act(0, observations.AsSpan(row * 3, 3), actions.AsSpan(row * kept, kept), logProbabilities[row], values[row], allowed);

            // Without a discount the return is the reward.
            rollout.Earn(0, returns[row], terminated: false, truncated: false, []);
            rollout.Advance();
        }

        rollout.Estimate([0], 0, 0);
        return rollout;
    }

    private static LinearLayer Layer(JsonElement golden, int outputs, string weight, string bias)
    {
        var layer = Linear(3, outputs);
        using var noGrad = no_grad();
        layer.weight!.copy_(tensor(Numbers(golden, weight), outputs, 3));
        layer.bias!.copy_(tensor(Numbers(golden, bias)));
        return layer;
    }

    private static void Close(float[] actual, float[] expected)
    {
        actual.Should().HaveCount(expected.Length);
        foreach (var (here, there) in actual.Zip(expected))
        {
            here.Should().BeApproximately(there, 3e-6f + 3e-6f * Math.Abs(there));
        }
    }

    private static float[] Numbers(JsonElement golden, string name) => Numbers(golden.GetProperty(name));

    private static float[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetSingle())];

    private static bool[] Flags(JsonElement golden, string name) => [.. golden.GetProperty(name).EnumerateArray().Select(flag => flag.GetBoolean())];
}
