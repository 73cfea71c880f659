using System.Runtime.CompilerServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Torch.Tests.Core;

public sealed class LifetimeTests
{
    /// <summary>The package alone lets finalizers free what its native calls use; see the remarks of RlLab.Engines' PackageAssembly.</summary>
    [Fact]
    public void What_an_operation_uses_is_not_freed_by_a_collection_during_it()
    {
        using var over = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            for (var i = 0; !over.IsCancellationRequested; i++)
            {
                GC.Collect(i % 3, GCCollectionMode.Forced, blocking: false);
                Thread.Sleep(1);
            }
        });
        collector.Start();
        try
        {
            Math.Abs(Trained(steps: 20_000)).Should().BeLessThan(0.1f);
        }
        finally
        {
            over.Cancel();
            collector.Join();
        }
    }

    /// <summary>Optimised from the start: what is unoptimised keeps its variables.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Trained(int steps)
    {
        var parameter = new Parameter(ones(1));
        var optimizer = optim.Adam([parameter], lr: 0.1);
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            parameter.grad = (parameter.detach() * 0.5).add_(0.25).sub_(0.25);
            optimizer.step();
        }

        return parameter.ToSingle();
    }
}
