using System.Globalization;
using System.Reflection;
using RlLab.Algorithms.Bandits;
using RlLab.Algorithms.Dqn;
using RlLab.Algorithms.Ppo;
using RlLab.Algorithms.Prompting;
using RlLab.Algorithms.Reinforce;
using RlLab.Algorithms.Sac;
using RlLab.Algorithms.StraightThrough;
using RlLab.Algorithms.Tests.Bandits;
using RlLab.Algorithms.Tests.Prompting;
using RlLab.Tests;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Tests.Options;

/// <summary>Every number and choice that a person can set is found by reflection: one without a rule fails here.</summary>
public sealed class OptionRangeTests
{
    /// <summary>What looks wrong and is right, and why.</summary>
    private static readonly Dictionary<string, string[]> Right = new()
    {
        ["DqnOptions.LearningStarts"] = ["0"], // learn at once
        ["DqnOptions.Discount"] = ["0"], // only the next reward counts
        ["DqnOptions.PriorityExponent"] = ["0"], // uniform replay
        ["DqnOptions.PriorityCorrection"] = ["0"], // no correction at first
        ["DqnOptions.FilmEvery"] = ["0"], // only at the end
        ["CategoricalDistribution.Lowest"] = ["0", "-1"], // returns can be negative
        ["CategoricalDistribution.Highest"] = ["0", "-1"],
        ["LinearExploration.Start"] = ["0"],
        ["LinearExploration.End"] = ["0"],
        ["LinearExploration.Steps"] = ["0"], // the end from the start
        ["ExponentialExploration.Start"] = ["0"],
        ["ExponentialExploration.End"] = ["0"],
        ["ReinforceOptions.Discount"] = ["0"],
        ["ReinforceOptions.EntropyWeight"] = ["0"], // no bonus
        ["ReinforceOptions.SolvedReturn"] = ["0", "-1", "Infinity", "-Infinity"], // returns can be negative; infinity trains to the end
        ["ReinforceOptions.FilmEvery"] = ["0"],
        ["PpoOptions.Discount"] = ["0"],
        ["PpoOptions.GaeLambda"] = ["0"], // the value network alone
        ["PpoOptions.EntropyWeight"] = ["0"],
        ["PpoOptions.ValueWeight"] = ["0"], // a value that is not trained
        ["PpoOptions.FilmEvery"] = ["0"],
        ["SacOptions.LearningStarts"] = ["0"], // learn at once
        ["SacOptions.Discount"] = ["0"],
        ["SacOptions.TemperatureLearningRate"] = ["0"], // a temperature that stays
        ["SacOptions.TargetEntropy"] = ["0", "-1"], // that of continuous actions can be negative
        ["SacOptions.FilmEvery"] = ["0"],
        ["EpsilonGreedyAgent.epsilon"] = ["0"],
        ["Ucb1Agent.scale"] = ["0"], // the means alone
        ["ReplayBuffer.flags"] = ["0"], // no mask
        ["EpisodeBatch.flags"] = ["0"],
        ["PromptingNetworks.own"] = ["0"], // a listener that only hears
        ["PromptedWorld.listener"] = ["0"], // the first place
    };

    /// <summary>What tells how training went, and is not set by anybody.</summary>
    private static readonly Type[] Results =
    [
        typeof(ReinforceResult), typeof(UpdateSummary), typeof(SacSummary), typeof(Transition), typeof(Evaluation),
        typeof(RegressionData),
    ];

    private static readonly object[] Records =
    [
        new DqnOptions { Steps = 1, Exploration = new LinearExploration(1, 0, 1) },
        new LinearExploration(1, 0, 1),
        new ExponentialExploration(1, 0, 1),
        new CategoricalDistribution(-1, 1),
        new QuantileDistribution(),
        new ReinforceOptions(),
        new PpoOptions { Steps = 1 },
        new SacOptions { Steps = 1 },
    ];

    public static TheoryData<string, string> Options => [.. Records.SelectMany(record => Settable(record.GetType()).SelectMany(
        property => Wrong(property.PropertyType).Select(value => ($"{record.GetType().Name}.{property.Name}", Text(value)))))];

    public static TheoryData<string, string> Arguments => [.. Callables().SelectMany(callable => Numbers(callable).SelectMany(
        parameter => Wrong(parameter.ParameterType).Select(value => ($"{Name(callable)}.{parameter.Name}", Text(value))))).Distinct()];

    [Theory]
    [MemberData(nameof(Options))]
    public void An_option_that_cannot_work_is_refused_by_name_and_value(string option, string value)
    {
        var record = Records.Single(each => each.GetType().Name == option.Split('.')[0]);
        var property = record.GetType().GetProperty(option.Split('.')[1])!;
        var set = () => property.SetValue(record, Wrong(property.PropertyType).Single(wrong => Text(wrong) == value));
        Hold(set, option, value);
    }

    [Theory]
    [MemberData(nameof(Arguments))]
    public void A_number_given_to_a_constructor_that_cannot_work_is_refused_by_name_and_value(string argument, string value)
    {
        foreach (var callable in Callables().Where(each => Numbers(each).Any(parameter => $"{Name(each)}.{parameter.Name}" == argument)))
        {
            Hold(() => Call(callable, argument.Split('.')[1], value), argument, value);
        }
    }

    [Fact]
    public void Every_record_is_held_here_or_is_a_result()
    {
        var records = typeof(DqnOptions).Assembly.GetExportedTypes().Where(type => !type.IsAbstract && type.GetMethod("<Clone>$") is not null);
        records.Except(Results).Should().BeEquivalentTo(Records.Select(record => record.GetType()));
        Right.Keys.Should().BeSubsetOf(Options.Concat(Arguments).Select(row => row.Data.Item1), "an exception for what is gone is stale");
    }

