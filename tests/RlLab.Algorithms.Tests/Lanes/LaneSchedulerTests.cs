using System.Runtime.InteropServices;
using RlLab.Algorithms.Reinforce;
using RlLab.Engines;
using RlLab.Lanes;
using RlLab.Tests;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Tests.Lanes;

public sealed class LaneSchedulerTests
{
    [Fact]
    public void A_lane_that_throws_leaves_the_others_alone_and_its_place_is_filled()
    {
        var order = new List<int>();
        var trainings = Enumerable.Range(0, 6).Select(number => new TestTraining(number, async () =>
        {
            using var policy = new Asking();
            for (var i = 0; i < 5; i++)
            {
                await policy.Ask();
                if (number == 1)
                {
                    throw new InvalidOperationException("one");
                }
            }

            order.Add(number);
        })).ToList();

        Run(3, trainings).LanesPerCall.Should().BeGreaterThan(2);

        trainings.Should().OnlyContain(training => training.IsOver);
        trainings.Select(training => training.Failure?.Message).Should().Equal(null, "one", null, null, null, null);
        order.Should().BeEquivalentTo([0, 2, 3, 4, 5]);
    }

    [Fact]
    public void What_is_awaited_elsewhere_comes_back_to_the_lane_and_its_thread()
    {
        var (thread, returned) = (Environment.CurrentManagedThreadId, new List<(int Thread, bool IsOwn)>());
        var trainings = new List<TestTraining>();
        trainings.AddRange(Enumerable.Range(0, 3).Select(number => new TestTraining(number, async () =>
        {
            using var policy = new Asking();
            await policy.Ask();
            await Task.Delay(5);
            await Task.Yield();
            returned.Add((Environment.CurrentManagedThreadId, Lane.Current!.Owner == trainings[number]));
            await policy.Ask();
        })));

        Run(2, trainings);

        returned.Should().Equal(Enumerable.Repeat((thread, true), 3));
        Lane.Current.Should().BeNull();
    }

    [Fact]
    public void Each_lane_has_its_own_scopes_gradient_mode_and_random_numbers()
    {
        var drawn = new float[3];
        var trainings = Enumerable.Range(0, 3).Select(number => new TestTraining(number, async () =>
        {
            using var policy = new Asking();
            using var scope = NewDisposeScope();
            var kept = ones(1);
            using (number == 1 ? no_grad() : enable_grad())
            {
                await policy.Ask();
                is_grad_enabled().Should().Be(number != 1);
                CurrentDisposeScope.Should().BeSameAs(scope);
                drawn[number] = rand(1).item<float>();
            }

            await policy.Ask();
            kept.IsInvalid.Should().BeFalse();
        })).ToList();

        Run(3, trainings);

        trainings.Select(training => training.Failure).Should().OnlyContain(failure => failure == null);
        CurrentDisposeScope.Should().BeNull();
        is_grad_enabled().Should().BeTrue();
        if (TorchEngines.Loaded.Engine == TorchEngine.Libtorch)
        {
            // Its default generator is one for all lanes.
            return;
        }

        for (var seed = 0; seed < 3; seed++)
        {
            manual_seed(seed);
            using var policy = new Asking();
            using var alone = rand(1);
            drawn[seed].Should().Be(alone.item<float>());
        }
    }

    [Fact]
    public void No_training_begins_once_it_is_to_stop()
    {
        using var stop = new CancellationTokenSource();
        var begun = 0;
        var scheduler = new LaneScheduler(2);
        scheduler.Run(
            () => new TestTraining(0, () =>
            {
                stop.Cancel();
                begun++;
                return Task.CompletedTask;
            }),
            stop.Token);
        begun.Should().Be(1);
    }

    [Fact]
    public void A_lane_has_no_lanes_itself()
    {
        var training = new TestTraining(0, () =>
        {
            new LaneScheduler(2).Run(() => null, CancellationToken.None);
            return Task.CompletedTask;
        });

        Run(1, [training]);

        training.Failure.Should().BeOfType<InvalidOperationException>();
    }

    [Fact]
    public void Where_there_is_no_memory_for_a_call_fewer_are_answered_at_once()
    {
        var calls = new List<int>();
        var trainings = Enumerable.Range(0, 8).Select(number => new TestTraining(number, async () =>
        {
            var request = new Hungry(calls);
            for (var i = 0; i < 4; i++)
            {
                await request.Ask();
            }
        })).ToList();

        var statistics = Run(8, trainings);

        trainings.Select(training => training.Failure).Should().OnlyContain(failure => failure == null);
        calls.Should().Equal([8, 1, 1, 1, 1, 1, 1, 1, 1, 4, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2]);
        statistics.NotJoined.Should().HaveCount(2).And.Contain("there was no memory for 8 at once, and from here on 4 are answered at once");
    }

    private static LaneStatistics Run(int width, IReadOnlyList<TestTraining> trainings)
    {
        var (scheduler, next) = (new LaneScheduler(width), 0);
        scheduler.Run(() => next < trainings.Count ? trainings[next++] : null, CancellationToken.None);
        return scheduler.Statistics;
    }

    /// <summary>A request that there is memory for when it is one of three at most.</summary>
    private sealed class Hungry(List<int> calls) : LaneRequest
    {
        public override RequestGroup Group => Lane.Scheduler.GroupOf(nameof(Hungry), () => new HungryGroup(calls));

        public override void AnswerAlone() => calls.Add(1);

        public new ValueTask Ask() => base.Ask();
    }

    private sealed class HungryGroup(List<int> calls) : RequestGroup
    {
        public override void Answer(ReadOnlySpan<LaneRequest> requests)
        {
            calls.Add(requests.Length);
            if (requests.Length > 3)
            {
                throw new ExternalException("CUDA out of memory. Tried to allocate 20.00 MiB.");
            }
        }
    }

    /// <summary>A small policy that is asked about nothing in particular; no engine makes of its network a function of a row.</summary>
    private sealed class Asking : IDisposable
    {
        private readonly Module<Tensor, Tensor> _network = Sequential(Linear(2, 3), Softsign(), Linear(3, 2));
        private readonly GreedyPolicy<float> _policy;

        public Asking() => _policy = new(_network, new Box<float>(0, 1, 2), new Discrete(2), "cpu");

        public ValueTask<int> Ask() => _policy.ActAsync([1, 0]);

        public void Dispose() => _network.Dispose();
    }
}

/// <summary>A layer of the author's own is in the policy, so that nothing is joined, and each run is still what it is alone.</summary>
public sealed class UnknownLayerLaneTests : LaneContract
{
    protected override bool Joins => false;

    protected override async Task Train(IRun run, int number)
    {
        using var world = new MatchWorld();
        using var evaluationWorld = new MatchWorld();
        using var policy = Sequential(Linear(2, 6), new Doubled(), Linear(6, 2), LogSoftmax(1));
        using var optimizer = optim.Adam(policy.parameters(), 0.01);
        var options = new ReinforceOptions { EpisodesPerIteration = 4, Iterations = 3, EvaluateEvery = 2, EvaluationEpisodes = 2 };
        await new ReinforceTrainer(world, evaluationWorld, policy, optimizer, options).Train(run);
    }

    private sealed class Doubled() : Module<Tensor, Tensor>(nameof(Doubled))
    {
        public override Tensor forward(Tensor input) => input + input;
    }
}
