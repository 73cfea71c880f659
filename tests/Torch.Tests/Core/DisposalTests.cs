using System.Reflection;
using TorchSharp;
using static TorchSharp.torch;

namespace Torch.Tests.Core;

public class DisposalTests
{
    [Fact]
    public void A_disposed_tensor_throws_whatever_is_asked_of_it()
    {
        var x = ones(3);
        x.Dispose();
        x.Dispose();
        x.IsInvalid.Should().BeTrue();
        Action[] uses = [() => _ = x + 1, () => _ = x.shape, () => x.item<float>(), () => x.sum(), () => x.data<float>(),
            () => x.reshape(3), () => ones(3).add_(x), () => x.backward(), () => cat([ones(1), x]), () => _ = x[0]];
        foreach (var use in uses) use.Should().Throw<Exception>().OnManaged<ObjectDisposedException>();
    }

    /// <summary>Every property, and every method that can be called without arguments of one's own.</summary>
    [Fact(Skip = "The package lets some through to libtorch.", SkipUnless = nameof(Engine.IsManaged), SkipType = typeof(Engine))]
    public void No_member_works_on_a_disposed_tensor()
    {
        string[] harmless =
        [
            "Dispose", "IsInvalid", "ToString", "GetHashCode", "GetType", "Equals", "name", "device", "device_type",
                "device_index",
            "is_cpu", "is_cuda", "is_meta", "is_sparse", "is_quantized", "is_complex", "is_conj", "is_neg", "is_pinned",
                "has_names",
            "cuda", "mps", "half", "bfloat16", "clamp", "clamp_", "clip",
        ];
        var x = ones(2, 2, requires_grad: true);
        x.Dispose();
        var members = typeof(Tensor).GetMethods(BindingFlags.Public | BindingFlags.Instance)
            .Where(method => !method.IsGenericMethod && !method.ReturnType.IsByRefLike
                && method.GetParameters().All(parameter => parameter.IsOptional))
            .Where(method => !harmless.Contains(method.Name.Replace("get_", "", StringComparison.Ordinal)))
            .ToArray();
        members.Length.Should().BeGreaterThan(150);
        var working = members.Where(method => !Refuses(x, method)).Select(method => method.ToString());
        working.Should().BeEmpty();

        static bool Refuses(Tensor x, MethodInfo method)
        {
            try
            {
                method.Invoke(
                    x, method.GetParameters().Select(parameter => parameter.DefaultValue is DBNull ? null : parameter.DefaultValue).ToArray());
                return false;
            }
            catch (TargetInvocationException e)
            {
                return e.InnerException is ObjectDisposedException;
            }
        }
    }

    [Fact]
    public void A_scope_disposes_what_was_made_in_it_and_nothing_else()
    {
        var before = ones(1);
        Tensor inside, nested, moved, detached;
        using (var outer = NewDisposeScope())
        {
            inside = ones(1);
            using (NewDisposeScope())
            {
                nested = inside + 1;
                moved = (inside + 2).MoveToOuterDisposeScope();
                detached = (inside + 3).DetachFromDisposeScope();
            }
            nested.IsInvalid.Should().BeTrue();
            moved.IsInvalid.Should().BeFalse();
            outer.DisposablesCount.Should().Be(2);
            outer.Contains(moved).Should().BeTrue();
        }
        inside.IsInvalid.Should().BeTrue();
        moved.IsInvalid.Should().BeTrue();
        before.IsInvalid.Should().BeFalse();
        detached.ToSingle().Should().Be(4);
    }

    [Fact]
    public void Views_keep_the_memory_when_the_tensor_is_disposed()
    {
        var x = arange(6, float32);
        var view = x.reshape(2, 3)[1];
        x.Dispose();
        using (NewDisposeScope()) for (var i = 0; i < 10; i++) zeros(6);
        view.data<float>().ToArray().Should().Equal(3, 4, 5);
    }

    [Fact]
    public void The_graph_keeps_what_it_saved_when_its_handles_are_disposed()
    {
        var x = tensor(new[] { 1f, 2f }, requires_grad: true);
        Tensor loss;
        using (NewDisposeScope())
        {
            var h = x.exp();
            loss = (h * h).sum().MoveToOuterDisposeScope();
        }
        using (NewDisposeScope()) for (var i = 0; i < 10; i++) zeros(2);
        loss.backward();
        var e = MathF.Exp(2);
        x.grad![0].ToSingle().Should().BeApproximately(2 * e, 1e-4f);
    }

    [Fact]
    public void A_training_step_in_a_scope_leaves_parameters_and_gradients_alive()
    {
        var weight = ones(2, requires_grad: true);
        for (var step = 0; step < 3; step++)
        {
            using var scope = NewDisposeScope();
            weight.grad = null;
            (weight * weight).sum().backward();
            using var mode = no_grad();
            weight.sub_(weight.grad! * 0.25);
        }
        weight.data<float>().ToArray().Should().Equal(0.125f, 0.125f);
        weight.grad!.data<float>().ToArray().Should().Equal(0.5f, 0.5f);
    }

    [Fact]
    public void A_scope_can_keep_some_and_takes_nothing_but_tensors()
    {
        using var scope = NewDisposeScope();
        var (a, b, c) = (ones(1), ones(2), ones(3));
        scope.Attach(a);
        scope.DisposablesCount.Should().Be(3);
        scope.DisposeEverythingBut(b);
        new[] { a.IsInvalid, b.IsInvalid, c.IsInvalid }.Should().Equal(true, false, true);
        scope.Detach(b).Should().BeSameAs(b);
        scope.DisposablesCount.Should().Be(0);
        scope.Attach(b);
        scope.Contains(b).Should().BeTrue();
        var other = () => scope.Attach(new MemoryStream());
        other.Should().Throw<InvalidOperationException>().WithMessage("*only manage*");
    }

    [Fact]
    public void A_scope_that_lives_long_does_not_grow_with_what_has_left_it()
    {
        using var scope = NewDisposeScope();
        for (var i = 0; i < 10_000; i++) ones(1).Dispose();
        scope.DisposablesCount.Should().Be(0);
        var last = ones(1);
        scope.DisposablesView.Should().ContainSingle().Which.Should().BeSameAs(last);
    }

    [Fact]
    public void Wrapped_expressions_keep_only_their_result()
    {
        using var scope = NewDisposeScope();
        var result = WrappedTensorDisposeScope(() => ones(2) + ones(2) * 2);
        scope.DisposablesCount.Should().Be(1);
        result.data<float>().ToArray().Should().Equal(3, 3);
    }

    [Fact]
    public void A_training_loop_in_scopes_allocates_no_tensors_memory_anew()
    {
        var x = rand(200, 64);
        var w = rand(64, 64, requires_grad: true);
        void Step()
        {
            using var scope = NewDisposeScope();
            w.grad = null;
            x.mm(w).sigmoid().mean().backward();
        }
        for (var i = 0; i < 20; i++) Step();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20; i++) Step();
        var perStep = (GC.GetAllocatedBytesForCurrentThread() - before) / 20;
        perStep.Should().BeLessThan(10_000, "each step's buffers come to 100 kB, its handles to little");
    }
}
