using System.Diagnostics;
using System.Reflection;
using TorchSharp;

namespace RlLab.Engines.Tests;

public sealed class TorchEnginesTests
{
    [Fact]
    public void Torch_is_the_engine_that_was_chosen_at_start()
    {
        var loaded = TorchEngines.Loaded;
        loaded.Assembly.Should().BeSameAs(typeof(torch).Assembly);
        $"{loaded}".Should().Be($"{TorchEngines.Name(loaded.Engine)} 0.107.0");
    }

    [Fact]
    public void The_package_is_compiled_so_that_what_its_native_calls_use_lives_until_they_return()
    {
        Assert.SkipWhen(TorchEngines.Loaded.Engine == TorchEngine.Managed, "The managed engine has no native calls.");
        TorchEngines.Loaded.Assembly.GetCustomAttribute<DebuggableAttribute>()!.IsJITOptimizerDisabled.Should().BeTrue();
    }

    [Fact]
    public void A_file_that_is_no_assembly_is_named()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "a download that was cut off");
            var load = () => PackageAssembly.Load(file);
            load.Should().Throw<EngineException>().WithMessage($"'{file}' is not the assembly of the TorchSharp package*--engine managed*");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void An_engine_cannot_be_changed_for_another()
    {
        var loaded = TorchEngines.Loaded.Engine;
        var other = loaded == TorchEngine.Managed ? TorchEngine.Libtorch : TorchEngine.Managed;
        FluentActions.Invoking(() => TorchEngines.Use(other, threads: 1)).Should().Throw<EngineException>()
            .WithMessage($"*computes with {TorchEngines.Name(loaded)}*--engine {TorchEngines.Name(other)}*RLLAB_ENGINE={TorchEngines.Name(other)}*");
        TorchEngines.Use(loaded, threads: 1).Should().BeSameAs(TorchEngines.Loaded, "the same again is no change");
    }

    [Theory]
    [InlineData("managed", TorchEngine.Managed)]
    [InlineData("libtorch", TorchEngine.Libtorch)]
    [InlineData("auto", null)]
    public void Engines_are_called_by_their_names(string text, TorchEngine? engine) => TorchEngines.Parse(text, "--engine").Should().Be(engine);

    [Theory]
    [InlineData("cuda")]
    [InlineData("Managed")]
    [InlineData("")]
    public void Another_name_is_refused_with_those_that_there_are(string text) =>
        FluentActions.Invoking(() => TorchEngines.Parse(text, "defaults.engine")).Should().Throw<EngineException>()
            .WithMessage($"defaults.engine says '{text}'*auto, managed or libtorch*");

    [Fact]
    public void The_engines_convolution_gradients_are_those_of_plain_loops() =>
        ConvolutionCheck.LargestError().Should().BeLessThan(ConvolutionCheck.Tolerance).And.BeGreaterThan(0, "single precision rounds");
}
