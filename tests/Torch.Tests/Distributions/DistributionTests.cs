using TorchSharp;
using static TorchSharp.torch;

namespace Torch.Tests.Distributions;

/// <summary>Distributions: formulas by hand, frequencies of draws, generators and gradients.</summary>
public sealed class DistributionTests
{
    [Fact]
    public void Categorical_normalises_probabilities_and_logits_alike()
    {
        var byProbs = distributions.Categorical(probs: tensor([1f, 3f]));
        var byLogits = distributions.Categorical(logits: tensor([5f, 5f + MathF.Log(3)]));
        foreach (var distribution in new[] { byProbs, byLogits })
        {
            distribution.probs.ShouldBeClose(1e-6, 0.25, 0.75);
            distribution.log_prob(tensor([1L, 0L])).ShouldBeClose(1e-6, Math.Log(0.75), Math.Log(0.25));
            distribution.entropy().ShouldBeClose(1e-6, -0.25 * Math.Log(0.25) - 0.75 * Math.Log(0.75));
        }

        distributions.Categorical(4).entropy().ShouldBeClose(1e-6, Math.Log(4));
    }

    [Fact]
    public void An_impossible_category_is_never_drawn_and_costs_no_entropy()
    {
        var distribution = distributions.Categorical(logits: tensor([0f, float.NegativeInfinity, 0f]));
        distribution.entropy().ShouldBeClose(1e-6, Math.Log(2));
        distribution.sample(200).Values().Should().NotContain(1);
    }

    [Fact]
    public void Categorical_draws_have_the_sample_shape_and_then_the_batchs_and_come_as_often_as_they_should()
    {
        var distribution = distributions.Categorical(probs: tensor(new float[,] { { 0.1f, 0.9f }, { 0.8f, 0.2f } }), generator: new Generator(3));
        var draws = distribution.sample(4000, 1);
        draws.shape.Should().Equal(4000, 1, 2);
        draws.dtype.Should().Be(ScalarType.Int64);
        var means = draws.to(ScalarType.Float32).mean([0, 1]);
        means.ShouldBeClose(0.03, 0.9, 0.2);
        distribution.log_prob(draws).shape.Should().Equal(4000, 1, 2);
        distribution.log_prob(tensor(1L)).ShouldBeClose(1e-5, Math.Log(0.9), Math.Log(0.2));
    }

    [Fact]
    public void A_generator_of_ones_own_is_used_and_repeats()
    {
        Tensor Noise() => distributions.Normal(zeros(3), ones(3), new Generator(5)).sample(4);
        Noise().ShouldEqual(Noise());
        Tensor Flips() => distributions.Bernoulli(probs: full(9, 0.5), generator: new Generator(5)).sample();
        Flips().ShouldEqual(Flips());
    }

    [Fact]
    public void A_categorical_distribution_draws_by_a_generator_of_ones_own()
    {
        Tensor Draw() => distributions.Categorical(logits: zeros(3, 6), generator: new Generator(11)).sample(20);
        var first = Draw();
        rand(7);
        Draw().ShouldEqual(first);
    }

    [Fact]
    public void Gradients_reach_the_logits_even_after_a_draw()
    {
        var logits = tensor([0.5f, -0.5f]).requires_grad_();
        var distribution = distributions.Categorical(logits: logits);
        distribution.sample().requires_grad.Should().BeFalse();
        (distribution.log_prob(tensor(0L)) + distribution.entropy()).backward();
        // d log p0 = (1 - p0, -p1); d entropy = -p (log p + H)
        var p = Math.Exp(0.5) / (Math.Exp(0.5) + Math.Exp(-0.5));
        var h = -p * Math.Log(p) - (1 - p) * Math.Log(1 - p);
        logits.grad!.ShouldBeClose(1e-5, 1 - p - p * (Math.Log(p) + h), -(1 - p) - (1 - p) * (Math.Log(1 - p) + h));
    }

    [Fact]
    public void Bernoulli_follows_its_formulas_by_either_parameter()
    {
        var logit = Math.Log(0.8 / 0.2);
        var (ofProbability, ofLogit) = (distributions.Bernoulli(probs: tensor([0.8f])), distributions.Bernoulli(logits: tensor([(float)logit])));
        foreach (var distribution in new[] { ofProbability, ofLogit })
        {
            distribution.probs.ShouldBeClose(1e-6, 0.8);
            distribution.logits.ShouldBeClose(1e-5, logit);
            distribution.log_prob(tensor([1f])).ShouldBeClose(1e-5, Math.Log(0.8));
            distribution.log_prob(tensor([0f])).ShouldBeClose(1e-5, Math.Log(0.2));
            distribution.entropy().ShouldBeClose(1e-5, -0.8 * Math.Log(0.8) - 0.2 * Math.Log(0.2));
            distribution.variance.ShouldBeClose(1e-6, 0.16);
            distribution.sample(5000).mean().ShouldBeClose(0.03, 0.8);
        }

        distributions.Bernoulli(probs: tensor([0f, 1f])).log_prob(tensor([0f, 1f])).ShouldBeClose(1e-5, 0, 0);
    }

    [Fact]
    public void Normal_follows_its_formulas()
    {
        var distribution = distributions.Normal(tensor([1f, 2f]), tensor(0.5f));
        distribution.batch_shape.Shape.Should().Equal(2);
        distribution.log_prob(tensor([1f, 3f])).ShouldBeClose(1e-5, -Math.Log(0.5 * Math.Sqrt(2 * Math.PI)),
        -2 - Math.Log(0.5 * Math.Sqrt(2 * Math.PI)));
        distribution.entropy().ShouldBeClose(1e-5, Enumerable.Repeat(0.5 * Math.Log(2 * Math.PI * Math.E * 0.25), 2).ToArray());
        distribution.cdf(tensor([1f, 2.5f])).ShouldBeClose(1e-5, 0.5, 0.8413447);
        var draws = distribution.sample(4000);
        draws.mean([0]).ShouldBeClose(0.04, 1, 2);
        draws.std(0).ShouldBeClose(0.03, 0.5, 0.5);
    }

    [Fact]
    public void Reparameterised_draws_carry_gradients_and_plain_ones_do_not()
    {
        var (mean, deviation) = (zeros(3).requires_grad_(), ones(3).requires_grad_());
        var distribution = distributions.Normal(mean, deviation);
        distribution.sample().requires_grad.Should().BeFalse();
        var draw = distribution.rsample();
        draw.sum().backward();
        mean.grad!.ShouldBeClose(1e-6, 1, 1, 1);
        deviation.grad!.ShouldBeClose(draw.detach(), 1e-6);
    }

    [Fact]
    public void A_distribution_outlives_the_scope_it_was_made_in()
    {
        TorchSharp.Modules.Categorical distribution;
        using (NewDisposeScope()) distribution = distributions.Categorical(logits: zeros(2));
        using (NewDisposeScope()) distribution.probs.ShouldBeClose(1e-6, 0.5, 0.5);
        distribution.probs.ShouldBeClose(1e-6, 0.5, 0.5);
        distribution.Dispose();
        distribution.Invoking(d => d.probs.sum()).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void Either_parameter_is_needed_and_not_both()
    {
        FluentActions.Invoking(() => distributions.Categorical()).Should().Throw<Exception>().OnManaged<ArgumentException>();
        FluentActions.Invoking(() => distributions.Bernoulli(zeros(1), zeros(1))).Should().Throw<ArgumentException>();
    }
}
