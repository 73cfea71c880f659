using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using LinearLayer = TorchSharp.Modules.Linear;
using Parameter = TorchSharp.Modules.Parameter;

namespace RlLab.Engines.Tests;

/// <summary>What is done for several runs at once comes to what each comes to alone.</summary>
public sealed class JointOperationsTests
{
    private static readonly JointOperations Joint = JointOperations.Current;

    [Theory]
    [InlineData(false, 1, 1, 1)]
    [InlineData(true, 4, 4, 4)]
    [InlineData(true, 5, 1, 3)]
    public void Layers_applied_together_give_what_each_gives_and_learn_what_each_learns(bool relu, params int[] rows)
    {
        using var scope = NewDisposeScope();
        var (together, alone) = (Layers(rows.Length), Layers(rows.Length));
        var inputs = rows.Select((count, run) => Numbers(count * 3, run).view(count, 3)).ToArray();

        var outputs = Joint.Linear(cat(inputs), together, Ends(rows), relu);
        Joint.Backward(Joint.Mean(outputs.square(), Ends(rows)), [.. together.Select(layer => optim.Adam(layer.parameters()))]);

        var start = 0;
        for (var run = 0; run < rows.Length; run++)
        {
            var output = relu ? alone[run].call(inputs[run]).relu() : alone[run].call(inputs[run]);
            output.square().mean().backward();
            ShouldBe(outputs.narrow(0, start, rows[run]), output);
            ShouldBe(together[run].weight!.grad!, alone[run].weight!.grad!);
            ShouldBe(together[run].bias!.grad!, alone[run].bias!.grad!);
            start += rows[run];
        }
    }

    /// <summary>Both layers' biases are of one shape, so that those of the second lie behind those of the first; their weights do not.</summary>
    [Fact]
    public void Layers_whose_biases_lie_elsewhere_than_their_weights_give_what_each_gives()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        LinearLayer[] first = [Linear(20, 64), Linear(20, 64), Linear(20, 64)], second = [Linear(64, 64), Linear(64, 64), Linear(64, 64)];
        var rows = Numbers(60, 0).view(3, 20);
        Joint.Linear(Joint.Linear(rows, first, [1, 2, 3], relu: false), second, [1, 2, 3], relu: false);

        var outputs = Joint.Linear(Joint.Linear(rows[..2], [first[0], first[2]], [1, 2], relu: false), [second[0], second[2]], [1, 2], relu: false);

