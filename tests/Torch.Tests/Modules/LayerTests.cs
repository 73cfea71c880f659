using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Torch.Tests.Modules;

/// <summary>Layers: a case computed by hand for each, and what they refuse.</summary>
public sealed class LayerTests
{
    [Fact]
    public void Linear_multiplies_and_adds()
    {
        var layer = Linear(
            new TorchSharp.Modules.Parameter(tensor(new float[,] { { 1, 2 }, { 3, 4 } })), new TorchSharp.Modules.Parameter(tensor([10f, 20f])));
        layer.call(tensor(new float[,] { { 1, -1 } })).ShouldBeClose(1e-6, 9, 19);
        (layer.in_features, layer.out_features).Should().Be((2, 2));
    }

    [Fact]
    public void A_convolution_sums_its_window()
    {
        var layer = Conv2d(1, 1, 2, bias: false);
        using (no_grad()) layer.weight.fill_(1);
        layer.call(arange(9, dtype: ScalarType.Float32).reshape(1, 1, 3, 3)).ShouldBeClose(1e-6, 8, 12, 20, 24);
    }

    [Fact]
    public void Same_padding_keeps_the_size_for_even_kernels_too()
    {
        var layer = Conv1d(1, 1, 2, Padding.Same, bias: false);
        using (no_grad()) layer.weight.fill_(1);
        // PyTorch puts what is left over at the end.
        layer.call(tensor(new float[,,] { { { 1, 2, 4 } } })).ShouldBeClose(1e-6, 3, 6, 4);
        Conv2d(2, 3, (3, 2), Padding.Same, dilation: (2, 1)).call(zeros(1, 2, 5, 6)).shape.Should().Equal(1, 3, 5, 6);
    }

    [Fact]
    public void A_padding_mode_fills_the_border()
    {
        var layer = Conv1d(1, 1, 3, padding: 1, padding_mode: PaddingModes.Circular, bias: false);
        using (no_grad()) layer.weight.fill_(1);
        layer.call(tensor(new float[,,] { { { 1, 2, 4 } } })).ShouldBeClose(1e-6, 7, 7, 7);
    }

    [Fact]
    public void Pools_take_the_largest_or_the_mean()
    {
        var x = arange(16, dtype: ScalarType.Float32).reshape(1, 1, 4, 4);
        MaxPool2d(2).call(x).ShouldBeClose(1e-6, 5, 7, 13, 15);
        MaxPool2d((2, 4)).call(x).ShouldBeClose(1e-6, 7, 15);
        AvgPool2d(2).call(x).ShouldBeClose(1e-6, 2.5, 4.5, 10.5, 12.5);
        AdaptiveAvgPool2d(1).call(x).ShouldBeClose(1e-6, 7.5);
        AdaptiveAvgPool2d((1, 2)).call(x).ShouldBeClose(1e-6, 6.5, 8.5);
    }

    [Fact]
    public void Batch_normalisation_uses_the_batch_while_training_and_the_running_statistics_after()
    {
        var norm = BatchNorm1d(1);
        norm.call(tensor(new float[,] { { 1 }, { 3 } })).ShouldBeClose(1e-4, -1, 1);
        norm.running_mean!.ShouldBeClose(1e-6, 0.2);
        norm.running_var!.ShouldBeClose(1e-6, 0.9 + 0.1 * 2);
        norm.eval();
        norm.call(tensor(new float[,] { { 0.2f } })).ShouldBeClose(1e-6, 0);
        norm.num_batches_tracked!.item<long>().Should().Be(1);
        norm.Invoking(n => n.call(zeros(1, 1, 1, 1))).Should().Throw<Exception>().OnManaged<ArgumentException>("*2 or 3*[1, 1, 1, 1]*");
    }

    [Fact]
    public void Batch_normalisation_without_running_statistics_always_uses_the_batch()
    {
        var norm = BatchNorm2d(2, affine: false, track_running_stats: false);
        norm.state_dict().Should().BeEmpty();
        norm.eval();
        norm.call(randn(4, 2, 3, 3)).mean([0, 2, 3]).ShouldBeClose(1e-5, 0, 0);
    }

    [Fact]
    public void Layer_normalisation_is_over_each_example()
    {
        var norm = LayerNorm(2);
        norm.call(tensor(new float[,] { { 1, 3 }, { 10, 10 } })).ShouldBeClose(1e-4, -1, 1, 0, 0);
        LayerNorm([2, 3], bias: false).state_dict().Keys.Should().Equal("weight");
    }

    [Fact]
    public void An_embedding_looks_rows_up_and_its_padding_learns_nothing()
    {
        var table = Embedding(4, 2, padding_idx: 0);
        table.weight![0].ShouldBeClose(1e-9, 0, 0);
        var rows = table.call(tensor(new long[,] { { 0, 3 }, { 3, 1 } }));
        rows.shape.Should().Equal(2, 2, 2);
        rows[0][1].ShouldEqual(table.weight[3].detach());
        rows.sum().backward();
        table.weight.grad!.ShouldBeClose(1e-6, 0, 0, 1, 1, 0, 0, 2, 2);
    }

