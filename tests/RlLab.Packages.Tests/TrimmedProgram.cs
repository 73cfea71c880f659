using System.Runtime.InteropServices;

namespace RlLab.Packages.Tests;

/// <summary>A program of its own that is published trimmed or compiled ahead of time, whose compilers may find nothing to warn of.</summary>
/// <param name="libraries">The assemblies that it is compiled against, by name.</param>
internal sealed class TrimmedProgram(params IReadOnlyList<string> libraries) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rllab-trimmed-");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>A file in the program's folder.</summary>
    public string In(params string[] parts) => Path.Combine([_folder.FullName, .. parts]);

    /// <summary>Skips the test where nothing can be compiled ahead of time here.</summary>
    /// <returns>What <see cref="PublishAsync"/> needs for it.</returns>
    public static string SkipUnlessItCompilesAheadOfTime()
    {
        var compiler = $"runtime.{RuntimeInformation.RuntimeIdentifier}.microsoft.dotnet.ilcompiler";
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(PackedFeed.PackageRoot, compiler)),
            $"{compiler} is not among the packages of this machine; `dotnet publish -p:PublishAot=true` of any program brings it.");
        Assert.SkipUnless(IsOnPath("clang") || IsOnPath("gcc"), "Neither clang nor gcc is here to link with.");
        return IsOnPath("clang") ? "" : " -p:CppCompilerAndLinker=gcc";
    }

    /// <summary>Publishes it.</summary>
    /// <param name="how">The property that asks for it: <c>PublishTrimmed</c> or <c>PublishAot</c>.</param>
    /// <param name="source">Its code.</param>
    /// <param name="options">More options.</param>
    /// <returns>The command that starts it.</returns>
    public async Task<string> PublishAsync(string how, string source, string options = "")
    {
        var references = libraries.Select(name => $"""<Reference Include="{Path.Combine(AppContext.BaseDirectory, name + ".dll")}" />""");
        File.WriteAllText(In("Tour.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <{how}>true</{how}>
                <TrimMode>full</TrimMode>
                <TrimmerSingleWarn>false</TrimmerSingleWarn>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <RuntimeIdentifier>{RuntimeInformation.RuntimeIdentifier}</RuntimeIdentifier>
              </PropertyGroup>
              <ItemGroup>{string.Concat(references)}</ItemGroup>
            </Project>
            """);
        File.WriteAllText(In("Program.cs"), source);

        // What the compilers need beside the SDK is fetched once, by this restore; where it is not to be had, there is nothing to try.
        var restored = await Command.RunAsync(_folder.FullName, "dotnet restore");
        Assert.SkipUnless(restored.ExitCode == 0, $"The packs for {how} are not to be had here: {restored.Output}");
        var publish = $"dotnet publish -c Release --no-restore -o out{options}";
        (await Command.RunAsync(_folder.FullName, publish)).EnsureDone(publish);
        return In("out", "Tour");
    }

    private static bool IsOnPath(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
