using System.Reflection;
using Xunit.v3;

namespace Torch.Tests;

/// <summary>A test that the package fails, and the managed engine passes.</summary>
/// <param name="Test">The test's class and method.</param>
/// <param name="Case">The case of it, for a theory; null for all.</param>
/// <param name="Reason">What is wrong, as a sentence.</param>
/// <param name="MayEndTheProcess">Whether it can take the process with it, so that it is tried in one of its own.</param>
public sealed record PackageFault(string Test, string? Case, string Reason, bool MayEndTheProcess = false)
{
    /// <summary>Whether a test is the one.</summary>
    /// <param name="method">Its method.</param>
    /// <param name="arguments">Its arguments.</param>
    public bool Is(MethodInfo method, IEnumerable<object?> arguments) =>
        Test == $"{method.DeclaringType!.Name}.{method.Name}" && (Case is null || arguments.Any(argument => argument?.ToString() == Case));

    /// <inheritdoc/>
    public override string ToString() => Case is null ? Test : $"{Test} ({Case})";
}

/// <summary>
/// Skips, on libtorch, what <see cref="PackageFaults"/> lists; in a process that <see cref="PackageFaultTests"/> starts, skips all else and reports.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class SkipPackageFaultsAttribute : BeforeAfterTestAttribute
{
    /// <summary>The environment variable that asks for one of those listed, by its text, or for <see cref="AllInOneProcess"/>.</summary>
    public const string Variable = "RLLAB_PACKAGE_FAULTS";

    /// <summary>The value of <see cref="Variable"/> for what can be tried in one process.</summary>
    public const string AllInOneProcess = "*";

    /// <summary>What a line of the report begins with.</summary>
    public const string Report = "Package fault: ";

    private static readonly string? Asked = Environment.GetEnvironmentVariable(Variable);

    /// <inheritdoc/>
    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        var fault = Engine.IsManaged ? null : PackageFaults.All.FirstOrDefault(f => f.Is(methodUnderTest, test.TestMethodArguments));
        Assert.SkipWhen(Asked is null && fault is not null, fault?.Reason ?? "");
        Assert.SkipWhen(Asked is not null && !IsAsked(fault), "Only faults of the package are asked for.");
    }

    /// <inheritdoc/>
    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (Asked is not null && TestContext.Current.TestState?.Result is { } result and not TestResult.Skipped)
        {
            Console.Write($"\n{Report}{test.TestDisplayName} {result}\n");
        }
    }

    private static bool IsAsked(PackageFault? fault) =>
        fault is not null && (Asked == AllInOneProcess ? !fault.MayEndTheProcess : Asked == fault.ToString());
}
