using Microsoft.CodeAnalysis;

namespace RlLab.Generators.Diagnostics;

/// <summary>Everything that can be wrong with a declaration. Ids go in hundreds by subject and are never used again.</summary>
/// <remarks>Each has a line in the release file, a paragraph in the README beside it, and a test. A list, and as long as it is.</remarks>
internal static class DiagnosticDescriptors
{
    // The class: 100.

    public static readonly DiagnosticDescriptor NotPartial = new(
        "RLLAB101",
        "The experiment is not partial",
        "Add 'partial' to '{0}': its descriptor is written as another part of the class",
        "RlLab.Experiment",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor NotAnExperiment = new(
        "RLLAB102",
        "The class does not implement IExperiment",
        "Let '{0}' implement IExperiment: 'class {0} : IExperiment' with a method 'Task Train(IRun run)'",
        "RlLab.Experiment",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor NotConstructible = new(
        "RLLAB103",
        "The experiment cannot be made without arguments",
        "'{0}' must be makeable as 'new {0}()', but {1}",
        "RlLab.Experiment",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor Abstract = new(
        "RLLAB104",
        "The experiment is abstract",
        "Remove 'abstract' from '{0}', or move [Experiment] to a class derived from it",
        "RlLab.Experiment",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor Generic = new(
        "RLLAB105",
        "The experiment is generic",
        "'{0}' depends on the type parameters of '{1}': an experiment must stand for one type; derive a class that names them",
        "RlLab.Experiment",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor Inaccessible = new(
        "RLLAB106",
        "The catalogue cannot reach the experiment",
        "Make '{0}' internal or public, because the catalogue cannot name a {1} class",
        "RlLab.Experiment",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor ContainerNotPartial = new(
        "RLLAB107",
        "A type around the experiment is not partial",
        "Add 'partial' to '{0}', or move the experiment '{1}' out of it",
        "RlLab.Experiment",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor MalformedName = new(
        "RLLAB108",
        "The experiment's name is malformed",
        "'{0}' cannot name an experiment: use lower-case words of letters and digits, joined by single hyphens, at most 100 characters{1}",
        "RlLab.Experiment",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor DuplicateName = new(
        "RLLAB109",
        "Two experiments have one name",
        "'{0}' also names the experiment '{1}': give each its own name",
        "RlLab.Experiment",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor ReservedMember = new(
        "RLLAB110",
        "A member has the name of a generated one",
        "Rename '{0}': RlLab writes a member of that name into '{1}'",
        "RlLab.Experiment",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor SharedName = new(
        "RLLAB111",
        "Two assemblies have an experiment of one name",
        "'{0}' names an experiment of '{1}' and one of '{2}', which no command could tell apart: rename one, or reference one",
        "RlLab.Experiment",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor DisposedBeforeTheEnd = new(
        "RLLAB112",
        "A task is returned out of a scope that it needs",
        "This task is returned, not awaited, so that {0} is disposed before the task ends: make the method 'async' and 'await' it",
        "RlLab.Experiment",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    // Hyperparameters: 200.

    public static readonly DiagnosticDescriptor UnsupportedType = new(
        "RLLAB201",
        "A hyperparameter cannot have this type",
        "'{0}' cannot be a hyperparameter of type '{1}': use double, float, int, long, bool, string, an enum or a record of these, "
        + "or make the property private or get-only if it is none",
        "RlLab.Hyperparameter",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor NotSettable = new(
        "RLLAB202",
        "A swept property cannot be initialised",
        "'{0}' cannot be swept because {1}: make it a public property with 'get' and 'init'",
        "RlLab.Hyperparameter",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor NoDefault = new(
        "RLLAB203",
        "A hyperparameter has no default",
        "Initialise '{0}' with its default: '{1}'",
        "RlLab.Hyperparameter",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor DefaultNotConstant = new(
        "RLLAB204",
        "A hyperparameter's default is not a constant",
        "The default of '{0}' must be known at compile time: write a constant (for a record, 'new' with constants), "
        + "or make the property private or get-only if it is no hyperparameter",
        "RlLab.Hyperparameter",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor UnusableDefault = new(
        "RLLAB205",
        "A hyperparameter's default is not a value that it can be set to",
        "The default of '{0}' must be {1}",
        "RlLab.Hyperparameter",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor TwoDomains = new(
        "RLLAB206",
        "A property has two domains",
        "'{0}' is already swept by [{1}]: remove one of the two",
        "RlLab.Hyperparameter",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor DefaultOutsideDomain = new(
        "RLLAB207",
        "A hyperparameter's default lies outside its domain",
        "The default {0} of '{1}' is not in {2}: change the default{3}, or the domain",
        "RlLab.Hyperparameter",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor HiddenHyperparameter = new(
        "RLLAB208",
        "A hyperparameter is hidden",
        "This '{0}' hides the hyperparameter of '{1}', which no run could set then: rename it, or override the other, which takes 'virtual'",
        "RlLab.Hyperparameter",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor CaseTwins = new(
        "RLLAB209",
        "Two hyperparameters differ only in case",
        "'{0}' is also spelt '{1}': a command line, a server or a file system that ignores case would take one for the other; rename one",
        "RlLab.Hyperparameter",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor RecordCycle = new(
        "RLLAB210",
        "A record of hyperparameters holds itself",
        "A '{0}' would hold another in '{1}', and so on without end: remove the property, or give it another type",
        "RlLab.Hyperparameter",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor UnreachableAlternative = new(
        "RLLAB211",
        "An alternative cannot be chosen",
        "{0}",
        "RlLab.Hyperparameter",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor AlternativeTwins = new(
        "RLLAB212",
        "Two alternatives have a hyperparameter of one name",
        "'{0}' is declared by '{1}' and by '{2}', and a name must stand for one hyperparameter: rename one, or declare it once in the abstract "
            + "record",
        "RlLab.Hyperparameter",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor RecordNotMakeable = new(
        "RLLAB213",
        "A record of hyperparameters cannot be made",
        "'{0}' must be makeable from its hyperparameters alone, but {1}: give it a default, or make it a hyperparameter",
        "RlLab.Hyperparameter",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    // Ranges: 300.

    public static readonly DiagnosticDescriptor EmptyRange = new(
        "RLLAB301",
        "A range is empty",
        "The low end {0} must be below the high end {1}",
        "RlLab.Range",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor NotFinite = new(
        "RLLAB302",
        "A range's number is not finite",
        "{0} cannot bound or divide a range: write a finite number",
        "RlLab.Range",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor LogRangeNotPositive = new(
        "RLLAB303",
        "A logarithmic range reaches zero or below",
        "The low end {0} must be above zero, because a logarithmic range never reaches zero; [Uniform] does",
        "RlLab.Range",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor BadStep = new(
        "RLLAB304",
        "A range's step does not fit",
        "The step {0} must be above zero and at most the range's width {1}{2}",
        "RlLab.Range",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor TooFewPoints = new(
        "RLLAB305",
        "A logarithmic range has too few points",
        "{0} points do not span a range: use at least 2, or leave Points out for a continuous range",
        "RlLab.Range",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor WrongRange = new(
        "RLLAB306",
        "A range does not suit the property's type",
        "[{0}] does not suit '{1}', which is of type {2}: use {3}",
        "RlLab.Range",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor RangeTooWide = new(
        "RLLAB307",
        "A range reaches beyond the property's type",
        "'{1}' is of type {2}, which does not hold {0}: narrow the range or change the type to {3}",
        "RlLab.Range",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor PointsAndStep = new(
        "RLLAB308",
        "A logarithmic range has both points and steps",
        "A grid takes every step of '{0}': leave Points out, or leave Step out for points that lie between",
        "RlLab.Range",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    // Choices: 400.

    public static readonly DiagnosticDescriptor EmptyChoice = new(
        "RLLAB401",
        "A choice is empty",
        "Name the values of '{0}': [Choice(first, second)]",
        "RlLab.Choice",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor RepeatedChoice = new(
        "RLLAB402",
        "A choice names a value twice",
        "{0} is already among the values of '{1}': remove it",
        "RlLab.Choice",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor WrongChoice = new(
        "RLLAB403",
        "A choice has a value of the wrong type",
        "{0} is not a value of '{1}': write {2}",
        "RlLab.Choice",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    // Sweeps: 500.

    public static readonly DiagnosticDescriptor StrayAttribute = new(
        "RLLAB501",
        "A sweep attribute is not on an experiment",
        "[{0}] on '{1}' has no effect, because '{2}' has no [Experiment]: put [Experiment] on the class, {3}, or remove [{0}]",
        "RlLab.Sweep",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor GridOverContinuous = new(
        "RLLAB502",
        "A grid over a continuous range",
        "A grid cannot enumerate '{0}': give the range {1}, use [Choice], or take Sampler.Random",
        "RlLab.Sweep",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor TooFewRuns = new(
        "RLLAB503",
        "A sweep runs nothing",
        "{0} must be at least 1, not {1}",
        "RlLab.Sweep",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor MalformedObjective = new(
        "RLLAB504",
        "A sweep's objective cannot name a metric",
        "The objective must be the name of a metric that the experiment logs: 1 to 250 letters, digits, spaces, underscores, hyphens, "
        + "dots or slashes",
        "RlLab.Sweep",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor NothingSwept = new(
        "RLLAB505",
        "A sweep has nothing to sweep",
        "No property of '{0}' says what to sweep, so every random trial is the same: put [Uniform], [LogUniform], [IntRange], [LogIntRange] or "
            + "[Choice] on one, "
        + "or sweep by Sampler.Grid to repeat the one setting over its seeds",
        "RlLab.Sweep",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor BadSweepName = new(
        "RLLAB506",
        "A sweep's name does not tell it apart",
        "{0}",
        "RlLab.Sweep",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor SweepSize = new(
        "RLLAB507",
        "How much a sweep runs",
        "{0}: {1} x {2}{3} = {4}{5}",
        "RlLab.Sweep",
        DiagnosticSeverity.Info,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor OverBudget = new(
        "RLLAB508",
        "A sweep is over its budget",
        "{0} takes {1}, and its budget is {2}: ask for fewer trials or seeds, give ranges larger steps, or raise the budget",
        "RlLab.Sweep",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor BadBudget = new(
        "RLLAB509",
        "A budget limits nothing",
        "{0}",
        "RlLab.Sweep",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor UnloggedObjective = new(
        "RLLAB510",
        "Nothing logs a sweep's objective",
        "No code of '{0}' logs '{1}', so that no run could be compared; it logs {2}",
        "RlLab.Sweep",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor SweepOption = new(
        "RLLAB511",
        "A sweep's confirmation, pruner or lanes cannot be followed",
        "{0}",
        "RlLab.Sweep",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    // Engines: 600.

    public static readonly DiagnosticDescriptor NotInManagedEngine = new(
        "RLLAB601",
        "The managed engine lacks a member",
        "'{0}' is not in the managed engine: a run that comes here needs --engine libtorch",
        "RlLab.Engine",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true);

    // Constraints: 700.

    public static readonly DiagnosticDescriptor NoSuchConstraint = new(
        "RLLAB701",
        "A constraint names nothing",
        "'{0}' has no member '{1}': write '[Constraint(nameof(...))]' with the name of a predicate, 'bool BatchFitsReplay => BatchSize <= "
            + "ReplayCapacity;'",
        "RlLab.Constraint",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor NotAPredicate = new(
        "RLLAB702",
        "A constraint is no predicate over the hyperparameters",
        "'{0}' cannot be a constraint, because {1}: write 'bool {0} => ...' over the hyperparameters alone",
        "RlLab.Constraint",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    // Checkpoints: 800.

    public static readonly DiagnosticDescriptor CheckpointedNotPartial = new(
        "RLLAB801",
        "A checkpointed class is not partial",
        "Add 'partial' to '{0}': how '{1}' is saved is written as another part of it",
        "RlLab.Checkpoint",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor Unsavable = new(
        "RLLAB802",
        "What changes cannot be saved",
        "'{0}' would be lost when a run is taken up again, because a {1} cannot be saved: mark the class of it [Checkpointed] or let it be "
        + "IResumable, or put [Rebuilt] on '{0}' if nothing is lost by it",
        "RlLab.Checkpoint",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor BaseHoldsState = new(
        "RLLAB803",
        "The base of a checkpointed class is not checkpointed",
        "What changes in '{1}' would be lost when '{0}' is restored: mark '{1}' [Checkpointed] too",
        "RlLab.Checkpoint",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor WritesItsOwnState = new(
        "RLLAB804",
        "A checkpointed class saves itself",
        "'{0}' has its own {1}: remove that, or [Checkpointed]",
        "RlLab.Checkpoint",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor CheckpointNotWritable = new(
        "RLLAB805",
        "What saves a checkpointed class cannot be written",
        "How '{0}' is saved cannot be written: {1}",
        "RlLab.Checkpoint",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    // Training: 900.

    public static readonly DiagnosticDescriptor UnseededRandom = new(
        "RLLAB901",
        "Random numbers that no seed decides",
        "{0} is another in each run, so that none can be repeated: take a RandomGenerator of run.Seed",
        "RlLab.Training",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor OwnClock = new(
        "RLLAB902",
        "A clock of one's own",
        "{0} is a clock that no test can set: ask run.Clock",
        "RlLab.Training",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor MetricPerStep = new(
        "RLLAB903",
        "A metric for each step",
        "The name changes with '{0}', as the step does, so that each metric has one point: leave it out of the name",
        "RlLab.Training",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor UndisposedTensor = new(
        "RLLAB904",
        "A loop makes tensors that nothing disposes",
        "Each time round a tensor is left to the garbage collector, which does not see how large it is: write 'using var {0}', or open a scope in "
            + "the loop, "
        + "'using var scope = torch.NewDisposeScope();'",
        "RlLab.Training",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true);
}
