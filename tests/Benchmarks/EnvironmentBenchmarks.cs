using System.Diagnostics;
using RlLab;
using RlLab.Environments;

/// <summary>Steps a second of the built-in worlds on one core, and what random and scripted play score in the maze chase.</summary>
internal static class EnvironmentBenchmarks
{
    public static void Run()
    {
        Vector("CartPoleVector, 256 instances", new CartPoleVector(256));
        Vector("CartPoleVector, 4096 instances", new CartPoleVector(4096));
        Single("CartPole", new CartPole());
        Single("MountainCar", new MountainCar());
        Single("Acrobot", new Acrobot());
        Single("Pendulum", new Pendulum());
        Vector("Pendulum in a VectorEnvironment, 256 instances", 256, () => new Pendulum());
        Single("MountainCarContinuous", new MountainCarContinuous());
        Vector("MountainCarContinuous in a VectorEnvironment, 256 instances", 256, () => new MountainCarContinuous());
        Single("Catch", new Catch());
        Single("DeepSea, depth 10", new DeepSea());
        Single("Breakout", new Breakout());
        Vector("Breakout in a VectorEnvironment, 256 instances", 256, () => new Breakout());
        Single("SpaceInvaders", new SpaceInvaders());
        Vector("SpaceInvaders in a VectorEnvironment, 256 instances", 256, () => new SpaceInvaders());
        Single("Bandit", new Bandit(BanditSettings.Normal(BanditSettings.Means("two-best")), timeLimit: 10_000));
        Single("MazeChase, each step with its 210 x 160 picture", new MazeChase());
        Scores("random over 9 actions", 1000, (_, random) => random.NextInt(9));
        Scores("random over the first 5", 1000, (_, random) => random.NextInt(5));
        Scores("ScriptedPlayer", 200, (player, _) => player.Choose());
    }

    private static void Vector<TAction>(string name, int count, Func<IEnvironment<float, TAction>> create)
    {
        using var world = new VectorEnvironment<float, TAction>(count, create);
        Vector(name, world);
    }

    private static void Vector<TAction>(string name, IVectorEnvironment<float, TAction> world)
    {
        var (count, length) = (world.Count, world.ObservationSpace.Length);
        var random = new RandomGenerator(0);
        var actions = Enumerable.Range(0, 64)
            .Select(_ => Enumerable.Range(0, count).Select(_ => world.ActionSpace.Sample(random)).ToArray()).ToArray();
        float[] observations = new float[length * count], final = new float[length * count], rewards = new float[count];
        bool[] terminated = new bool[count], truncated = new bool[count];
        world.Reset(observations, 0);
        Report(name, count, i => world.Step(actions[i % 64], observations, rewards, terminated, truncated, final));
    }

    private static void Single<TElement, TAction>(string name, IEnvironment<TElement, TAction> world)
        where TElement : unmanaged, IComparable<TElement>
    {
        var random = new RandomGenerator(0);
        var actions = Enumerable.Range(0, 1024).Select(_ => world.ActionSpace.Sample(random)).ToArray();
        var observation = new TElement[world.ObservationSpace.Length];
        world.Reset(observation, 0);
        Report(name, 1, i =>
        {
            if (world.Step(actions[i % 1024], observation).Done)
            {
                world.Reset(observation);
            }
        });
        world.Dispose();
    }

    // In the processor's time that it took, and the best of ten stretches: other programs on the machine only ever make it slower.
    private static void Report(string name, int stepsEach, Action<int> step)
    {
        var best = 0.0;
        for (var stretch = 0; stretch < 10; stretch++)
        {
            var (start, watch, done) = (Environment.CpuUsage.TotalTime, Stopwatch.StartNew(), 0);
            while (watch.ElapsedMilliseconds < 300)
            {
                for (var i = 0; i < 256; i++)
                {
                    step(done++);
                }
            }

            best = Math.Max(best, (double)done * stepsEach / (Environment.CpuUsage.TotalTime - start).TotalSeconds);
        }

        Console.WriteLine($"{name,-60} {best,15:N0} steps/s");
    }

    private static void Scores(string name, int episodes, Func<ScriptedPlayer, RandomGenerator, int> choose)
    {
        using var world = new MazeChase();
        var (player, random, screen) = (new ScriptedPlayer(world), new RandomGenerator(1), new byte[world.ObservationSpace.Length]);
        var (scores, steps) = (new double[episodes], 0L);
        for (var episode = 0; episode < episodes; episode++)
        {
            world.Reset(screen, episode);
            while (!world.Step(choose(player, random), screen).Done)
            {
                steps++;
            }

            world.TryGetInfo("score", out scores[episode]);
        }

        var mean = scores.Average();
        var error = Math.Sqrt(scores.Sum(score => (score - mean) * (score - mean)) / (episodes - 1) / episodes);
        Console.WriteLine(
            $"MazeChase, {name}: mean score {mean:F0}, 95% interval {mean - 1.96 * error:F0} to {mean + 1.96 * error:F0}, "
            + $"best {scores.Max():F0}, {steps / episodes} steps an episode ({episodes} episodes)");
    }
}
