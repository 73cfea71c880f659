using System.Reflection;
using System.Runtime.CompilerServices;

namespace RlLab.Cli;

/// <summary>
/// What the static fields of an experiment and of all that it uses held at one moment. Runs may share a process as long as nothing there has changed.
/// </summary>
internal sealed class StaticState
{
    private const BindingFlags Statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
    private const string Generated = "RlLab.Generated";

    private readonly IReadOnlyList<(FieldInfo Field, FieldContent Content)> _fields;

    private StaticState(IEnumerable<Type> types) => _fields =
    [
        .. from type in types
           where !type.ContainsGenericParameters && type.Namespace != Generated
           from field in type.GetFields(Statics)
           where !field.IsLiteral && !IsWrittenByTheCompiler(field)
           let content = FieldContent.Of(field)
           where !content.IsConstant
           select (field, content),
    ];

    /// <summary>What they hold now, in an experiment's assembly and in all that it uses beside the framework and the host itself.</summary>
    /// <param name="experiment">The assembly of the experiment's class.</param>
    public static StaticState Of(Assembly experiment) => new(Used(experiment).SelectMany(Types));

    /// <summary>The same for some types alone.</summary>
    /// <param name="types">The types.</param>
    internal static StaticState Of(params Type[] types) => new(types);

    /// <summary>
    /// The fields, as <c>Type.Field</c>, that hold something else now, or something of which nobody can say whether it has changed.
    /// </summary>
    public IReadOnlyList<string> Changes() =>
    [
        .. _fields.Where(f => !f.Content.IsSameAs(FieldContent.Of(f.Field)))
            .Select(f => $"{f.Field.DeclaringType!.FullName}.{Name(f.Field)}")
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The assembly and what it refers to, without what the host refers to itself: that is RlLab's own, and the framework.</summary>
    private static IReadOnlyList<Assembly> Used(Assembly experiment)
    {
        var known = ExperimentCode.UsedBy(typeof(StaticState).Assembly).Select(assembly => assembly.GetName().Name!).ToHashSet();
        return ExperimentCode.UsedBy(experiment, known.Contains);
    }

    /// <summary>An assembly's types, without those that need an assembly that is not there: they cannot hold anything.</summary>
    private static IEnumerable<Type> Types(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException e)
        {
            return e.Types.OfType<Type>();
        }
    }

    /// <summary>Lambdas that are kept, tables of constants: not what an author declared, but for what stands behind a property.</summary>
    private static bool IsWrittenByTheCompiler(FieldInfo field) =>
        (field.Name.Contains('<', StringComparison.Ordinal) && !field.Name.EndsWith(">k__BackingField", StringComparison.Ordinal))
        || (field.DeclaringType is { } type && type.IsDefined(typeof(CompilerGeneratedAttribute), false));

    private static string Name(FieldInfo field) =>
        field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name;
}
