using RlLab.Algorithms.Dqn;

namespace RlLab.Algorithms.Tests.Dqn;

/// <summary>Observations are numbered in these tests, so that a stack shows where it was taken.</summary>
public sealed class ReplayBufferTests
{
    [Fact]
    public void A_stack_holds_the_last_observations_oldest_first()
    {
        var replay = Filled(new ReplayBuffer<byte>(20, 1, stack: 3), episodes: 1, length: 5);
        Copy(replay, slot: 3).Observation.Should().Equal(1, 2, 3);
        Copy(replay, slot: 3).Next.Should().Equal(2, 3, 4);
    }

    [Fact]
    public void Before_an_episodes_first_observation_it_is_repeated()
    {
        var replay = Filled(new ReplayBuffer<byte>(20, 1, stack: 3), episodes: 2, length: 3);

        // The first episode is 0 1 2 3, the second 4 5 6 7.
        Copy(replay, slot: 4).Observation.Should().Equal(4, 4, 4);
        Copy(replay, slot: 4).Next.Should().Equal(4, 4, 5);
        Copy(replay, slot: 5).Observation.Should().Equal(4, 4, 5);
    }

    [Fact]
    public void An_episodes_last_observation_is_no_transition()
    {
        var replay = Filled(new ReplayBuffer<byte>(20, 1), episodes: 2, length: 3);
        Transitions(replay).Should().Equal(0, 1, 2, 4, 5, 6);
    }

    [Fact]
    public void The_newest_stack_is_what_the_network_sees_now()
    {
        var replay = Filled(new ReplayBuffer<byte>(20, 1, stack: 3), episodes: 1, length: 5);
        var stack = new byte[3];
        replay.CopyNewest(stack);
        stack.Should().Equal(3, 4, 5);
    }

    [Fact]
    public void A_full_memory_forgets_the_oldest_and_offers_only_whole_stacks()
    {
        var replay = new ReplayBuffer<byte>(8, 1, stack: 3);
        replay.Begin([0]);
        for (byte i = 1; i <= 20; i++)
        {
            replay.Add(0, new StepResult(i, false, false), [i]);
            foreach (var slot in Transitions(replay))
            {
                var (observation, next, transition) = Copy(replay, slot);
                transition.Reward.Should().Be(next[2], "the reward is numbered like the observation after it");
                next.Should().Equal(Stack(next[2]));
                observation.Should().Equal(Stack((byte)(next[2] - 1)));
            }
        }

        // Of 8 slots the newest has no action yet, and the two oldest have lost the start of their stacks.
        Transitions(replay).Should().HaveCount(5);

        static byte[] Stack(int last) => [(byte)Math.Max(0, last - 2), (byte)Math.Max(0, last - 1), (byte)last];
    }

    [Fact]
    public void Several_rewards_are_summed_and_discounted()
    {
        var replay = Filled(new ReplayBuffer<byte>(20, 1), episodes: 1, length: 6);
        var (_, next, transition) = Copy(replay, slot: 1, steps: 3, discount: 0.5);
        transition.Reward.Should().Be(2 + 0.5f * 3 + 0.25f * 4);
        transition.NextWeight.Should().Be(0.125f);
        next.Should().Equal(4);
    }

    [Fact]
    public void A_terminated_episode_ends_the_sum_and_has_no_value_after_it()
    {
        var replay = Filled(new ReplayBuffer<byte>(20, 1), episodes: 1, length: 3, terminated: true);
        var (_, _, transition) = Copy(replay, slot: 1, steps: 5, discount: 0.5);
        transition.Should().Be(new Transition(Action: 2, Reward: 2 + 0.5f * 3, NextWeight: 0));
    }

    [Fact]
    public void A_truncated_episode_ends_the_sum_but_what_would_follow_still_counts()
    {
        var replay = Filled(new ReplayBuffer<byte>(20, 1), episodes: 1, length: 3);
        var (_, next, transition) = Copy(replay, slot: 1, steps: 5, discount: 0.5);
        transition.Should().Be(new Transition(Action: 2, Reward: 2 + 0.5f * 3, NextWeight: 0.25f));
        next.Should().Equal(3);
    }

    [Fact]
    public void A_sum_that_would_run_past_the_newest_observation_waits()
    {
        var replay = new ReplayBuffer<byte>(20, 1);
        replay.Begin([0]);
        for (byte i = 1; i <= 4; i++)
        {
            replay.Add(0, new StepResult(1, false, false), [i]);
        }

        Transitions(replay, steps: 3).Should().Equal(0, 1);
    }

    [Fact]
    public void The_flags_of_the_observation_after_the_last_reward_are_kept_and_all_set_where_nothing_follows()
    {
        var replay = new ReplayBuffer<byte>(5, 1, flags: 2);
        replay.Begin([0], [true, false]);
        for (byte i = 1; i <= 7; i++)
        {
            replay.Add(0, new StepResult(1, Terminated: i == 7, false), [i], [i % 2 == 0, i % 3 == 0]);
        }

        // Slots hold 5 6 7 3 4: the ring has gone round once.
        var allowed = new bool[2];
        replay.Copy(3, 1, 1, new byte[1], new byte[1], allowed);
        allowed.Should().Equal(true, false); // 4
        replay.Copy(3, 3, 1, new byte[1], new byte[1], allowed);
        allowed.Should().Equal(true, true); // 6
        allowed.AsSpan().Clear();
        replay.Copy(1, 1, 1, new byte[1], new byte[1], allowed);
        allowed.Should().Equal(true, true); // terminated
        var without = () => replay.Begin([0]);
        without.Should().Throw<ArgumentException>().WithMessage("*holds 2 flags*given 0*");
    }

    [Theory]
    [InlineData(12_000, 44 * 40, 5, 25_000_000)]
    [InlineData(10_000, 84 * 84, 4, 75_000_000)] // a million of them: 7.5 GB
    public void Pixels_are_stored_once_each(int capacity, int frame, int stack, long bytes)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var replay = new ReplayBuffer<byte>(capacity, frame, stack);
        var pixels = new byte[frame];
        replay.Begin(pixels);
        for (var i = 0; i < 2 * capacity; i++)
        {
            replay.Add(0, default, pixels);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(bytes, "transitions share their frames");
    }

    private static ReplayBuffer<byte> Filled(ReplayBuffer<byte> replay, int episodes, int length, bool terminated = false)
    {
        byte number = 0;
        for (var episode = 0; episode < episodes; episode++)
        {
            replay.Begin([number++]);
            for (var step = 1; step <= length; step++, number++)
            {
                replay.Add(number, new StepResult(number, terminated && step == length, !terminated && step == length), [number]);
            }
        }

        return replay;
    }

    private static IEnumerable<int> Transitions(ReplayBuffer<byte> replay, int steps = 1) =>
        Enumerable.Range(0, replay.Capacity).Where(slot => replay.IsTransition(slot, steps));

    private static (byte[] Observation, byte[] Next, Transition Transition) Copy(
        ReplayBuffer<byte> replay, int slot, int steps = 1, double discount = 1)
    {
        replay.IsTransition(slot, steps).Should().BeTrue();
        var (observation, next) = (new byte[replay.StackLength], new byte[replay.StackLength]);
        var transition = replay.Copy(slot, steps, discount, observation, next);
        return (observation, next, transition);
    }
}
