using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Loader;

namespace RlLab.Cli.Tests.Checkpoints;

/// <summary>Which code a checkpoint comes from, of experiments whose libraries refer to others, and to what is not there.</summary>
public sealed class RunOriginTests
{
    private readonly string _suffix = $"{Guid.NewGuid():n}";

    [Fact]
    public void The_code_is_all_that_the_experiment_uses_itself_or_by_a_library_and_neither_the_host_nor_the_framework()
    {
        var core = Made("Core");
        var library = Made("Library", core, typeof(Host), typeof(Spectre.Console.Table));
        var experiment = Made("Experiment", library, typeof(Uri), typeof(TorchSharp.torch));

        var code = RunOrigin.Of("managed 1.2.3", "cuda:1", experiment.Assembly).Code;

        code.Should().Contain(Build(core)).And.Contain(Build(library)).And.Contain(Build(experiment)).And.Contain("Spectre.Console ");
        code.Should().NotContainAny("RlLab.Cli ", "TorchSharp ", "System.");
    }

    [Fact]
    public void What_is_referred_to_and_not_there_is_left_out()
    {
        var experiment = Made("Experiment", MadeIn(new AssemblyLoadContext("elsewhere"), "Missing"));

        RunOrigin.Of("managed 1.2.3", "cpu", experiment.Assembly).Code.Should().Be(Build(experiment));
        StaticState.Of(experiment.Assembly).Changes().Should().BeEmpty();
    }

    private static string Build(Type type) => $"{type.Assembly.GetName().Name} {type.Module.ModuleVersionId:n}";

    private Type Made(string name, params Type[] used) => MadeIn(AssemblyLoadContext.Default, name, used);

    /// <summary>
    /// A type, in an assembly of its own, that has fields of some others, beside heirs of those that were made too; who looks elsewhere for the
    /// assembly does not find it.
    /// </summary>
    private Type MadeIn(AssemblyLoadContext context, string name, params Type[] used)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName($"{name}{_suffix}"), typeof(object).Assembly);
        var module = assembly.DefineDynamicModule(name);
        var type = module.DefineType(name, TypeAttributes.Public);
        for (var field = 0; field < used.Length; field++)
        {
            type.DefineField($"_field{field}", used[field], FieldAttributes.Private);
        }

        type.CreateType();
        foreach (var parent in used.Where(made => made.Assembly.GetName().Name!.EndsWith(_suffix, StringComparison.Ordinal)))
        {
            module.DefineType($"{parent.Name}Heir", TypeAttributes.Public, parent).CreateType();
        }

        using var image = new MemoryStream();
        assembly.Save(image);
        image.Position = 0;
        return context.LoadFromStream(image).GetType(name)!;
    }
}
