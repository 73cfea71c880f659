using System.Reflection;
using System.Runtime.CompilerServices;
using TorchSharp;

namespace RlLab.Engines.Tests;

/// <summary>What the managed engine lacks is told by its name, whatever .NET makes of it.</summary>
public sealed class MissingMembersTests
{
    public MissingMembersTests() => Assert.SkipUnless(TorchEngines.Loaded.Engine == TorchEngine.Managed, "libtorch has all of torch.");

    public static TheoryData<string> Uses => [.. Missing.Keys];

    /// <summary>Each in a method of its own: .NET looks for a member when it compiles what calls it.</summary>
    private static Dictionary<string, (Action Use, string Member)> Missing { get; } = new()
    {
        ["a type"] = (UseType, "torch's 'fft' is"),
        ["a method of torch"] = (UseMethod, "'torch.hamming_window(Int64"),
        ["a method of a tensor"] = (UseTensor, "'Tensor.cholesky_inverse(Boolean)' is"),
        ["a type that is only named"] = (NameType, "torch's 'ScriptModule' is"),
        ["a static initialiser"] = (() => RuntimeHelpers.RunClassConstructor(typeof(Initialised).TypeHandle), "torch's 'fft' is"),
        ["reflection"] = (() => ((Action)UseMethod).Method.Invoke(null, null), "'torch.hamming_window(Int64"),
        ["a task"] = (() => Task.Run(UseMethod).Wait(), "'torch.hamming_window(Int64"),
    };

    [Theory]
    [MemberData(nameof(Uses))]
    public void A_use_of_it_is_explained(string use)
    {
        var (action, member) = Missing[use];
        var error = action.Should().Throw<Exception>().Which;
        MissingMembers.Explain(error).Should()
            .StartWith(member).And.Contain("is not in the managed engine. Run with --engine libtorch").And.NotContain("TorchSharp.");
    }

    [Fact]
    public void A_field_is_a_member_too() =>
        MissingMembers.Explain(new MissingFieldException("Field not found: 'TorchSharp.Scalar TorchSharp.torch+Limits.largest'."))
            .Should().StartWith("'torch.Limits.largest' is not in the managed engine.");

    [Theory]
    [InlineData(typeof(MissingMethodException), "Method not found: 'Void Lab.Network.Reset()'.")]
    [InlineData(typeof(MissingMethodException), "Method not found: 'Void Network.Reset()'.")]
    [InlineData(typeof(MissingMethodException), "Method not found: 'Void Lab.Network.Use(TorchSharp.torch+Tensor)'.")]
    [InlineData(typeof(TypeLoadException), "Could not load type 'Network' from assembly 'Lab, Version=1.0.0.0'.")]
    [InlineData(typeof(InvalidOperationException), "'TorchSharp.torch.fft' is beautiful.")]
    [InlineData(typeof(DllNotFoundException), "Unable to load shared library 'LibTorchSharp' or one of its dependencies.")]
    public void What_is_not_of_torch_is_left_as_it_is(Type type, string message) =>
        MissingMembers.Explain((Exception)Activator.CreateInstance(type, message)!).Should().BeNull();

#pragma warning disable RLLAB601 // What the managed engine lacks, so that it is missed.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void UseType() => torch.fft.rfft(torch.ones(4)).Dispose();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void UseMethod() => torch.hamming_window(4).Dispose();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void UseTensor() => torch.eye(2).cholesky_inverse().Dispose();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void NameType() => Keep<torch.jit.ScriptModule>();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string Keep<T>() => typeof(T).Name;

    private static class Initialised
    {
        public static readonly long Length = torch.fft.rfft(torch.ones(4)).numel();
    }
#pragma warning restore RLLAB601
}
