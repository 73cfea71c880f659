using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Torch.Tests.Core;

/// <summary>Values that PyTorch's golden files do not cover; each can be checked by hand.</summary>
public class OperationValueTests
{
    [Fact]
    public void Indexing_follows_pytorchs_rules()
    {
        var x = arange(24).reshape(2, 3, 4);
        x[1, 2, 3].ToInt64().Should().Be(23);
        x[-1, TensorIndex.Colon, 0].data<long>().ToArray().Should().Equal(12, 16, 20);
        x[TensorIndex.Ellipsis, TensorIndex.Slice(null, null, 3)].shape.Should().Equal(2, 3, 2);
        x[TensorIndex.None, 0].shape.Should().Equal(1, 3, 4);
        x[.., 1..^1].shape.Should().Equal(2, 1, 4);
        x[TensorIndex.Colon, TensorIndex.Tensor(tensor(new[] { 2L, 0 }))][1, 0].data<long>().ToArray().Should().Equal(20, 21, 22, 23);
        x[TensorIndex.Tensor(tensor(new[] { 0L, 1 })), TensorIndex.Colon, TensorIndex.Tensor(tensor(new[] { 1L, 2 }))].shape
            .Should().Equal([2, 3], "separated index tensors put their dimension first");
        x[x > 20].data<long>().ToArray().Should().Equal(21, 22, 23);
        x[0] = 7;
        x[TensorIndex.Slice(1), 2, TensorIndex.Colon] = tensor(new[] { 1L, 2, 3, 4 });
        x[0].sum().ToInt64().Should().Be(84);
        x[1, 2].data<long>().ToArray().Should().Equal(1, 2, 3, 4);
        x[x == 7] = tensor(0L);
        x[0].sum().ToInt64().Should().Be(0);
    }

    [Fact]
    public void Indices_and_shapes_that_do_not_fit_are_told_with_both_shapes()
    {
        var x = ones(2, 3);
        Throws(() => _ = x[2], "*2*out of bounds*[2, 3]*");
        Throws(() => _ = x[0, 0, 0], "*0-dim*");
        Throws(() => _ = x[TensorIndex.Tensor(tensor(new[] { 5L }))], "*5*out of bounds*[2, 3]*");
        Throws(() => x.gather(1, tensor(new long[,] { { 3 } })), "*3*out of bounds*[2, 3]*");
        Throws(() => x.mm(x), "*[2, 3]*[2, 3]*");
        Throws(() => x.add(ones(4)), "*[2, 3]*[4]*");
        Throws(() => cat([x, ones(2, 2)]), "*[2, 3]*[2, 2]*");
        Throws(() => x.reshape(4, 2), "*[4, 2]*[2, 3]*");
        Throws(() => x.t().view(6), "*[3, 2]*reshape*");
        Throws(() => nn.functional.linear(x, ones(4, 5)), "*[4, 5]*[2, 3]*");
        Throws(() => nn.functional.cross_entropy(x, zeros(3, int64)), "*[2, 3]*[3]*");
        Throws(() => x.expand(4, 3), "*[2, 3]*[4, 3]*");
        Throws(() => ones(3).expand(2, 3).add_(1), "*[2, 3]*clone*");
        Throws(() => x.sum(5L), "*range*5*");
    }

    [Fact]
    public void Nan_wins_extremes_and_sorts_last()
    {
        var x = tensor(new[] { 2f, float.NaN, 3f, 1f });
        x.max().ToSingle().Should().Be(float.NaN);
        x.min().ToSingle().Should().Be(float.NaN);
        x.argmax().ToInt64().Should().Be(1);
        x.sort().Values.data<float>().ToArray().Should().Equal(1, 2, 3, float.NaN);
        x.sort(0, descending: true).Indices.data<long>().ToArray().Should().Equal(1, 2, 0, 3);
        x.maximum(tensor(5f)).data<float>().ToArray().Should().Equal(5, float.NaN, 5, 5);
        x.fmax(tensor(5f))[1].ToSingle().Should().Be(5);
        x.topk(2).indexes.data<long>().ToArray().Should().Equal(1, 2);
    }

