using RlLab.Algorithms.Prompting;
using RlLab.Algorithms.StraightThrough;
using RlLab.Environments;
using static TorchSharp.torch;

namespace RlLab.Algorithms.Tests.Prompting;

/// <summary>The prison, where a random word is said; all but the word is the same where a network says it.</summary>
public sealed class PromptedWorldTests : EnvironmentContract<float>
{
    private const int Seen = 42, Own = 14, Bits = 8;

    protected override IEnvironment<float, int> Create() => Prison(Channel.Random);

    [Fact]
    public void The_listener_hears_what_the_speaker_said_of_what_it_saw_in_the_step_before()
    {
        manual_seed(1);
        using var networks = Networks(Channel.Trained);
        using var world = Prison(Channel.Trained, networks);
        var (observation, random, heard) = (new float[Seen + 1 + Own + Bits], new RandomGenerator(1), new HashSet<int>());
        world.Reset(observation, 3);
        observation[..(Seen + 1)].Should().OnlyContain(number => number == 0, "nothing was seen yet, nothing said");
        for (var step = 0; step < 60; step++)
        {
            if (world.Step(Choose(world, random), observation).Done)
            {
                world.Reset(observation);
                continue;
            }

            observation[Seen].Should().Be(1);
            var message = Enumerable.Range(0, Bits).Sum(bit => (int)observation[Seen + 1 + Own + bit] << bit);
            message.Should().Be(networks.Say(observation.AsSpan(0, Seen), random));
            heard.Add(message);
        }

        heard.Should().HaveCountGreaterThan(1, "what is said depends on what is seen");
    }

    [Fact]
    public void A_speaker_whose_network_has_no_numbers_left_is_named()
    {
        using var networks = Networks(Channel.Trained);
        using (no_grad())
        {
            networks.parameters().First().fill_(float.NaN);
        }

        using var world = Prison(Channel.Trained, networks);
        var observation = new float[Seen + 1 + Own + Bits];
        world.Reset(observation, 3);
        world.Invoking(w => w.Step(1, observation)).Should().Throw<DivergedException>().WithMessage("*a bit of the speaker's message is NaN*");
    }

    [Fact]
    public void It_can_be_drawn_only_where_the_world_inside_can()
    {
        using var networks = Whispering.Networks();
        using var whispering = Whispering.World(networks);
        whispering.As<IRenderable>().Should().BeNull();
        whispering.As<IActionMask>().Should().BeSameAs(whispering);
        whispering.As<IIdentified>()!.Name.Should().Be("WhisperWorld");
        var draw = () => ((IRenderable)whispering).Render();
        draw.Should().Throw<NotSupportedException>().WithMessage("WhisperWorld is no IRenderable*");
    }

    [Fact]
    public void Messages_need_an_action_each_and_a_listener_that_is_another()
    {
        using PromptingNetworks two = Whispering.Networks(), three = new(4, 0, 3, 5, 3, Estimator.None), blind = new(3, 1, 2, 5, 3, Estimator.None);
        var more = () => World(three, 0, 1);
        more.Should().Throw<ArgumentException>().WithMessage("*3 bits*8 messages*Count = 4*");
        var less = () => World(blind, 0, 1);
        less.Should().Throw<ArgumentException>().WithMessage("Networks for 3 numbers that the speaker sees*here*4*");
        var alone = () => World(two, 1, 1);
        alone.Should().Throw<ArgumentException>().WithMessage("speaker is 1; it must be another agent*");

        static PromptedWorld World(PromptingNetworks networks, int listener, int speaker) =>
            new(new WhisperWorld(), networks, listener, speaker, (_, _) => 0);
    }

    private static PromptedWorld Prison(Channel channel, PromptingNetworks? networks = null)
    {
        var (prison, guard) = (new PrisonGrid(maxCycles: 100), new ScriptedGuard(0.5));
        return new(
            prison, networks ?? Networks(channel), PrisonGrid.Prisoner, PrisonGrid.Prompter, (_, random) => guard.Choose(prison.State, random));
    }

    private static PromptingNetworks Networks(Channel channel) =>
        new(Seen, Own, Bits, PrisonRules.Moves, hiddenUnits: 16, Estimator.StraightThrough, channel);
}
