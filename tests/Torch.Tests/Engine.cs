using System.Runtime.CompilerServices;
using FluentAssertions.Specialized;
using RlLab.Engines;

namespace Torch.Tests;

/// <summary>The engine that these tests hold: the managed one, or with <c>RLLAB_ENGINE=libtorch</c> the package's own.</summary>
public static class Engine
{
    /// <summary>Whether it is the managed one.</summary>
    public static bool IsManaged => TorchEngines.Loaded.Engine == TorchEngine.Managed;

    /// <summary>
    /// Both engines refuse, the managed one with this exception and these words. The package's words are libtorch's, and its exceptions often
    /// those of whatever was stumbled over.
    /// </summary>
    /// <typeparam name="TException">What the managed engine throws.</typeparam>
    /// <param name="thrown">What was thrown.</param>
    /// <param name="words">What the managed engine says, with * for anything.</param>
    public static void OnManaged<TException>(this ExceptionAssertions<Exception> thrown, string words = "*")
        where TException : Exception
    {
        if (IsManaged)
        {
            thrown.WithMessage(words).Which.Should().BeAssignableTo<TException>();
        }
    }

    /// <summary>
    /// An exception in a gradient of one's own passes through libtorch, where nobody can catch it; the test runner then waits for what never ends.
    /// </summary>
    [ModuleInitializer]
    internal static void EndOnAnExceptionThatNobodyCatches() =>
        AppDomain.CurrentDomain.UnhandledException += (_, e) =>
            Environment.FailFast("An exception that nobody catches.", e.ExceptionObject as Exception);
}
