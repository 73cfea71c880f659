using System.Diagnostics;
using System.Text.Json;
using RlLab.Environments.Gymnasium;

namespace RlLab.Environments.Tests.Gymnasium;

/// <summary>Through the bridge a world shows what it shows without: plain.py plays the same actions in plain Python.</summary>
public sealed class RealWorldsTests
{
    private const int Steps = 250;
    private const int Seed = 3;

    [Theory]
    [InlineData("CartPole-v1")]
    [InlineData("MountainCar-v0")]
    [InlineData("Acrobot-v1")]
    [InlineData("Blackjack-v1")]
    [InlineData("FrozenLake-v1")]
    [InlineData("CliffWalking-v1")]
    [InlineData("Taxi-v4")]
    public void A_world_with_discrete_actions_is_what_it_is_in_Python(string id) =>
        Play(id, (Discrete space, int i) => i % space.Count).Should().Equal(Plain("gymnasium", id));

    [Theory]
    [InlineData("MountainCarContinuous-v0")]
    [InlineData("Pendulum-v1")]
    public void A_world_with_continuous_actions_is_what_it_is_in_Python(string id) =>
        Play<Box<float>, float[]>(id, Action).Should().Equal(Plain("gymnasium", id));

    [Fact]
    public void Several_worlds_are_each_what_one_is_in_Python()
    {
        PythonWorlds.Require();
        using var worlds = new GymnasiumVectorEnvironment<float, int>("CartPole-v1", 3);
        var (observations, finals) = (new float[12], new float[12]);
        var (rewards, terminated, truncated) = (new float[3], new bool[3], new bool[3]);
        worlds.Reset(observations, Seed);
        var lines = new List<string> { Line(observations[8..]) };
        for (var i = 0; i < Steps; i++)
        {
            worlds.Step([0, 1, i % 2], observations, rewards, terminated, truncated, finals);
            var ended = terminated[2] || truncated[2];
            lines.Add(Line((ended ? finals : observations)[8..], rewards[2], terminated[2] ? 1 : 0, truncated[2] ? 1 : 0));
            if (ended)
            {
                lines.Add(Line(observations[8..]));
            }
        }

        lines.Should().Equal(Plain("gymnasium", "CartPole-v1", (uint)VectorSeed.Of(Seed, 2)));
    }

    [Theory]
    [InlineData("pettingzoo.classic.rps_v2")]
    [InlineData("pettingzoo.butterfly.knights_archers_zombies_v11")]
    [InlineData("mpe2.simple_tag_v3")]
    [InlineData("mpe2.simple_world_comm_v3")]
    public void A_world_of_several_agents_is_what_it_is_in_Python(string module)
    {
        PythonWorlds.Require(module);
        using var world = new PettingZooEnvironment<float, int>(module);
        var places = Enumerable.Range(0, world.Agents.Count).ToArray();
        var results = new StepResult[places.Length];
        world.Reset(Seed);
        var acting = places.Where(world.IsActive).ToArray();
        var lines = acting.Select(agent => Line(Seen(agent))).ToList();
        for (var i = 0; i < Steps && acting.Length > 0; i++)
        {
            world.Step([.. places.Select(agent => (i + agent) % ((Discrete)world.ActionSpace(agent)).Count)], results);
            lines.AddRange(acting.Select(agent => Line(Seen(agent), results[agent])));
            acting = [.. places.Where(world.IsActive)];
        }

        lines.Should().Equal(Plain("pettingzoo", module));

        float[] Seen(int agent)
        {
            var observation = new float[world.ObservationSpace(agent).Length];
            world.Observe(agent, observation);
            return observation;
        }
    }

    [Theory]
    [InlineData("CartPole-v1", 600, 400)]
    [InlineData("FrozenLake-v1", 256, 256)]
    public void Real_worlds_draw_themselves(string id, int width, int height)
    {
        PythonWorlds.Require("pygame");
        using var world = new GymnasiumEnvironment<float, int>(id, new() { Render = true });
        world.Reset(new float[world.ObservationSpace.Length], Seed);
        var frame = world.Render();
        (frame.Width, frame.Height).Should().Be((width, height));
        frame.Pixels.Distinct().Should().HaveCountGreaterThan(4);
    }

    [Fact]
    public void Agents_of_a_real_world_are_drawn()
    {
        PythonWorlds.Require("mpe2.simple_spread_v3");
        using var world = new PettingZooEnvironment<float, float[]>(
            "mpe2.simple_spread_v3",
            new() { Render = true, Arguments = new Dictionary<string, object> { ["continuous_actions"] = true, ["max_cycles"] = 1 } });
        world.Reset(Seed);
        var results = new StepResult[3];
        world.Step([.. Enumerable.Range(0, 3).Select(agent => Action((Box<float>)world.ActionSpace(agent), agent))], results);
        results.Should().OnlyContain(result => result.Truncated && !result.Terminated);
        world.Render().Pixels.Distinct().Should().HaveCountGreaterThan(2);
    }

    private static List<string> Play<TSpace, TAction>(string id, Func<TSpace, int, TAction> action)
        where TSpace : Space<TAction>
    {
        PythonWorlds.Require();
        using var world = new GymnasiumEnvironment<float, TAction>(id);
        var observation = new float[world.ObservationSpace.Length];
        world.Reset(observation, Seed);
        var lines = new List<string> { Line(observation) };
        for (var i = 0; i < Steps; i++)
        {
            var result = world.Step(action((TSpace)world.ActionSpace, i), observation);
            lines.Add(Line(observation, result));
            if (result.Done)
            {
                world.Reset(observation);
                lines.Add(Line(observation));
            }
        }

        return lines;
    }

    private static float[] Action(Box<float> space, int i) => [.. space.Low.Zip(space.High, (low, high) => low + (high - low) * (i % 5 / 4f))];

    private static List<string> Plain(string kind, string world, uint seed = Seed)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Gymnasium", "plain.py");
        var start = new ProcessStartInfo(PythonWorlds.Options.Python, [script, kind, world, $"{seed}", $"{Steps}"]) { RedirectStandardOutput = true };
        using var python = Process.Start(start)!;
        var lines = new List<string>();
        while (python.StandardOutput.ReadLine() is { } line)
        {
            var values = JsonSerializer.Deserialize<JsonElement[]>(line)!;
            lines.Add(Line(values[0].Deserialize<float[]>()!, [.. values[1..].Select(value => value.GetDouble())]));
        }

        return lines;
    }

    private static string Line(float[] observation, StepResult result) =>
        Line(observation, result.Reward, result.Terminated ? 1 : 0, result.Truncated ? 1 : 0);

    private static string Line(float[] observation, params double[] result) => $"{string.Join(' ', observation)}: {string.Join(' ', result)}";
}
