using Torch.Tests.Core.Gradients;
using TorchSharp;
using static TorchSharp.torch;

namespace Torch.Tests.Core.Fuzz;

/// <summary>
/// Random graphs against difference quotients. More seeds than the usual few hundred:
/// <c>MANAGEDTORCH_FUZZ_SEEDS=100000 dotnet test tests/ManagedTorch.Tests --filter RandomGraph</c>, from
/// <c>MANAGEDTORCH_FUZZ_FIRST</c> on.
/// </summary>
public class RandomGraphTests
{
    [Fact]
    public void Gradients_of_random_graphs_agree_with_difference_quotients()
    {
        var first = Setting("MANAGEDTORCH_FUZZ_FIRST", 0);
        var count = Setting("MANAGEDTORCH_FUZZ_SEEDS", 300);
        var refused = 0;
        for (var seed = first; seed < first + count; seed++)
            if (!Agrees(seed))
                refused++;
        refused.Should().BeLessThan(Math.Max(1, count / 4), "most graphs must be ones that can be differentiated");
    }

    /// <summary>False where the graph overwrites what its own backward pass needs, and that was noticed.</summary>
    private static bool Agrees(int seed)
    {
        using var scope = NewDisposeScope();
        var graph = new RandomGraph(seed);
        try
        {
            GradientCheck.Run(graph.Evaluate, graph.Leaves, 1e-5);
            return true;
        }
        catch (System.Runtime.InteropServices.ExternalException e) when (e.Message.Contains("in place",
            StringComparison.Ordinal) || e.Message.Contains("inplace", StringComparison.Ordinal))
        {
            return false;
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Seed {seed}: {e.Message} in {graph}", e);
        }
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out var value) ? value : otherwise;
}