    [Fact]
    public void Empty_reductions_have_an_identity_or_are_refused()
    {
        var x = zeros(0, 3);
        x.sum(0L).data<float>().ToArray().Should().Equal(0, 0, 0);
        x.prod(0L).data<float>().ToArray().Should().Equal(1, 1, 1);
        x.sum(1L).numel().Should().Be(0);
        x.all().ToBoolean().Should().BeTrue();
        x.any().ToBoolean().Should().BeFalse();
        float.IsNaN(x.mean().ToSingle()).Should().BeTrue();
        Throws(() => x.max(), "*no identity*[0, 3]*");
        Throws(() => x.max(0), "*[0, 3]*");
        cat([x, ones(1, 3)]).shape.Should().Equal(1, 3);
    }

    [Fact]
    public void Statistics_agree_with_hand_computed_ones()
    {
        var x = tensor(new[] { 3.0, 1, 2, 2 });
        var (values, inverse, counts) = x.unique(return_inverse: true, return_counts: true);
        values.data<double>().ToArray().Should().Equal(1, 2, 3);
        inverse!.data<long>().ToArray().Should().Equal(2, 0, 1, 1);
        counts!.data<long>().ToArray().Should().Equal(1, 2, 1);
        x.unique_consecutive().output.data<double>().ToArray().Should().Equal(3, 1, 2);
        x.median().ToDouble().Should().Be(2);
        x.quantile(tensor(0.5)).ToDouble().Should().Be(2);
        x.quantile(tensor(new[] { 0.25, 1.0 })).data<double>().ToArray().Should().Equal(1.75, 3);
        x.cummax(0).indexes.data<long>().ToArray().Should().Equal(0, 0, 0, 0);
        x.diff().data<double>().ToArray().Should().Equal(-2, 1, 0);
        x.trapezoid().ToDouble().Should().Be(5.5);
        tensor(new[] { 0L, 2, 2 }).bincount(null).data<long>().ToArray().Should().Equal(1, 0, 2);
        x.histc(3, 1, 3).data<double>().ToArray().Should().Equal(1, 2, 1);
        searchsorted(tensor(new[] { 1.0, 2, 3 }), tensor(new[] { 2.0, 9 })).data<long>().ToArray().Should().Equal(1, 3);
        searchsorted(tensor(new[] { 1.0, 2, 3 }), tensor(new[] { 2.0 }), right: true).ToInt64().Should().Be(2);
        x.isin(tensor(new[] { 2.0, 3 })).data<bool>().ToArray().Should().Equal(true, false, true, true);
        x.kthvalue(3, 0).values.ToDouble().Should().Be(2);
        x.count_nonzero().ToInt64().Should().Be(4);
        x.cumprod(0).data<double>().ToArray().Should().Equal(3, 3, 6, 12);
    }

    [Fact]
    public void Special_functions_agree_with_known_values()
    {
        var x = tensor(new[] { 0.5, 1, 4.5, -1.5 });
        Close(x.lgamma(), Math.Log(Math.Sqrt(Math.PI)), 0, Math.Log(11.631728396567448), Math.Log(2.363271801207355));
        Close(x.digamma(), -1.9635100260214235, -0.5772156649015329, 1.3888709263595289, 0.7031566406452432);
        Close(tensor(new[] { 0.5, 1, 3, -2.0 }).erf(), 0.5204998778130465, 0.8427007929497149, 0.9999779095030014, -0.9953222650189527);
        Close(tensor(new[] { 0.0, 2 }).xlogy(tensor(new[] { 0.0, 3 })), 0, 2 * Math.Log(3));
        Close(tensor(new[] { 1000.0, -1000 }).logaddexp(tensor(new[] { 1000.0, -1000 })), 1000 + Math.Log(2), -1000 + Math.Log(2));
        Close(tensor(new[] { 1e-10, -1e-10 }).log1p(), 1e-10, -1e-10);
        Close(tensor(new[] { 1e-10, -1e-10 }).expm1(), 1e-10, -1e-10);
        Close(tensor(new[] { 0.0, 0.5 }).sinc(), 1, 2 / Math.PI);
    }

