using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace RlLab.Cli;

/// <summary>Arguments and options that several commands take.</summary>
internal static class SharedOptions
{
    public static Argument<string> Experiment() => new("EXPERIMENT")
    {
        Description = "The experiment's name; `list` shows them.",
    };

    public static Argument<string> Run() => new("RUN|SWEEP|EXPERIMENT")
    {
        Description = "The beginning of a run's id; or a sweep's, 'latest' or an experiment's name, for the best run of its newest sweep.",
    };

    public static Option<string?> Checkpoint() => new("--checkpoint")
    {
        Description = "Which checkpoint. [default: best, else last]",
        HelpName = "NAME",
    };

    public static Option<string?> From() => new("--from")
    {
        Description = "Start the network from the weights of a file instead of random ones: safetensors, or PyTorch's state_dict (.pt, .pth).",
        HelpName = "FILE",
    };

    public static Argument<string> Sweep() => new("SWEEP|EXPERIMENT|ADDRESS")
    {
        Description = "The beginning of a sweep's id, 'latest', an experiment's name (with a slash and a sweep's name or without) for its "
            + "newest sweep, or the address of a sweep in PostgreSQL.",
    };

    public static Option<bool> UntilDecided() => new("--until-decided")
    {
        Description = "Add test seeds where they decide, group by group, until it is known which setting is best (AdaStop).",
    };

    public static Option<int?> BudgetRuns() => WholeNumber<int>(
        "--budget-runs", "How many test runs --until-decided may make in all. [default: 5 groups of test seeds]");

    public static Option<string[]> Set() => new("--set")
    {
        Description = "Set a parameter, which also takes it out of a sweep; may be repeated.",
        HelpName = "NAME=VALUE",
        DefaultValueFactory = _ => [],
    };

    public static Option<string[]> Space() => new("--space")
    {
        Description = "What to choose a parameter's values from: a list (32,64), a range (0.9..1, with steps 0..1:0.25, of magnitudes 1e-4..1e-2:log "
            + "with points 1e-4..1e-2:log:5 or steps 0.01..1:0.01:log); may be repeated. [default: as the attributes say]",
        HelpName = "NAME=VALUES",
        DefaultValueFactory = _ => [],
    };

    /// <summary>An option that takes a whole number; null where it is not given.</summary>
    public static Option<T?> WholeNumber<T>(string name, string description, string helpName = "N")
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T> => new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = given =>
            {
                var text = given.Tokens[0].Value;
                if (T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                {
                    return number;
                }

                given.AddError($"{name} takes a whole number from {T.MinValue} to {T.MaxValue}, and '{text}' is none.");
                return null;
            },
        };

    public static Option<string?> Engine(string byDefault = "auto, libtorch for a GPU") => new("--engine")
    {
        Description = $"What executes torch: RlLab's own engine, or the TorchSharp package's libtorch. [default: {byDefault}]",
        HelpName = "auto|managed|libtorch",
    };

    public static Option<string?> Device(string does = "train", string byDefault = "auto") => new("--device")
    {
        Description = $"Where to {does}; auto takes the GPU only for an experiment that gains by it. [default: {byDefault}]",
        HelpName = "auto|cpu|cuda[:N]",
    };
}