    [Fact]
    public void A_copy_with_another_value_is_held_too()
    {
        var copy = () => new LinearExploration(1, 0, 10) with { End = double.NaN };
        copy.Should().Throw<ArgumentOutOfRangeException>().WithMessage("End is NaN; it must be from 0 to 1.*");
        var discounted = () => Returns.Discounted([1], 2, new float[1]);
        discounted.Should().Throw<ArgumentOutOfRangeException>().WithMessage("discount is 2; it must be from 0 to 1.*");
    }

    private static void Hold(Action set, string option, string value)
    {
        if (Right.GetValueOrDefault(option)?.Contains(value) == true)
        {
            set.Should().NotThrow();
            return;
        }

        var name = option.Split('.')[1];
        set.Should().Throw<TargetInvocationException>("{0} = {1} cannot work", option, value)
            .WithInnerException<ArgumentOutOfRangeException>().WithMessage($"{name} is {value}; it must be *").Which.ParamName.Should().Be(name);
    }

    private static IEnumerable<PropertyInfo> Settable(Type type) =>
        type.GetProperties().Where(property => property.CanWrite && Wrong(property.PropertyType).Length > 0);

    private static object[] Wrong(Type type) => Nullable.GetUnderlyingType(type) is { } inner ? Wrong(inner)
        : type == typeof(double) ? [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -1.0, 0.0]
        : type == typeof(int) ? [-1, 0]
        : type == typeof(long) ? [-1L, 0L]
        : type.IsEnum ? [Enum.ToObject(type, 99)]
        : [];

    private static string Text(object value) => string.Create(CultureInfo.InvariantCulture, $"{value}");

    /// <summary>The public constructors and static methods that take numbers, generic ones for floats.</summary>
    private static IEnumerable<MethodBase> Callables() => typeof(DqnOptions).Assembly.GetExportedTypes()
        .Where(type => !type.IsAbstract || type.IsSealed)
        .Where(type => !Results.Contains(type) || type == typeof(Evaluation) || type == typeof(RegressionData))
        .Select(type => type.IsGenericType ? type.MakeGenericType([.. Enumerable.Repeat(typeof(float), type.GetGenericArguments().Length)]) : type)
        .SelectMany(type => type.GetConstructors().Concat<MethodBase>(
            type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Where(method => !method.IsSpecialName)))
        .Select(callable => callable is MethodInfo { ContainsGenericParameters: true } method
            ? method.MakeGenericMethod(typeof(float), typeof(int))
            : callable)
        .Where(callable => Numbers(callable).Any() && !callable.GetParameters().Any(parameter => parameter.ParameterType.IsByRefLike));

    private static IEnumerable<ParameterInfo> Numbers(MethodBase callable) =>
        callable.GetParameters().Where(parameter => parameter.Name != "seed" && Wrong(parameter.ParameterType).Length > 0);

    private static string Name(MethodBase callable) => callable.DeclaringType!.Name.Split('`')[0];

    private static void Call(MethodBase callable, string name, string value)
    {
        using var scope = NewDisposeScope();
        object[] arguments = [.. callable.GetParameters().Select(parameter => parameter.Name == name
            ? Wrong(parameter.ParameterType).Single(wrong => Text(wrong) == value)
            : Good(parameter))];
        _ = callable is ConstructorInfo constructor ? constructor.Invoke(arguments) : callable.Invoke(null, arguments);
    }

    private static object Good(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        return parameter.Name switch
        {
            "listener" => WhisperWorld.Listener,
            "speaker" => WhisperWorld.Speaker,
            "bits" => WhisperWorld.Bits,
            "device" => "cpu",
            "observationLength" => 2,
            "seed" => 1L,
            _ when type == typeof(int) => 3,
            _ when type == typeof(long) => 3L,
            _ when (Nullable.GetUnderlyingType(type) ?? type) == typeof(double) => 0.5,
            _ when type.IsEnum => Enum.GetValues(type).GetValue(0)!,
            _ when type == typeof(RandomGenerator) => new RandomGenerator(1),
            _ when type == typeof(optim.Optimizer) => optim.SGD(Linear(1, 1).parameters(), 0.1),
            _ when type == typeof(Module<Tensor, Tensor>) => Linear(1, 3),
            _ when type == typeof(SacOptions) => new SacOptions { Steps = 1 },
            _ when type == typeof(IEnvironment<float, int>) && parameter.Member.DeclaringType == typeof(BanditTrainer) => new BanditWorld([0, 1], 1),
            _ when type == typeof(IEnvironment<float, int>) => new MatchWorld(),
            _ when type == typeof(IMultiAgentEnvironment<float, int>) => new WhisperWorld(),
            _ when type == typeof(PromptingNetworks) => Whispering.Networks(),
            _ when type == typeof(Tensor) => zeros(1),
            _ when type == typeof(IPolicy<float, int>) => new GreedyPolicy<float>(Linear(2, 2), new Box<float>(0, 1, 2), new Discrete(2), "cpu"),
            _ when type == typeof(IBanditAgent) => new EpsilonGreedyAgent(2),
            _ when type == typeof(Func<int, RandomGenerator, int>) => (Func<int, RandomGenerator, int>)((_, _) => 0),
            _ when type == typeof(CancellationToken) => CancellationToken.None,
            _ => throw new NotSupportedException($"Say here what a good {type.Name} for {parameter.Name} is."),
        };
    }
}
