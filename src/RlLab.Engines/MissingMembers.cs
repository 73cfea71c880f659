using System.Text.RegularExpressions;

namespace RlLab.Engines;

/// <summary>Says in words that a member of torch is not in the managed engine, where .NET only says that a method was not found.</summary>
public static partial class MissingMembers
{
    /// <summary>What an exception means, where it or one behind it comes from a member of torch that the managed engine lacks.</summary>
    /// <param name="error">The exception.</param>
    /// <returns>The member and the way out, in one paragraph; null for every other exception, and where another engine is loaded.</returns>
    public static string? Explain(Exception error) =>
        Chain(error).Select(NameOf).FirstOrDefault(name => name is not null) is { } member
            ? $"{member} is not in the managed engine. Run with --engine libtorch, which has all of torch"
                + (TorchEngines.CarriesLibtorch ? "" : " and comes with a build with -p:TorchNative=cpu or cuda")
                + ", or write it with what the managed engine has."
            : null;

    private static IEnumerable<Exception> Chain(Exception error) => error switch
    {
        AggregateException several => several.InnerExceptions.SelectMany(Chain).Prepend(error),
        { InnerException: { } inner } => Chain(inner).Prepend(error),
        _ => [error],
    };

    /// <summary>The member of torch that .NET did not find; null where the exception is about something else.</summary>
    private static string? NameOf(Exception error) => error switch
    {
        DllNotFoundException or EntryPointNotFoundException => null,
        TypeLoadException when IsManaged && TorchsType().Match(error.Message) is { Success: true } type =>
            $"torch's '{Short(type.Groups["name"].Value)}'",
        MissingMemberException when IsManaged && Quoted().Match(error.Message) is { Success: true } member => MemberOf(member.Groups["what"].Value),
        _ => null,
    };

    private static bool IsManaged => TorchEngines.Loaded.Engine == TorchEngine.Managed;

    /// <summary>From <c>Tensor TorchSharp.torch.round(Int64)</c> to <c>'torch.round(Int64)'</c>; null where that is none of torch's.</summary>
    private static string? MemberOf(string what)
    {
        // What is returned comes first; parameters may hold spaces too.
        var (name, parameters) = what.IndexOf('(') is > 0 and var bracket ? (what[..bracket], what[bracket..]) : (what, "");
        var member = name[(name.LastIndexOf(' ') + 1)..];
        return IsTorchs(member) ? $"'{Short(member + parameters)}'" : null;
    }

    /// <summary>Of a nested type, as torch's Tensor is one, .NET gives the bare name.</summary>
    private static bool IsTorchs(string member) =>
        member.StartsWith("TorchSharp.", StringComparison.Ordinal)
        || (member.Split('.') is [var type, _] && TorchEngines.Loaded.Assembly.GetTypes().Any(own => own.IsNestedPublic && own.Name == type));

    private static string Short(string name) => Qualification().Replace(name.Replace('+', '.'), "");

    [GeneratedRegex("'(?<name>[^']+)' from assembly 'TorchSharp,")]
    private static partial Regex TorchsType();

    [GeneratedRegex("'(?<what>[^']+)'")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\b(TorchSharp|System(\.[A-Z]\w+)*)\.")]
    private static partial Regex Qualification();
}
