namespace RlLab.Environments.Tests;

/// <summary>Worlds in which not every action is allowed all the time.</summary>
internal static class MaskedWorlds
{
    /// <summary>A bandit whose last arm is broken, and in which no other can be pulled twice running.</summary>
    public static ActionMask<float> Bandit(int timeLimit = 30)
    {
        var bandit = new Bandit(BanditSettings.Normal([0.2, 0.4, 0.6, 1.0]), timeLimit);
        var last = -1;
        return new ActionMask<float>(new Watched(bandit, action => last = action), allowed =>
        {
            allowed[3] = false;
            if (last >= 0)
            {
                allowed[last] = false;
            }
        });
    }

    /// <summary>That, inside one of each wrapper.</summary>
    public static IEnvironment<float, int> Wrapped() => Wrappers().Aggregate((IEnvironment<float, int>)Bandit(), (world, wrap) => wrap(world));

    public static IEnumerable<Func<IEnvironment<float, int>, IEnvironment<float, int>>> Wrappers() =>
    [
        world => new TimeLimit<float, int>(world, 20),
        world => new RewardTransform<float, int>(world, reward => reward * 2),
        world => new ObservationTransform<float, float, int>(world, new Box<float>(0, 2, 1), (from, to) => to[0] = from[0] * 2),
        world => new FrameStack<float, int>(world, 2),
        world => new ActionMask<float>(world, _ => { }),
        world => new ActionSubset<float>(world, 0, 1, 2, 3),
        world => new EpisodeStatistics<float, int>(world),
    ];

    /// <summary>Tells which action was taken last; none after a reset.</summary>
    private sealed class Watched(IEnvironment<float, int> inner, Action<int> tell) : Wrapper<float, int>(inner)
    {
        private int _last = -1;

        public override void Reset(Span<float> observation, long? seed = null)
        {
            Inner.Reset(observation, seed);
            tell(_last = -1);
        }

        public override StepResult Step(int action, Span<float> observation)
        {
            var result = Inner.Step(action, observation);
            tell(_last = action);
            return result;
        }

        public override void SaveState(BinaryWriter writer)
        {
            base.SaveState(writer);
            writer.Write(_last);
        }

        public override void RestoreState(BinaryReader reader)
        {
            base.RestoreState(reader);
            tell(_last = reader.ReadInt32());
        }
    }
}
