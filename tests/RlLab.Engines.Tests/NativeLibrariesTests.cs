namespace RlLab.Engines.Tests;

public sealed class NativeLibrariesTests
{
    [Theory]
    [InlineData(
        "Unable to load shared library '/p/engines/libtorch/libLibTorchSharp.so' or one of its dependencies. "
        + "/lib/x86_64-linux-gnu/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by /p/engines/libtorch/libLibTorchSharp.so)",
        "*libstdc++.so.6 has no GLIBCXX_3.4.32*Ubuntu 24.04*--engine managed*")]
    [InlineData(
        "Unable to load shared library. /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.38' not found (required by /p/libLibTorchSharp.so)",
        "*libc.so.6 has no GLIBC_2.38*")]
    [InlineData(
        "Unable to load shared library. libgomp-98b21ff3.so.1: cannot open shared object file: No such file or directory",
        "*libgomp-98b21ff3.so.1, which it needs, is not on this machine*-p:TorchNative=cpu*")]
    [InlineData(
        "An attempt was made to load a program with an incorrect format. (0x8007000B)", "*The system says: An attempt*this processor and system*")]
    public void What_the_system_says_is_told_in_words_with_the_way_out(string said, string told)
    {
        var explained = NativeLibraries.Explain(said);
        explained.Should().Match(told);
        explained.Should().NotContain("\n", "it is one paragraph");
    }
}