    [Fact]
    public void Contractions_agree_with_plain_sums()
    {
        var a = arange(6, float64).reshape(2, 3);
        var b = arange(12, float64).reshape(3, 4);
        einsum("ij,jk->ki", a, b).allclose(a.mm(b).t()).Should().BeTrue();
        einsum("ij->j", a).data<double>().ToArray().Should().Equal(3, 5, 7);
        einsum("ij,ij->", a, a).ToDouble().Should().Be(55);
        einsum("ij", a).allclose(a).Should().BeTrue();
        a.kron(eye(2, dtype: float64)).shape.Should().Equal(4, 6);
        arange(4).reshape(2, 2).mm(ones(2, 1, int64)).data<long>().ToArray().Should().Equal(1, 5);
        eye(3, dtype: float64).mul(2).matrix_power(5)[1, 1].ToDouble().Should().Be(32);
        meshgrid([arange(2), arange(3)])[1].data<long>().ToArray().Should().Equal(0, 1, 2, 0, 1, 2);
        var columns = meshgrid([arange(2), arange(3)], "xy")[0];
        columns.shape.Should().Equal(3, 2);
        columns.contiguous().data<long>().ToArray().Should().Equal(0, 1, 0, 1, 0, 1);
        cartesian_prod(arange(2), arange(2)).data<long>().ToArray().Should().Equal(0, 0, 0, 1, 1, 0, 1, 1);
        arange(4).reshape(2, 2).rot90().data<long>().ToArray().Should().Equal(1, 3, 0, 2);
    }

    [Fact]
    public void Integer_division_and_shifts_round_as_named()
    {
        var a = tensor(new[] { 7L, -7 });
        a.div(2, RoundingMode.floor).data<long>().ToArray().Should().Equal(3, -4);
        a.div(2, RoundingMode.trunc).data<long>().ToArray().Should().Equal(3, -3);
        a.remainder(3).data<long>().ToArray().Should().Equal(1, 2);
        a.fmod(3).data<long>().ToArray().Should().Equal(1, -1);
        a.bitwise_left_shift(tensor(new[] { 1L, 2 })).data<long>().ToArray().Should().Equal(14, -28);
        (tensor(new[] { 6, 5 }) & tensor(new[] { 3, 4 })).data<int>().ToArray().Should().Equal(2, 4);
        (~tensor(new[] { true, false })).data<bool>().ToArray().Should().Equal(false, true);
        Throws(() => a.floor_divide(tensor(0L)), "*zero*");
        tensor(new[] { 7.5, -7.5 }).floor_divide(2).data<double>().ToArray().Should().Equal(3, -4);
    }

    [Fact]
    public void Rounding_is_that_of_each_number_wherever_it_stands()
    {
        float[] numbers =
        [
            -2.5f, -1.5f, -0.5f, -0f, 0f, 0.49999997f, 0.5f, 1.5f, 2.5f, 8388607.5f, -8388607.5f, 1e30f, float.NaN, float.PositiveInfinity,
            float.NegativeInfinity, 1e-40f, -1e-40f, 0.999999f, -0.999999f, 3.5f, 4.5f,
        ];
        Check(floor, MathF.Floor, Math.Floor);
        Check(ceil, MathF.Ceiling, Math.Ceiling);
        Check(trunc, MathF.Truncate, Math.Truncate);
        Check(x => round(x), MathF.Round, Math.Round);

        void Check(Func<Tensor, Tensor> operation, Func<float, float> single, Func<double, double> number)
        {
            for (var start = 0; start < numbers.Length; start++)
            {
                operation(tensor(numbers[start..])).data<float>().ToArray().Should().Equal(numbers[start..].Select(single));
            }

            operation(tensor(numbers).to(float64)).data<double>().ToArray().Should().Equal(numbers.Select(x => number(x)));
        }
    }

