using System.Diagnostics;
using System.Reflection;

namespace RlLab.Cli;

/// <summary>Finds the line of the experimenter's own code in a stack of calls.</summary>
internal static class UserCode
{
    /// <summary>The exception behind those that .NET wraps around it, which say nothing of their own.</summary>
    public static Exception Unwrap(Exception error) => error switch
    {
        TypeInitializationException or TargetInvocationException or AggregateException { InnerExceptions.Count: 1 }
            when error.InnerException is { } inner => Unwrap(inner),
        _ => error,
    };

    /// <summary>The line of their code that an exception, or the one behind it, came from: <c>Lab.cs:12: throw ...;</c>.</summary>
    /// <param name="error">The exception.</param>
    /// <param name="author">The assembly of the experiment, which is theirs whatever its name; null where it is not known.</param>
    /// <param name="folder">The folder that paths are shortened to.</param>
    /// <returns>Null where none of their code is on the stack.</returns>
    public static string? PlaceOf(Exception error, Assembly? author, string folder) =>
        PlaceIn(new StackTrace(error, fNeedFileInfo: true), author, folder)
        ?? (error.InnerException is { } inner ? PlaceOf(inner, author, folder) : null);

    /// <summary>The innermost line of their code in a stack.</summary>
    private static string? PlaceIn(StackTrace stack, Assembly? author, string folder)
    {
        // A library of theirs without symbols says less than the line that called it.
        var theirs = stack.GetFrames().Where(frame => IsTheirs(frame.GetMethod()?.Module.Assembly, author)).ToList();
        if (theirs.FirstOrDefault(frame => frame.GetFileName() is not null) is { } known)
        {
            var (file, line) = (known.GetFileName()!, known.GetFileLineNumber());
            var path = Path.GetRelativePath(folder, file);
            return $"{(path.StartsWith("..", StringComparison.Ordinal) ? file : path)}:{line}{(Line(file, line) is { } text ? $": {text}" : "")}";
        }

        return theirs.FirstOrDefault()?.GetMethod() is { } method ? $"{method.DeclaringType}.{method.Name}" : null;
    }

    private static bool IsTheirs(Assembly? assembly, Assembly? author) =>
        assembly is not null && (assembly == author || assembly.GetName().Name is { } name
            && !ExperimentCode.IsFramework(name) && !name.StartsWith("RlLab.", StringComparison.Ordinal));

    private static string? Line(string file, int line)
    {
        try
        {
            var text = line > 0 && File.Exists(file) ? File.ReadLines(file).ElementAtOrDefault(line - 1)?.Trim() : null;
            return text is { Length: > 0 } ? text : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
