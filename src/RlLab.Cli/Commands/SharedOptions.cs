using System.CommandLine;

namespace RlLab.Cli;

/// <summary>Arguments and options that several commands take.</summary>
internal static class SharedOptions
{
    public static Argument<string> Experiment() => new("experiment") { Description = "The experiment's name; `list` shows them." };

    public static Option<string[]> Set() => new("--set")
    {
        Description = "Set a parameter, which also takes it out of a sweep; may be repeated.",
        HelpName = "NAME=VALUE",
        DefaultValueFactory = _ => [],
    };

    public static Option<string?> Device() => new("--device")
    {
        Description = "Where to train: auto, cpu, cuda or cuda:N. auto takes the GPU only for an experiment that gains by it. [default: auto]",
        HelpName = "auto|cpu|cuda[:N]",
    };
}