    [Fact]
    public void A_generator_continues_from_its_saved_state()
    {
        var generator = new Generator(5);
        randn(3, generator: generator);
        var state = generator.get_state();
        state.numel().Should().Be(5056);
        var (normals, uniforms) = (randn(5, generator: generator), rand(700, generator: generator));
        generator.set_state(state);
        randn(5, generator: generator).data<float>().ToArray().Should().Equal(normals.data<float>().ToArray());
        rand(700, generator: generator).data<float>().ToArray().Should().Equal(uniforms.data<float>().ToArray());
    }

    [Fact]
    public void A_state_of_another_size_is_refused()
    {
        var shortState = () => new Generator(5).set_state(zeros(3, uint8));
        shortState.Should().Throw<ExternalException>().WithMessage("*5056*3*");
    }

    [Fact]
    public void Tensors_print_their_shape_and_elements()
    {
        var x = tensor(new[,] { { 1.5f, 2 }, { 3, 4 } });
        x.ToString().Should().Be("[2x2], type = Float32, device = cpu");
        x.npstr(newLine: "\n").Should().Be("[[1.5, 2]\n [3, 4]]");
        x.cstr(newLine: "\n").Should().StartWith("[2x2], type = Float32, device = cpu").And.ContainAll("{", "1.5", "2", "3", "4", "}");
        arange(100).npstr().Should().Be("[0, 1, 2, ... 97, 98, 99]");
        tensor(2).str().Should().Be("[], type = Int32, device = cpu, value = 2");
    }

    private static void Close(Tensor actual, params double[] expected)
    {
        var values = actual.data<double>().ToArray();
        for (var i = 0; i < expected.Length; i++) values[i].Should().BeApproximately(expected[i], 1e-12 * Math.Max(1, Math.Abs(expected[i])));
    }

    private static void Throws(Action action, string message) => action.Should().Throw<Exception>().OnManaged<Exception>(message);

    [Fact]
    public void Interpolation_with_a_weight_of_one_is_the_end_itself()
    {
        tensor(new[] { 1e8f }).lerp(tensor(new[] { 1f }), tensor(1f)).Values().Should().Equal(1);
        tensor(new[] { 1e8f }).lerp_(tensor(new[] { 1f }), tensor(1f)).Values().Should().Equal(1);
    }

    [Fact]
    public void Interpolation_takes_a_weight_of_another_type_only_as_a_single_number()
    {
        tensor(new[] { 1f }).lerp_(tensor(new[] { 2f }), 0.25).ShouldEqual(tensor(new[] { 1.25f }));
        var many = () => tensor(new[] { 1f }).lerp(tensor(new[] { 2f }), tensor(new[] { 0.25 }));
        many.Should().Throw<System.Runtime.InteropServices.ExternalException>().WithMessage("*weight*");
    }

    [Fact]
    public void The_inverse_of_erf_is_its_inverse_to_the_last_digits()
    {
        var x = linspace(-0.999999, 0.999999, 4001, ScalarType.Float64);
        x.erfinv().erf().ShouldBeClose(x, 1e-14);
        var tails = tensor(new[] { 1 - Math.Pow(2, -33), 1 - Math.Pow(2, -50), 0.999999 });
        tails.erfinv().ShouldBeClose(1e-14, 4.556549801237543, 5.686128441310391, 3.458910737275499);
        tensor(new[] { 1e-12, -1e-300 }).erfinv().mul(tensor(new[] { 1e12, 1e300 })).ShouldBeClose(1e-14, 0.886226925452758, -0.886226925452758);
        tensor(new[] { 1.0, -1, 2, double.NaN }).erfinv().Values()
            .Should().Equal(double.PositiveInfinity, double.NegativeInfinity, double.NaN, double.NaN);
    }

    [Theory]
    [InlineData(3, 2.209049699858544e-05)]
    [InlineData(6, 2.151973671249891e-17)]
    [InlineData(20, 5.395865611607901e-176)]
    [InlineData(30, 0)]
    [InlineData(-3, 1.9999779095030015)]
    public void The_complement_of_erf_keeps_its_digits_where_erf_has_none_left(double x, double expected) =>
        erfc(tensor(x)).ToDouble().Should().BeApproximately(expected, 1e-13 * expected);