    [Fact(Skip = "libtorch has them.", SkipUnless = nameof(Engine.IsManaged), SkipType = typeof(Engine))]
    public void What_is_not_there_is_refused_by_name()
    {
        FluentActions.Invoking(() => Embedding(4, 2, max_norm: 1)).Should().Throw<NotSupportedException>().WithMessage("*max_norm*");
        FluentActions.Invoking(() => functional.interpolate(ones(1, 1, 4), size: [2], mode: InterpolationMode.Linear))
            .Should().Throw<NotSupportedException>();
    }

    [Fact]
    public void Dropout_zeroes_a_share_and_scales_the_rest()
    {
        manual_seed(5);
        var values = Dropout(0.25).call(ones(10000)).Values();
        values.Distinct().Order().Should().HaveCount(2);
        values.Where(value => value != 0).Should().OnlyContain(value => Math.Abs(value - 1 / 0.75) < 1e-6);
        values.Count(value => value == 0).Should().BeInRange(2350, 2650);
    }

    [Fact]
    public void Flatten_and_unflatten_change_the_shape_only()
    {
        var x = randn(2, 3, 4);
        Flatten().call(x).shape.Should().Equal(2, 12);
        Unflatten(1, [4, 3]).call(Flatten().call(x)).shape.Should().Equal(2, 4, 3);
    }

    [Fact]
    public void Activations_are_the_functions_of_their_names()
    {
        var x = linspace(-3, 3, 13);
        ReLU().call(x).ShouldBeClose(functional.relu(x));
        ReLU6().call(x * 4).ShouldBeClose((x * 4).clamp(0, 6));
        LeakyReLU(0.2).call(x).ShouldBeClose(where(x.gt(0), x, x * 0.2));
        ELU(2).call(x).ShouldBeClose(where(x.gt(0), x, x.expm1() * 2));
        GELU().call(x).ShouldBeClose(x * 0.5 * ((x / Math.Sqrt(2)).erf() + 1));
        SiLU().call(x).ShouldBeClose(x * x.sigmoid());
        Sigmoid().call(x).ShouldBeClose(x.sigmoid());
        LogSigmoid().call(x).ShouldBeClose(x.sigmoid().log());
        Tanh().call(x).ShouldBeClose(x.tanh());
        Softplus().call(x).ShouldBeClose(x.exp().log1p());
        Softmax(0).call(x).ShouldBeClose(x.exp() / x.exp().sum());
        LogSoftmax(0).call(x).ShouldBeClose((x.exp() / x.exp().sum()).log());
    }

    [Fact]
    public void Rare_activations_are_their_formulas()
    {
        var x = linspace(-3, 3, 13);
        var tanh = x.tanh();
        CELU(0.5).call(x).ShouldBeClose(where(x.gt(0), x, (x / 0.5).expm1() * 0.5));
        SELU().call(x).ShouldBeClose(1.0507009873554805 * where(x.gt(0), x, x.expm1() * 1.6732632423543772));
        Mish().call(x).ShouldBeClose(x * x.exp().log1p().tanh());
        GLU(0).call(x[..12]).ShouldBeClose(x[..6] * x[6..12].sigmoid());
        Hardsigmoid().call(x).ShouldBeClose((x / 6 + 0.5).clamp(0, 1));
        Hardswish().call(x).ShouldBeClose(x * (x / 6 + 0.5).clamp(0, 1));
        Hardshrink(1).call(x).ShouldBeClose(where(x.abs().gt(1), x, zeros_like(x)));
        Softshrink(1).call(x).ShouldBeClose(x - x.clamp(-1, 1));
        Softsign().call(x).ShouldBeClose(x / (x.abs() + 1));
        Softmin(0).call(x).ShouldBeClose(Softmax(0).call(x.neg()));
        Softmax2d().call(x[..12].reshape(1, 3, 2, 2)).ShouldBeClose(x[..12].reshape(1, 3, 2, 2).softmax(1));
        Tanhshrink().call(x).ShouldBeClose(x - tanh);
        Threshold(1, 7).call(x).ShouldBeClose(where(x.gt(1), x, full(13, 7f)));
        GELU(TorchSharp.Modules.GELU.Approximate.tanh).call(x).ShouldBeClose(GELU().call(x), 1e-3);
        PReLU(1, 0.1).call(x).ShouldBeClose(LeakyReLU(0.1).call(x));
        var channels = PReLU(2);
        using (no_grad()) channels.weight.copy_(tensor([0.5f, 2f]));
        channels.call(tensor(new float[,] { { -1, -1 }, { 1, -3 } })).ShouldBeClose(1e-6, -0.5, -2, 1, -6);
    }

