using TorchSharp;
using static TorchSharp.torch;

namespace SimulatedDevice.Tests;

/// <summary>Where tensors lie, and what of them may meet.</summary>
public sealed class DeviceTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string> Factories => [.. Made.Keys];

    private static Dictionary<string, Func<Device, Tensor>> Made { get; } = new()
    {
        ["zeros"] = d => zeros(3, device: d),
        ["ones"] = d => ones(3, device: d),
        ["full"] = d => full(3, 2.5, device: d),
        ["empty"] = d => empty(3, device: d),
        ["arange"] = d => arange(3, device: d),
        ["linspace"] = d => linspace(0, 1, 3, device: d),
        ["eye"] = d => eye(3, device: d),
        ["tensor of an array"] = d => tensor(new[] { 1f, 2f }, device: d),
        ["tensor of a number"] = d => tensor(1.5, device: d),
        ["tensor of another type"] = d => tensor(new[] { 1L, 2L }, float32, d),
        ["as_tensor"] = d => as_tensor(new[] { 1f, 2f }, device: d),
        ["rand"] = d => rand(3, device: d),
        ["randn"] = d => randn(30, device: d),
        ["randint"] = d => randint(5, [3L], device: d),
        ["randperm"] = d => randperm(4, device: d),
        ["zeros_like"] = d => zeros(3, device: d).zeros_like(),
        ["ones_like"] = d => ones_like(zeros(3, device: d)),
        ["full_like"] = d => full_like(zeros(3, device: d), 2),
        ["rand_like"] = d => zeros(3, device: d).rand_like(),
        ["new_zeros"] = d => zeros(3, device: d).new_zeros(2),
        ["bernoulli"] = d => bernoulli(full(3, 0.5, device: d)),
        ["multinomial"] = d => multinomial(ones(3, device: d), 2),
        ["dropout"] = d => nn.functional.dropout(ones(3, device: d)),
        ["one_hot"] = d => nn.functional.one_hot(arange(3, device: d), 4),
        ["nonzero"] = d => ones(3, device: d).nonzero(),
        ["unique"] = d => ones(3, device: d).unique().output,
        ["bincount"] = d => bincount(arange(3, device: d)),
        ["argmax"] = d => ones(2, 3, device: d).argmax(1),
        ["sort"] = d => rand(3, device: d).sort().Indices,
        ["comparison"] = d => ones(3, device: d).gt(0),
        ["clone"] = d => ones(3, device: d).clone(),
        ["conversion"] = d => ones(3, device: d).to(int64),
        ["detach"] = d => ones(3, device: d).detach(),
        ["pad"] = d => nn.functional.pad(ones(1, 1, 3, device: d), [1L, 1L]),
        ["median"] = d => rand(3, device: d).median(),
        ["quantile"] = d => rand(3, device: d).quantile(tensor(0.5f, device: d)),
        ["lerp by a number of another type"] = d => ones(3, device: d).lerp(zeros(3, device: d), tensor(0.5, device: CPU)),
        ["gather by int32"] = d => rand(3, device: d).gather(0, zeros([2], int32, d)),
        ["index_select by int32"] = d => rand(3, device: d).index_select(0, zeros([2], int32, d)),
        ["cov of integers"] = d => arange(4, device: d).reshape(2, 2).cov(),
        ["clamp of integers"] = d => arange(4, device: d).clamp(0.5, 2),
        ["searchsorted"] = d => searchsorted(arange(4, device: d), rand(2, device: d)),
        ["logcumsumexp"] = d => rand(3, device: d).logcumsumexp(0),
        ["repeat_interleave"] = d => rand(2, device: d).repeat_interleave(tensor(new[] { 1L, 2L }, device: d), 0),
        ["tril"] = d => rand(2, 2, device: d).tril(),
        ["diag_embed"] = d => rand(2, device: d).diag_embed(),
        ["matrix_power"] = d => rand(2, 2, device: d).matrix_power(0),
        ["left shift"] = d => arange(3, device: d).bitwise_left_shift(arange(3, device: d)),
        ["histc"] = d => rand(3, device: d).histc(4),
        ["Normal"] = d => distributions.Normal(zeros(3, device: d), ones(3, device: d)).sample(),
        ["Categorical"] = d => distributions.Categorical(ones(3, device: d)).sample(),
    };

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void There_is_one_device_for_CUDA()
    {
        cuda.is_available().Should().BeTrue();
        cuda.device_count().Should().Be(1);
        var act = () => zeros(1, device: "cuda:1");
        act.Should().Throw<Exception>().WithMessage("*invalid device ordinal*cuda:1*");
        act = () => zeros(1, device: MPS);
        act.Should().Throw<NotSupportedException>();
    }

    [Theory]
    [MemberData(nameof(Factories))]
    public void What_is_made_lies_where_it_was_asked_for(string name)
    {
        Made[name](CUDA).device.ToString().Should().Be("cuda:0");
        Made[name](CPU).device.type.Should().Be(DeviceType.CPU);
        set_default_device("cuda");
        try
        {
            zeros(2).is_cuda.Should().BeTrue();
            Made[name](CPU).is_cuda.Should().BeFalse();
        }
        finally
        {
            set_default_device("cpu");
        }
    }

    [Fact]
    public void A_tensor_goes_to_the_device_and_back()
    {
        var x = tensor(new[] { 1f, 2f });
        foreach (var moved in (Tensor[])[x.cuda(), x.to("cuda:0"), x.to(CUDA), x.to(DeviceType.CUDA), x.to(zeros(1, device: CUDA))])
        {
            (moved.is_cuda, moved.is_cpu(), moved.device_type, moved.device_index).Should().Be((true, false, DeviceType.CUDA, 0));
            moved.select(0, 1).is_cuda.Should().BeTrue();
            moved.cpu().data<float>().ToArray().Should().Equal(1, 2);
        }

        // A copy: the tensor that it was made from is another.
        var apart = x.cuda();
        apart.add_(1);
        x.data<float>().ToArray().Should().Equal(1, 2);
    }

    [Fact]
    public void What_lies_on_the_device_is_not_read()
    {
        var x = ones(2, 2, device: CUDA);
        Action[] readings =
        [
            () => x.data<float>(), () => x.bytes.Clear(), () => x.ReadCpuSingle(0), () => x.data<float>().ToArray(), () => x.pin_memory(),
        ];
        foreach (var reading in readings)
        {
            reading.Should().Throw<Exception>().WithMessage("*CPU*");
        }

        x.sum().item<float>().Should().Be(4);
        x[0, 0].ToDouble().Should().Be(1);
        ((List<object>)x[0].tolist()).Should().Equal(1f, 1f);
        x.ToString(TorchSharp.TensorStringStyle.Julia).Should().Contain("cuda:0").And.Contain("1 1");
        x.Equals(ones(2, 2, device: CUDA)).Should().BeTrue();
    }

    [Fact]
    public void Tensors_of_two_devices_do_not_meet()
    {
        Tensor here = ones(2, 2), there = ones(2, 2, device: CUDA);
        Action[] meetings =
        [
            () => (here + there).Dispose(), () => here.add_(there), () => there.mul_(here), () => here.gt(there), () => here.mm(there),
            () => cat([here, there]),
            () => stack([here, there]), () => where(here > 0, there, there), () => there.gather(0, zeros([2, 2], int64)),
            () => there.index_select(0, zeros([1], int64)),
            () => there.scatter_(0, zeros([2, 2], int64), there), () => nn.functional.linear(there, here), () => nn.functional.mse_loss(here, there),
            () => nn.functional.cross_entropy(there, zeros([2], int64)), () => there.logical_and(here), () => there.lerp(here, there),
            () => there.clamp(here),
            () => there.unsqueeze(0).bmm(here.unsqueeze(0)), () => einsum("ij,jk", here, there), () => there.isin(here),
            () => nn.functional.conv1d(there.unsqueeze(0), here.unsqueeze(0)),
            () => nn.functional.batch_norm(there, null, null, here[0], training: true), () => nn.functional.layer_norm(there, [2], here[0]),
            () => nn.functional.prelu(there, here[0]),
        ];
        foreach (var meeting in meetings)
        {
            meeting.Should().Throw<System.Runtime.InteropServices.ExternalException>()
                .WithMessage("Expected all tensors to be on the same device, but found at least two devices, cuda:0 and cpu! (*[*cpu*.to(device).)");
        }
    }

    [Fact]
    public void A_number_of_the_CPU_may_meet_tensors_of_the_device_but_not_hold_their_result()
    {
        Tensor number = tensor(2f), many = ones(3, device: CUDA), single = tensor(3f, device: CUDA);
        (number * many).is_cuda.Should().BeTrue();
        (many + number).cpu().data<float>().ToArray().Should().Equal(3, 3, 3);
        (number + single).is_cuda.Should().BeTrue();
        many.mul_(number).is_cuda.Should().BeTrue();
        where(many > 0, number, many).is_cuda.Should().BeTrue();
        Action[] wrong =
        [
            () => number.add_(single), () => (ones(3) + single).Dispose(), () => many.gather(0, tensor(0L)), () => cat([many, number.unsqueeze(0)]),
        ];
        foreach (var act in wrong)
        {
            act.Should().Throw<Exception>().WithMessage("Expected all tensors to be on the same device*");
        }
    }

    [Fact]
    public void Indices_of_the_CPU_pick_from_the_device_and_not_the_other_way()
    {
        Tensor x = arange(4, device: CUDA), positions = tensor(new[] { 2L, 0L });
        x[positions].cpu().data<long>().ToArray().Should().Equal(2, 0);
        x[positions].is_cuda.Should().BeTrue();
        x[tensor(new[] { true, false, false, true })].cpu().data<long>().ToArray().Should().Equal(0, 3);
        x.index_put_(tensor(9L), positions);
        x.cpu().data<long>().ToArray().Should().Equal(9, 1, 9, 3);
        var act = () => arange(4)[positions.cuda()];
        act.Should().Throw<Exception>().WithMessage("indices should be either on cpu or on the same device as the indexed tensor (cpu)*");
        act = () => x.index_put_(tensor(new[] { 1L, 2L }), positions);
        act.Should().Throw<Exception>().WithMessage("Expected all tensors to be on the same device*");
    }

    [Fact]
    public void A_generator_fills_tensors_of_its_own_device()
    {
        using var here = new Generator(5);
        using var there = new Generator(5, CUDA);
        there.device.ToString().Should().Be("cuda:0");
        rand(3, device: CUDA, generator: there).cpu().data<float>().ToArray().Should().Equal(rand(3, generator: here).data<float>().ToArray());
        Action[] wrong =
        [
            () => rand(3, device: CUDA, generator: here), () => randn(30, device: CUDA, generator: here),
            () => randperm(3, device: CUDA, generator: here),
            () => multinomial(ones(3, device: CUDA), 2, true, here), () => zeros(3, device: CUDA).bernoulli_(0.5, here),
        ];
        foreach (var act in wrong)
        {
            act.Should().Throw<Exception>().WithMessage("Expected a 'cuda' device type for generator but found 'cpu'");
        }

        var other = () => rand(3, generator: there);
        other.Should().Throw<Exception>().WithMessage("Expected a 'cpu' device type for generator but found 'cuda'");
    }

    [Fact]
    public void One_seed_is_for_both_devices_and_neither_draws_from_the_other()
    {
        manual_seed(3);
        var (here, there) = (rand(4).data<float>().ToArray(), rand(4, device: CUDA).cpu().data<float>().ToArray());
        there.Should().Equal(here);
        cuda.manual_seed(3);
        rand(4, device: CUDA).cpu().data<float>().ToArray().Should().Equal(here);
        rand(4).data<float>().ToArray().Should().NotEqual(here);
    }
}
