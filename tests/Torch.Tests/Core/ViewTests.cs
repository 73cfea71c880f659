using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Torch.Tests.Core;

public class ViewTests
{
    [Fact]
    public void Views_share_memory_with_pytorchs_strides()
    {
        var x = arange(24).reshape(2, 3, 4);
        x.stride().Should().Equal(12, 4, 1);
        x.transpose(0, 2).stride().Should().Equal(1, 4, 12);
        x.select(1, 2).storage_offset().Should().Be(8);
        x.slice(2, 1, 4, 2).stride().Should().Equal(12, 4, 2);
        x.unsqueeze(1).stride().Should().Equal(12, 12, 4, 1);
        x[0].expand(5, 3, 4).stride().Should().Equal(0, 4, 1);
        x.diagonal(0, 1, 2).stride().Should().Equal(12, 5);
        x.unfold(2, 2, 1).shape.Should().Equal(2, 3, 3, 2);
        x.permute(2, 0, 1)[3, 1, 2] = -1L;
        x[1, 2, 3].ToInt64().Should().Be(-1);
        x.view(4, 6)[0, 5] = 50L;
        x[0, 1, 1].ToInt64().Should().Be(50);
    }

    [Fact]
    public void Reshape_copies_only_where_strides_leave_no_view()
    {
        var x = arange(24).reshape(2, 3, 4);
        var joined = x.transpose(0, 1);
        joined.is_contiguous().Should().BeFalse();
        var view = () => joined.view(6, 4);
        view.Should().Throw<Exception>().OnManaged<ExternalException>("*[6, 4]*not compatible*[3, 2, 4]*[4, 12, 1]*reshape*");
        joined.reshape(6, 4)[0, 0] = -5L;
        x[0, 0, 0].ToInt64().Should().Be(0, "reshape made a copy");
        joined.view(3, 2, 2, 2)[0, 0, 0, 0] = -7L;
        x[0, 0, 0].ToInt64().Should().Be(-7, "splitting a dimension is a view");
        joined.contiguous().stride().Should().Equal(8, 4, 1);
        x.contiguous()[0, 0, 0] = 3L;
        x[0, 0, 0].ToInt64().Should().Be(3, "a contiguous tensor is not copied");
    }

    [Fact]
    public void A_conversion_always_gives_a_new_handle()
    {
        var x = ones(2);
        using (var same = x.to(float32)) same[0] = 5f;
        x[0].ToSingle().Should().Be(5);
        x.to(float32, copy: true)[0] = 9f;
        x[0].ToSingle().Should().Be(5);
        x.cpu().Dispose();
        x.IsInvalid.Should().BeFalse();
        x.to(int64, disposeAfter: true).data<long>().ToArray().Should().Equal(5, 1);
        x.IsInvalid.Should().BeTrue();
    }

    [Fact]
    public void Writes_that_overlap_what_they_read_are_refused()
    {
        var x = arange(6);
        var shift = () => x.slice(0, 1, 6, 1).copy_(x.slice(0, 0, 5, 1));
        shift.Should().Throw<ExternalException>().WithMessage("*single memory location*clone()*");
        var y = arange(4).reshape(2, 2);
        var transposed = () => y.add_(y.t());
        transposed.Should().Throw<ExternalException>().WithMessage("*single memory location*");
        y.add_(y.t().clone());
        y.data<long>().ToArray().Should().Equal(0, 3, 3, 6);
        y.add_(y);
        y[0].copy_(y[1]);
        y.data<long>().ToArray().Should().Equal(6, 12, 6, 12);
    }

    [Fact]
    public void Accessors_walk_any_strides_in_row_major_order()
    {
        var x = arange(6, float32).reshape(2, 3).t();
        x.data<float>().ToArray().Should().Equal(0, 3, 1, 4, 2, 5);
        x.data<float>()[2, 1].Should().Be(5);
        x.data<float>()[2, 0] = 20;
        x[2, 0].ToSingle().Should().Be(20);
        x.data<float>().Count.Should().Be(6);
        ((float[,])x.data<float>().ToNDArray())[1, 1].Should().Be(4);
        var beyond = () => x.data<float>()[3, 0];
        beyond.Should().Throw<Exception>().OnManaged<IndexOutOfRangeException>("*3*[3, 2]*");
        var wrong = () => x.data<double>();
        wrong.Should().Throw<Exception>().OnManaged<ArgumentException>("*Double*Float32*");
    }

    [Fact]
    public void A_tensor_without_elements_is_read_as_no_values() => zeros(0, 3).data<float>().ToArray().Should().BeEmpty();