    [Fact]
    public void Hardtanh_keeps_to_its_bounds() => Hardtanh(-2, 1).call(tensor([-3f, 0f, 3f])).ShouldBeClose(1e-9, -2, 0, 1);

    [Fact]
    public void Padding_grows_the_last_dimension_first_or_cuts_it()
    {
        var x = tensor(new float[,] { { 1, 2, 3 } });
        functional.pad(x, (1, 2), value: 9).ShouldBeClose(1e-9, 9, 1, 2, 3, 9, 9);
        functional.pad(x, (0, 0, 1, 0)).ShouldBeClose(1e-9, 0, 0, 0, 1, 2, 3);
        functional.pad(x, (-1, 1)).ShouldBeClose(1e-9, 2, 3, 0);
        functional.pad(x, (2, 2), PaddingModes.Reflect).ShouldBeClose(1e-9, 3, 2, 1, 2, 3, 2, 1);
        functional.pad(x, (1, 2), PaddingModes.Replicate).ShouldBeClose(1e-9, 1, 1, 2, 3, 3, 3);
        functional.pad(x, (2, 1), PaddingModes.Circular).ShouldBeClose(1e-9, 2, 3, 1, 2, 3, 1);
        FluentActions.Invoking(() => functional.pad(x, (3, 0), PaddingModes.Reflect))
            .Should().Throw<Exception>().OnManaged<ArgumentException>("*length 3*[1, 3]*");
    }

    [Fact]
    public void Gradients_of_a_mirrored_border_come_back_to_where_it_was_taken_from()
    {
        var x = tensor(new float[,] { { 1, 2, 3 } }).requires_grad_();
        (functional.pad(x, (1, 0), PaddingModes.Reflect) * tensor([10f, 1f, 1f, 1f])).sum().backward();
        x.grad!.ShouldBeClose(1e-9, 1, 11, 1);
    }

    [Fact]
    public void Nearest_interpolation_repeats_or_skips()
    {
        var x = tensor(new float[,,] { { { 1, 2, 3, 4 } } });
        functional.interpolate(x, scale_factor: [1.5]).ShouldBeClose(1e-9, 1, 1, 2, 3, 3, 4);
        functional.interpolate(x, size: [2]).ShouldBeClose(1e-9, 1, 3);
    }

    [Fact]
    public void Activations_in_place_write_over_their_input()
    {
        var x = tensor([-1f, 2f]);
        ReLU(inplace: true).call(x);
        x.ShouldBeClose(1e-9, 0, 2);
        Sequential(Identity(), ReLU(inplace: true), Identity()).call(tensor([-1f, 3f])).ShouldBeClose(1e-9, 0, 3);
    }

    [Fact]
    public void Losses_are_the_functions_of_their_names()
    {
        var (x, y) = (tensor([0.2f, 0.9f]), tensor([0f, 1f]));
        MSELoss().call(x, y).ShouldBeClose(1e-6, (0.04 + 0.01) / 2);
        L1Loss(Reduction.Sum).call(x, y).ShouldBeClose(1e-6, 0.3);
        SmoothL1Loss(Reduction.None).call(x * 10, y).ShouldBeClose(1e-5, 1.5, 7.5);
        HuberLoss(0.1).call(x, y).ShouldBeClose(1e-6, (0.1 * (0.2 - 0.05) + 0.005) / 2);
        BCELoss().call(x, y).ShouldBeClose(1e-6, -(Math.Log(0.8) + Math.Log(0.9)) / 2);
        BCEWithLogitsLoss().call(x, y).ShouldBeClose(1e-6, (Math.Log(1 + Math.Exp(0.2)) + Math.Log(1 + Math.Exp(-0.9))) / 2);
        CrossEntropyLoss().call(tensor(new float[,] { { 0, 0 } }), tensor([1L])).ShouldBeClose(1e-6, Math.Log(2));
        NLLLoss().call(tensor(new float[,] { { -1, -3 } }), tensor([1L])).ShouldBeClose(1e-6, 3);
        KLDivLoss(log_target: false, Reduction.Sum).call(tensor([0f]), tensor([0.5f])).ShouldBeClose(1e-6, 0.5 * Math.Log(0.5));
    }

    [Fact]
    public void Inputs_of_the_wrong_shape_are_refused_with_both_shapes()
    {
        Conv2d(3, 4, 2).Invoking(l => l.call(zeros(1, 2, 5,
        5))).Should().Throw<Exception>().OnManaged<ArgumentException>("*3 channels*[1, 2, 5, 5]*");
        Linear(3, 2).Invoking(l => l.call(zeros(1, 4))).Should().Throw<Exception>().WithMessage("*4*3*");
    }

    [Fact]
    public void A_convolution_divides_its_channels_among_its_groups() =>
        FluentActions.Invoking(() => Conv2d(3, 4, 2, groups: 2)).Should().Throw<ArgumentException>().WithMessage("*groups*");
}
