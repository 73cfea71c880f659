using TorchSharp;
using static TorchSharp.torch;

namespace Torch.Tests.Operations;

/// <summary>In which order a tensor that does not lie row by row gets its random numbers: in the order of memory, as in PyTorch.</summary>
public sealed class RandomOrderTests
{
    private static readonly Dictionary<string, Action<Tensor>> Fills = new()
    {
        ["uniform_"] = x => x.uniform_(0, 1),
        ["normal_"] = x => x.normal_(),
        ["bernoulli_"] = x => x.bernoulli_(0.5),
        ["bernoulli_ of probabilities"] = x => x.bernoulli_(full_like(x, 0.5)),
        ["exponential_"] = x => x.exponential_(),
        ["random_"] = x => x.random_(0, 1000),
    };

    public static TheoryData<string> Names => [.. Fills.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_transposed_tensor_is_filled_in_the_order_of_memory(string fill)
    {
        var whole = zeros(3, 4);
        var rows = zeros(3, 4);

        Filled(fill, whole.t());
        Filled(fill, rows);

        whole.Values().Should().Equal(rows.Values());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void So_is_a_part_of_a_tensor_of_three_dimensions_in_another_order(string fill)
    {
        var whole = zeros(2, 6, 3);
        var rows = zeros(2, 2, 3);

        Filled(fill, whole.slice(1, 1, 6, 3).permute(2, 0, 1));
        Filled(fill, rows);

        whole.slice(1, 1, 6, 3).Values().Should().Equal(rows.Values());
    }

    [Fact]
    public void Probabilities_of_their_own_stay_with_their_elements()
    {
        var target = zeros(2, 3).t();
        target.bernoulli_(tensor(new[,] { { 0f, 1f }, { 1f, 0f }, { 0f, 1f } }));
        target.Values().Should().Equal(0, 1, 1, 0, 0, 1);
    }

    [Fact]
    public void Sixteen_and_more_normal_numbers_that_do_not_lie_row_by_row_are_drawn_one_by_one()
    {
        var whole = zeros(4, 5);
        var firstOfThem = zeros(15);

        Filled("normal_", whole.t());
        Filled("normal_", firstOfThem);

        whole.reshape(-1).slice(0, 0, 14, 1).Values().Should().Equal(firstOfThem.slice(0, 0, 14, 1).Values());
    }

    private static void Filled(string fill, Tensor target)
    {
        manual_seed(1);
        Fills[fill](target);
    }
}