        ShouldBe(outputs[..1], second[0].call(first[0].call(rows[..1])));
        ShouldBe(outputs[1..], second[2].call(first[2].call(rows[1..2])));
    }

    [Fact]
    public void A_parameter_that_is_used_twice_has_the_sum_of_both_gradients_and_one_that_is_not_used_has_none()
    {
        using var scope = NewDisposeScope();
        var (together, alone) = (Layers(3), Layers(3));
        var idle = Layers(1)[0];
        idle.weight!.grad = ones_like(idle.weight);
        var input = Numbers(9, 0).view(3, 3);
        var ends = Ends([1, 1, 1]);

        var (scale, useless) = (new Parameter(tensor(2f)), Layers(3));
        scale.grad = tensor(100f);
        useless[0].weight!.grad = ones_like(useless[0].weight!);
        Joint.Linear(input, useless, ends, relu: false);
        var loss = Joint.Mean(Joint.Linear(input, together, ends, relu: false), ends)
            + Joint.Mean(Joint.Linear(input * scale, together, ends, relu: false), ends);
        Joint.Backward(loss, [.. together.Zip(useless, (layer, other) =>
            optim.Adam([.. layer.parameters(), .. other.parameters(), .. idle.parameters(), scale]))]);

        for (var run = 0; run < 3; run++)
        {
            var row = input.narrow(0, run, 1);
            (alone[run].call(row).mean() + alone[run].call(row * 2).mean()).backward();
            ShouldBe(together[run].weight!.grad!, alone[run].weight!.grad!);
        }

        ShouldBe(idle.weight.grad!, zeros_like(idle.weight));
        idle.bias!.grad.Should().BeNull();
        ShouldBe(useless[0].weight!.grad!, zeros_like(idle.weight));
        var own = new Parameter(tensor(2f));
        Enumerable.Range(0, 3).Select(run => alone[run].call(input.narrow(0, run, 1) * own).mean()).Aggregate((a, b) => a + b).backward();
        ShouldBe(scale.grad!, own.grad!);
    }

    [Fact]
    public void What_a_run_applies_to_its_own_rows_learns_what_it_learns_alone_step_by_step()
    {
        using var scope = NewDisposeScope();
        var (together, alone) = (Layers(2), Layers(2));
        Module<Tensor, Tensor>[] own = [PReLU(1), PReLU(1)], ownAlone = [PReLU(1), PReLU(1)];
        var optimizers = together.Zip(own, (layer, next) => optim.Adam([.. layer.parameters(), .. next.parameters()], 0.1)).ToArray();
        var optimizersAlone = alone.Zip(ownAlone, (layer, next) => optim.Adam([.. layer.parameters(), .. next.parameters()], 0.1)).ToArray();
        var (input, ends) = (Numbers(15, 0).view(5, 3), Ends([2, 3]));
        for (var step = 0; step < 3; step++)
        {
            var parts = Joint.Linear(input, together, ends, relu: false).split([2L, 3]);
            var outputs = cat([.. parts.Zip(own, (part, layer) => layer.call(part))]);
            Joint.Backward(Joint.SquaredError(outputs, ones_like(outputs) * 0.3, ends), optimizers);
            Joint.Step(optimizers, (_, e) => throw e);
            for (var run = 0; run < 2; run++)
            {
                optimizersAlone[run].zero_grad();
                var output = ownAlone[run].call(alone[run].call(input.narrow(0, 2 * run, 2 + run)));
                functional.mse_loss(output, ones_like(output) * 0.3).backward();
                optimizersAlone[run].step();
                foreach (var (here, there) in own[run].parameters().Zip(ownAlone[run].parameters()))
                {
                    ShouldBe(here.grad!, there.grad!);
                    ShouldBe(here, there);
                }

                ShouldBe(together[run].weight!, alone[run].weight!);
            }
        }
    }

    [Fact]
    public void Adams_steps_taken_together_are_those_that_each_takes_with_its_own_settings_as_runs_come_go_and_are_restored()
    {
        using var scope = NewDisposeScope();
        var (together, alone) = (Layers(12), Layers(12));
        var (joint, single) = (Optimizers(together), Optimizers(alone));
        for (var step = 0; step < 30; step++)
        {
            // More and more of them, in another order each time; now and then one steps by itself.
            var runs = Enumerable.Range(0, Math.Min(12, 2 + step)).OrderBy(run => run * 7 % (5 + step % 7)).ToArray();
            var (layers, ends) = (Array.ConvertAll(runs, run => together[run]), Ends(Array.ConvertAll(runs, _ => 2)));
            var inputs = Array.ConvertAll(runs, run => Numbers(6, run + step).view(2, 3));
            Joint.Backward(
                Joint.Mean(Joint.Linear(cat(inputs), layers, ends, relu: false).square(), ends), Array.ConvertAll(runs, run => joint[run]));
            Joint.Step(Array.ConvertAll(runs, run => joint[run]), (_, e) => throw e);
            foreach (var (run, input) in runs.Zip(inputs))
            {
                StepAlone(alone[run], single[run], input);
            }

            var other = step % 12;
            var lonely = Numbers(6, step).view(2, 3);
            StepAlone(together[other], joint[other], lonely);
            StepAlone(alone[other], single[other], lonely);
            if (step == 15)
            {
                Restore(together[3], joint[3]);
            }
        }

        foreach (var (here, there) in together.Zip(alone))
        {
            ShouldBe(here.weight!, there.weight!);
            ShouldBe(here.bias!, there.bias!);
        }
    }

    [Fact]
    public void Two_optimisers_of_one_layer_keep_their_moments_apart()
    {
        using var scope = NewDisposeScope();
        var (together, alone) = (Layers(2), Layers(2));
        var (joint, single) = (new[] { Optimizers(together), Optimizers(together) }, new[] { Optimizers(alone), Optimizers(alone) });
        var ends = Ends([2, 2]);
        for (var step = 0; step < 8; step++)
        {
            var inputs = new[] { Numbers(6, step).view(2, 3), Numbers(6, step + 1).view(2, 3) };
            Joint.Backward(Joint.Mean(Joint.Linear(cat(inputs), together, ends, relu: false).square(), ends), joint[step % 2]);
            Joint.Step(joint[step % 2], (_, e) => throw e);
            StepAlone(alone[0], single[step % 2][0], inputs[0]);
            StepAlone(alone[1], single[step % 2][1], inputs[1]);
        }

        ShouldBe(together[0].weight!, alone[0].weight!);
        ShouldBe(together[1].weight!, alone[1].weight!);
    }

    [Fact]
    public void A_layer_that_was_not_learned_when_it_was_first_applied_is_applied_beside_those_that_were()
    {
        using var scope = NewDisposeScope();
        var layers = Layers(4);
        using (no_grad())
        {
            // Unlike those of any other test, which may still lie in a stack.
            Array.ForEach(layers, layer => layer.weight!.mul_(7));
        }

        var input = Numbers(12, 0).view(4, 3);
        var (two, four) = (Ends([2, 2]), Ends([1, 1, 1, 1]));
        Array.ForEach(layers[..2], layer => layer.weight!.requires_grad_(false));
        Joint.Linear(input, layers.AsSpan(0, 2), two, relu: false);
        Array.ForEach(layers[..2], layer => layer.weight!.requires_grad_(true));
        Joint.Linear(input, layers.AsSpan(2, 2), two, relu: false);

        LinearLayer[] mixed = [layers[3], layers[0], layers[2], layers[1]];
        var outputs = Joint.Linear(input, mixed, four, relu: false);
        for (var run = 0; run < mixed.Length; run++)
        {
            ShouldBe(outputs.narrow(0, run, 1), mixed[run].call(input.narrow(0, run, 1)));
        }
    }

    [Fact]
    public void Layers_that_go_on_on_another_thread_are_left_alone_by_the_one_that_they_were_on()
    {
        using var scope = NewDisposeScope();
        var (together, alone) = (Layers(2), Layers(2));
        var (joint, single) = (Optimizers(together), Optimizers(alone));
        Step();
        var other = new Thread(Step);
        other.Start();
        other.Join();

        // Its stack here grows, and its place is given away.
        Joint.Linear(Numbers(120, 0).view(40, 3), Layers(40), Ends([.. Enumerable.Repeat(1, 40)]), relu: false);
        other = new Thread(Step);
        other.Start();
        other.Join();
        Step();
        for (var step = 0; step < 4; step++)
        {
            StepAlone(alone[0], single[0], Numbers(6, 0).view(2, 3));
            StepAlone(alone[1], single[1], Numbers(6, 1).view(2, 3));
        }

        ShouldBe(together[0].weight!, alone[0].weight!);
        ShouldBe(together[1].weight!, alone[1].weight!);

        void Step()
        {
            using var own = NewDisposeScope();
            var ends = Ends([2, 2]);
            var inputs = cat([Numbers(6, 0).view(2, 3), Numbers(6, 1).view(2, 3)]);
            Joint.Backward(Joint.Mean(Joint.Linear(inputs, together, ends, relu: false).square(), ends), joint);
            Joint.Step(joint, (_, e) => throw e);
        }
    }

    [Fact]
    public void A_layer_with_other_parameters_than_before_is_applied_as_it_is_now()
    {
        using var scope = NewDisposeScope();
        var layers = Layers(4);
        var (input, ends) = (Numbers(12, 0).view(4, 3), Ends([1, 1, 1, 1]));
        Joint.Linear(input, layers, ends, relu: false);
        layers[1].weight = new Parameter(Numbers(6, 9).view(2, 3));
        using (no_grad())
        {
            layers[2].weight!.fill_(0.5);
        }

        layers[3].Dispose();
        layers[3] = Layers(1)[0];
        var outputs = Joint.Linear(input, layers, ends, relu: false);
        for (var run = 0; run < layers.Length; run++)
        {
            ShouldBe(outputs.narrow(0, run, 1), layers[run].call(input.narrow(0, run, 1)));
        }
    }

    [Fact]
    public void Norms_are_of_the_gradients_that_there_are()
    {
        using var scope = NewDisposeScope();
        var layers = Layers(2);
        layers[0].call(Numbers(3, 1).view(1, 3)).sum().backward();
        layers[1].call(Numbers(3, 2).view(1, 3)).sum().backward();
        layers[1].bias!.grad = null;
        var sums = new double[2];
        Joint.SquaredNorms([.. layers.Select(layer => layer.parameters().ToArray())], sums);
        sums[0].Should().BeApproximately(layers[0].parameters().Sum(parameter => parameter.grad!.square().sum().ToSingle()), 1e-5);
        sums[1].Should().BeApproximately(layers[1].weight!.grad!.square().sum().ToSingle(), 1e-5);
    }

    private static void StepAlone(LinearLayer layer, optim.Optimizer optimizer, Tensor input)
    {
        optimizer.zero_grad();
        layer.call(input).square().mean().backward();
        optimizer.step();
    }

    /// <summary>Saves all of a run, spoils it, and restores it.</summary>
    private static void Restore(LinearLayer layer, optim.Optimizer optimizer)
    {
        using var saved = new MemoryStream();
        using var writer = new BinaryWriter(saved);
        layer.save(writer);
        ((TorchSharp.Modules.OptimizerHelper)optimizer).save_state_dict(writer);
        using (no_grad())
        {
            layer.weight!.fill_(7);
        }

        StepAlone(layer, optimizer, ones(2, 3));
        layer.weight!.grad = null;
        saved.Position = 0;
        using var reader = new BinaryReader(saved);
        layer.load(reader);
        ((TorchSharp.Modules.OptimizerHelper)optimizer).load_state_dict(reader);
    }

    private static LinearLayer[] Layers(int count) => [.. Enumerable.Range(0, count).Select(run =>
    {
        var layer = Linear(3, 2);
        using var noGrad = no_grad();
        layer.weight!.copy_(Numbers(6, run).view(2, 3));
        layer.bias!.copy_(Numbers(2, run + 100));
        return layer;
    })];

    private static optim.Optimizer[] Optimizers(LinearLayer[] layers) =>
    [
        .. layers.Select(
            optim.Optimizer (layer, run) => optim.Adam(layer.parameters(), 0.01 * (1 + run % 3), 0.9 - 0.1 * (run % 2), 0.99, 1e-8 * (1 + run))),
    ];

    private static Tensor Numbers(int count, int number) =>
        tensor(Enumerable.Range(0, count).Select(i => MathF.Sin(1 + i + 2.3f * number)).ToArray());

    private static long[] Ends(int[] rows)
    {
        var end = 0L;
        return Array.ConvertAll(rows, count => end += count);
    }

    private static void ShouldBe(Tensor here, Tensor there)
    {
        var (ours, theirs) = (here.detach().cpu().data<float>().ToArray(), there.detach().cpu().data<float>().ToArray());
        ours.Should().HaveSameCount(theirs);
        foreach (var (our, their) in ours.Zip(theirs))
        {
            our.Should().BeApproximately(their, 2e-5f);
        }
    }
}