    [Fact]
    public void Integers_are_limited_as_integers_by_integers_and_as_floating_point_numbers_by_those()
    {
        tensor(new[] { -3L, 1, 7 }).clamp(0, 5).ShouldEqual(tensor(new[] { 0L, 1, 5 }));
        tensor(new[] { -3L, 1, 7 }).clamp(min: 0.5).ShouldEqual(tensor(new[] { 0.5f, 1, 7 }));
        tensor(new[] { -3L, 1 }).nan_to_num().ShouldEqual(tensor(new[] { -3L, 1 }));
    }

    [Theory]
    [InlineData((1L << 28) - 1, 180483115, 256344314)]
    [InlineData(1L << 28, 256344299, 247206984)]
    [InlineData(int.MaxValue, 1422616888, 1602909028)]
    public void Integers_of_any_range_are_drawn_in_PyTorchs_order(long high, long first, long second)
    {
        using var generator = new Generator(1);
        randint(0, high, [2L], generator: generator).data<long>().ToArray().Should().Equal(first, second);
    }

    [Fact]
    public void Integers_stay_integers_or_are_refused()
    {
        arange(3).add(2L, 3L).ShouldEqual(tensor(new[] { 6L, 7, 8 }));
        arange(3).add_(2L, 3L).ShouldEqual(tensor(new[] { 6L, 7, 8 }));
        arange(3).add_(arange(3), 3L).ShouldEqual(tensor(new[] { 0L, 4, 8 }));
        Action[] cut =
        [
            () => arange(3).add_(arange(3), 0.5), () => arange(3).add_(ones(3) / 2, 1), () => arange(3).clamp_(0.5, 1.5),
            () => arange(3).clamp_max_(1.5),
        ];
        foreach (var write in cut) write.Should().Throw<Exception>().OnManaged<System.Runtime.InteropServices.ExternalException>("*cast*Int64*");
    }

    [Fact]
    public void A_cosine_is_that_of_the_vectors_as_they_are_broadcast()
    {
        var x = tensor(new[] { 1.0, 2, 3, -1, 0, 1 }, 2, 3);
        nn.functional.cosine_similarity(x, tensor(new[] { 2.0, 5 }, 2, 1)).ShouldBeClose(1e-12, 6 / Math.Sqrt(14 * 3), 0);
        nn.functional.cosine_similarity(x, tensor(2.0)).ShouldBeClose(1e-12, 6 / Math.Sqrt(14 * 3), 0);
    }

    [Fact]
    public void Bools_are_close_where_they_are_equal()
    {
        var a = tensor(new[] { true, false });
        a.allclose(tensor(new[] { true, false })).Should().BeTrue();
        a.isclose(tensor(new[] { true, true })).data<bool>().ToArray().Should().Equal(true, false);
    }

    [Fact]
    public void A_single_number_is_turned_around_and_a_layer_of_no_inputs_gives_its_bias()
    {
        var x = tensor(3.0, requires_grad: true);
        x.flip(0).backward();
        x.grad!.ToDouble().Should().Be(1);
        x.logcumsumexp(0).backward();
        x.grad!.ToDouble().Should().Be(2);
        nn.functional.linear(zeros(2, 3, 0), zeros(4, 0), ones(4)).sum().ToSingle().Should().Be(24);
    }

    /// <summary>Asked of libtorch.</summary>
    [Fact]
    public void The_largest_of_a_number_without_dimensions_is_the_number_however_many_are_asked_for()
    {
        foreach (var k in new[] { 0, 1 })
        {
            var (values, places) = tensor(3f).topk(k);
            values.ShouldEqual(tensor(3f));
            places.ShouldEqual(tensor(0L));
        }
        ones(2, 3).topk(0).values.shape.Should().Equal(2, 0);
    }
}
