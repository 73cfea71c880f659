using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RlLab;

namespace Benchmarks;

/// <summary>What the source generator costs an editor: it runs at every key.</summary>
internal static class GeneratorBenchmarks
{
    private const int Experiments = 200;
    private const int Rounds = 15;

    public static void Run()
    {
        var compilation = Compile();
        CSharpGeneratorDriver.Create(Generator()).RunGenerators(compilation);

        var first = Median(() => Cost(CSharpGeneratorDriver.Create(Generator()).RunGenerators(Renew(compilation))));
        GeneratorDriver driver = CSharpGeneratorDriver.Create(Generator());
        driver = driver.RunGenerators(compilation);
        var edits = 0;
        var attribute = Median(() => Cost(driver = driver.RunGenerators(Edit(compilation, "(0.5, 1)", $"(0.{++edits}, 1)"))));
        var body = Median(() => Cost(driver = driver.RunGenerators(Edit(compilation, "Pulls(3)", $"Pulls({++edits})"))));
        var binding = Median(() =>
        {
            var edited = Edit(compilation, "Pulls(3)", $"Pulls({++edits})");
            var started = Stopwatch.GetTimestamp();
            Bind(edited.Assembly.GlobalNamespace);
            return Stopwatch.GetElapsedTime(started);
        });

        Console.WriteLine($"| work on {Experiments} experiments | processor time | in the generator | beside binding |");
        Console.WriteLine("| --- | --- | --- | --- |");
        Write("the compiler's binding of declarations and attributes", binding);
        Write("for the first time", first);
        Write("a key in the body of a method", body);
        Write("a key in an attribute", attribute);

        void Write(string work, (double Processor, double Work) time) => Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {work} | {time.Processor:0} ms | {time.Work:0} ms | {time.Processor / binding.Processor:0.0} |"));
    }

    /// <summary>What the compiler must do whoever asks what an edited project declares: the least that a generator takes which reads it.</summary>
    private static void Bind(INamespaceOrTypeSymbol container)
    {
        foreach (var member in container.GetMembers())
        {
            // To ask for the arguments is to bind them.
            _ = member.GetAttributes().Sum(attribute => attribute.ConstructorArguments.Length + attribute.NamedArguments.Length);
            _ = (member as IPropertySymbol)?.Type;
            if (member is INamespaceOrTypeSymbol inner)
            {
                _ = (inner as INamedTypeSymbol)?.AllInterfaces;
                Bind(inner);
            }
        }
    }

    /// <summary>How long the generator itself worked.</summary>
    private static TimeSpan Cost(GeneratorDriver driver) => driver.GetTimingInfo().GeneratorTimes[0].ElapsedTime;

    /// <summary>The same project, of which nothing is bound yet.</summary>
    private static CSharpCompilation Renew(CSharpCompilation compilation) => compilation.WithAssemblyName(compilation.AssemblyName);

    /// <summary>The generator as a build loads it: a file.</summary>
    private static ISourceGenerator Generator([CallerFilePath] string here = "")
    {
        var file = Path.GetFullPath(
            "../../generators/RlLab.Generators/bin/Release/netstandard2.0/RlLab.Generators.dll", Path.GetDirectoryName(here)!);
        var type = Assembly.LoadFrom(file).GetType("RlLab.Generators.ExperimentGenerator", throwOnError: true)!;
        return ((IIncrementalGenerator)Activator.CreateInstance(type)!).AsSourceGenerator();
    }

    /// <summary>
    /// In milliseconds: the processor's time, which what else runs on the machine changes least, and what the work says of itself by the clock.
    /// </summary>
    private static (double Processor, double Work) Median(Func<TimeSpan> work)
    {
        // While the first rounds run, the generator's own code is still being compiled, better and better.
        var rounds = Enumerable.Range(0, 4 * Rounds)
            .Select(_ =>
            {
                var before = Environment.CpuUsage.TotalTime;
                var told = work();
                return (Processor: (Environment.CpuUsage.TotalTime - before).TotalMilliseconds, Work: told.TotalMilliseconds);
            })
            .Skip(3 * Rounds)
            .ToList();
        return (Middle(round => round.Processor), Middle(round => round.Work));

        double Middle(Func<(double Processor, double Work), double> part) => rounds.Select(part).Order().ElementAt(Rounds / 2);
    }

    private static Compilation Edit(Compilation compilation, string from, string to)
    {
        var tree = compilation.SyntaxTrees.First();
        var edited = CSharpSyntaxTree.ParseText(tree.ToString().Replace(from, to, StringComparison.Ordinal), path: tree.FilePath);
        return compilation.ReplaceSyntaxTree(tree, edited);
    }

    private static CSharpCompilation Compile()
    {
        var framework = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
        return CSharpCompilation.Create(
            "Lab",
            Enumerable.Range(0, Experiments).Select(i => CSharpSyntaxTree.ParseText(Source(i), path: $"Lab{i}.cs")),
            [.. framework, MetadataReference.CreateFromFile(typeof(IExperiment).Assembly.Location)],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }

    private static string Source(int i) => $$"""
        using System.Threading.Tasks;
        using RlLab;

        /// <summary>How well does it learn?</summary>
        [Experiment("lab-{{i}}"), Constraint(nameof(IsWide))]
        [Sweep(Trials = 20, Seeds = 5, Objective = "eval/return"), Sweep("grid", Trials = 3, Objective = "eval/return")]
        public sealed partial class Lab{{i}} : IExperiment
        {
            /// <summary>The step size.</summary>
            [LogUniform(1e-4, 1e-1)] public double LearningRate { get; init; } = 1e-2;
            [Uniform(0.5, 1)] public double Discount { get; init; } = 0.9;
            [Choice(16, 32, 64)] public int Width { get; init; } = 32;
            [IntRange(1, 9, Step = 2)] public int Depth { get; init; } = 3;
            [Choice] public bool Double { get; init; } = true;
            [Choice] public Exploration{{i}} Exploration { get; init; } = new Exploration{{i}}.EpsilonGreedy { End = 0.1 };
            public int Steps { get; init; } = 50_000;

            private bool IsWide => Width > Depth;

            public Task Train(IRun run)
            {
                run.LogMetric("eval/return", Pulls(3), 1);
                return Task.CompletedTask;
            }

            private static double Pulls(int arm) => arm * 0.5;
        }

        public abstract record Exploration{{i}}
        {
            public sealed record EpsilonGreedy : Exploration{{i}}
            {
                [Uniform(0, 0.2)] public double End { get; init; } = 0.05;
                [LogIntRange(10, 10_000)] public int Steps { get; init; } = 1_000;
            }

            public sealed record Boltzmann([property: LogUniform(0.1, 10)] double Temperature = 1) : Exploration{{i}};
        }
        """;
}
