using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Torch.Tests.Operations;

/// <summary>A position that is not there is an error that names it and the size, never another position.</summary>
public sealed class OutOfBoundsTests
{
    private static readonly Dictionary<string, Func<long, Tensor>> Operations = new()
    {
        ["gather"] = at => Table.gather(0, tensor(new[,] { { at, 0, 1, 2 } })),
        ["static gather"] = at => torch.gather(Table, 0, tensor(new[,] { { at, 0, 1, 2 } })),
        ["scatter"] = at => Table.scatter(0, tensor(new[,] { { at, 0, 1, 2 } }), ones(1, 4)),
        ["scatter_add"] = at => Table.scatter_add(0, tensor(new[,] { { at, 0, 1, 2 } }), ones(1, 4)),
        ["index_select of rows"] = at => Table.index_select(0, tensor(new[] { 0, at })),
        ["index_select of elements"] = at => arange(3).index_select(0, tensor(new[] { 0, at })),
        ["index_add"] = at => Table.index_add(0, tensor(new[] { 0, at }), ones(2, 4), 1),
        ["index_copy"] = at => Table.index_copy(0, tensor(new[] { 0, at }), ones(2, 4)),
        ["Embedding"] = at => Embed(tensor(new[] { 0, at })),
        ["searchsorted with a sorter"] = at => searchsorted(tensor(new[] { 3f, 1, 2 }), tensor(2f).reshape(1), sorter: tensor(new[] { 1, 2, at })),
        ["cross_entropy"] = at => F.cross_entropy(zeros(2, 3), tensor(new[] { 0, at })),
        ["log_prob of Categorical"] = at => distributions.Categorical(ones(3)).log_prob(tensor(new[] { at })),
    };

    private static readonly Dictionary<string, Func<long, Tensor>> FromTheEnd = new()
    {
        ["take"] = at => arange(3).take(tensor(new[] { at })),
        ["take_along_dim"] = at => arange(3).take_along_dim(tensor(new[] { at }), 0),
        ["index_fill"] = at => arange(3).index_fill(0, tensor(new[] { at }), 9).eq(9).nonzero().flatten(),
        ["index"] = at => arange(3)[tensor(new[] { at })],
        ["index_put_"] = at => zeros(3).index_put_(ones(1), tensor(new[] { at })).nonzero().flatten(),
    };

    public static IEnumerable<TheoryDataRow<string, long>> Cases() =>
        from name in Operations.Keys
        from at in new[] { -1, -3, -4, 3, long.MinValue, long.MaxValue }
        select new TheoryDataRow<string, long>(name, at);

    public static TheoryData<string> Wrapping => [.. FromTheEnd.Keys];

    private static Tensor Table => arange(12).to(ScalarType.Float32).reshape(3, 4);

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_position_that_is_not_there_is_named_with_the_size(string operation, long at)
    {
        var act = () => Operations[operation](at);
        var error = act.Should().Throw<ExternalException>().Which;
        if (Engine.IsManaged)
            error.Message.Should().ContainAll($"{at}", "3");
    }

    [Theory]
    [MemberData(nameof(Wrapping))]
    public void Where_PyTorch_counts_from_the_end_so_does_this(string operation)
    {
        FromTheEnd[operation](-1).Values().Should().Equal(2);
        foreach (var at in new[] { -4L, 3 })
        {
            var act = () => FromTheEnd[operation](at);
            act.Should().Throw<ExternalException>();
        }
    }

    [Fact]
    public void An_embedding_takes_no_floating_point_numbers_and_no_padding_beyond_its_rows()
    {
        var lookup = () => Embed(tensor(new[] { 0f, float.NaN }));
        lookup.Should().Throw<Exception>().OnManaged<ExternalException>("*integers*Float32*");
        var padding = () => nn.Embedding_from_pretrained(Table, padding_idx: 3);
        padding.Should().Throw<Exception>().OnManaged<ArgumentOutOfRangeException>();
    }

    [Theory]
    [InlineData(new[] { 2L, 2 }, new[] { 4L, 1 }, -1)]
    [InlineData(new[] { 4L, 4 }, new[] { 4L, 1 }, 0)]
    [InlineData(new[] { 2L }, new[] { -1L }, 3)]
    [InlineData(new[] { 3L }, new[] { long.MaxValue }, 0)]
    public void A_strided_view_stays_within_its_storage(long[] size, long[] strides, long offset)
    {
        var table = Table;
        var act = () => table.as_strided(size, strides, offset);
        act.Should().Throw<ExternalException>().WithMessage("*as_strided*");
    }

    [Fact]
    public void Lengths_near_the_largest_number_do_not_run_over()
    {
        var narrowed = () => Table.narrow(0, 1, long.MaxValue);
        narrowed.Should().Throw<Exception>().OnManaged<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void The_largest_step_of_a_slice_takes_its_first_row() => Table.slice(0, 0, 3, long.MaxValue).shape.Should().Equal(1, 4);

    [Fact]
    public void The_largest_number_of_chunks_is_one_a_row() => Table.chunk(long.MaxValue).Should().HaveCount(3);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_window_larger_than_the_image_does_not_fit_whatever_the_stride(bool convolution)
    {
        var act = () => convolution
            ? F.conv1d(ones(1, 1, 1), ones(1, 1, 2), stride: 2)
            : F.max_pool1d(ones(1, 1, 1), 2, 2);
        act.Should().Throw<ExternalException>();
    }

    private static Tensor Embed(Tensor positions) => nn.Embedding_from_pretrained(Table).call(positions);
}