    [Fact]
    public void Split_parts_cover_the_whole()
    {
        var x = arange(10);
        x.chunk(3).Select(part => part.numel()).Should().Equal(4, 4, 2);
        x.split(4).Select(part => part.numel()).Should().Equal(4, 4, 2);
        x.split([1L, 2, 7]).Select(part => part.numel()).Should().Equal(1, 2, 7);
        x.tensor_split(3).Select(part => part.numel()).Should().Equal(4, 3, 3);
        cat(x.split([1L, 2, 7])).Equals(x).Should().BeTrue();
        var wrong = () => x.split([1L, 2]);
        wrong.Should().Throw<Exception>().OnManaged<ExternalException>("*[1, 2]*[10]*");
        x.reshape(5, 2).unbind(1)[1].data<long>().ToArray().Should().Equal(1, 3, 5, 7, 9);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_gradient_of_parts_is_theirs_one_behind_the_other_and_zero_where_none_is_used(int dim)
    {
        using var x = arange(12, float32).reshape(3, 4).requires_grad_();
        var parts = dim == 0 ? x.split([1L, 0, 2]) : x.split([2L, 0, 1, 1], 1);
        var loss = (parts[^1] * parts[^1]).sum();
        loss.backward(retain_graph: true);
        float[] once = dim == 0 ? [0, 0, 0, 0, 8, 10, 12, 14, 16, 18, 20, 22] : [0, 0, 0, 6, 0, 0, 0, 14, 0, 0, 0, 22];
        x.grad!.data<float>().ToArray().Should().Equal(once);

        (loss + (3 * parts[0]).sum()).backward();
        x.grad!.data<float>().ToArray().Should().Equal(once.Select((value, i) =>
            2 * value + ((dim == 0 ? i < 4 : i % 4 < 2) ? 3 : 0)));
    }

    [Fact]
    public void Parts_of_equal_length_lead_back_to_a_whole_that_is_used_beside_them_and_lies_otherwise()
    {
        using var x = arange(6, float32).reshape(3, 2).requires_grad_();
        var turned = x.t(); // [2, 3]
        var parts = turned.split(2, 1);
        (parts[0].sum() + (2 * parts[1]).sum() + (turned * turned).sum()).backward();
        x.grad!.data<float>().ToArray().Should().Equal(1, 3, 5, 7, 10, 12);
    }

    [Fact]
    public void Repetitions_are_written_to_apart_from_what_is_repeated()
    {
        var row = tensor(new[] { 1f, 2f });
        Tensor[] repetitions =
        [
            row.repeat(3, 1), row.repeat(1), row.tile([3, 1]), row.unsqueeze(0).repeat_interleave(3, 0), row.repeat_interleave(1),
            nn.functional.pad(row, 0), nn.functional.pad(row, (0, -1)),
        ];
        foreach (var repeated in repetitions)
        {
            repeated[0] = tensor(7f);
            repeated.add_(1);
        }
        row.data<float>().ToArray().Should().Equal(1, 2);
        repetitions[0].data<float>().ToArray().Should().Equal(8, 8, 2, 3, 2, 3);
        repetitions[3].data<float>().ToArray().Should().Equal(8, 8, 2, 3, 2, 3);
    }

    [Fact]
    public void A_result_that_a_gradient_needs_keeps_its_shape()
    {
        var x = arange(4, float32).reshape(2, 2).requires_grad_();
        var y = x.exp();
        y.transpose_(0, 1);
        var backward = () => (y * tensor(new[] { 1f, 2f, 3f, 4f }, 2, 2)).sum().backward();
        backward.Should().Throw<Exception>().OnManaged<ExternalException>("*in place*");
        var z = x * 2;
        z.transpose_(0, 1);
        (z * tensor(new[] { 1f, 2f, 3f, 4f }, 2, 2)).sum().backward();
        x.grad!.data<float>().ToArray().Should().Equal(2, 6, 4, 8);
    }

    [Fact]
    public void A_leaf_keeps_its_shape_while_gradients_are_recorded()
    {
        var x = ones(3, requires_grad: true);
        var unsqueeze = () => x.unsqueeze_(0);
        unsqueeze.Should().Throw<Exception>().OnManaged<ExternalException>("*leaf*no_grad*");
        using (no_grad()) x.unsqueeze_(0);
        (x * 2).sum().backward();
        x.grad!.shape.Should().Equal(1, 3);
    }

    [Fact]
    public void Numbers_are_stacked_side_by_side() =>
        hstack(tensor(1f), tensor(2f)).data<float>().ToArray().Should().Equal(1, 2);

    [Fact]
    public void A_number_without_dimensions_has_one_to_move_and_a_dimension_is_moved_once()
    {
        foreach (var (from, to) in new[] { (0L, 0L), (-1, 0), (0, -1) })
        {
            tensor(3f).movedim([from], [to]).ShouldEqual(tensor(3f));
        }
        Action[] wrong =
        [
            () => tensor(3f).movedim([1], [0]),
            () => tensor(3f).movedim([0, 0], [0, 0]),
            () => ones(2, 3).movedim([0, -2], [0, 1]),
            () => ones(2, 3).movedim([0, 1], [1, -1]),
            () => ones(2, 3).movedim([0, 1], [1]),
        ];
        foreach (var move in wrong) move.Should().Throw<Exception>();
    }
}
