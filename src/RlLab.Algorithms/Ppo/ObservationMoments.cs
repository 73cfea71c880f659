using System.Runtime.InteropServices;

namespace RlLab.Algorithms.Ppo;

/// <summary>The mean and the deviation of each number of all observations of a training, for the layers that go by them.</summary>
/// <param name="layers">The layers.</param>
/// <param name="length">Elements of one observation.</param>
[Checkpointed]
internal sealed partial class ObservationMoments([Rebuilt] ObservationNormalization[] layers, int length)
{
    private readonly Moments[] _moments = new Moments[length];

    /// <summary>Looks at the observations of a rollout, and has the layers follow.</summary>
    public void See<TElement>(ReadOnlySpan<TElement> observations)
        where TElement : unmanaged
    {
        var numbers = MemoryMarshal.Cast<TElement, float>(observations);
        for (var i = 0; i < numbers.Length; i++)
        {
            _moments[i % length].Add(numbers[i]);
        }

        foreach (var layer in layers)
        {
            layer.Follow(_moments);
        }
    }

    /// <summary>The moments for the layers of that kind among networks; null where there is none.</summary>
    /// <exception cref="ArgumentException">A layer is for observations of another length, or observations are no numbers of float32.</exception>
    public static ObservationMoments? Of<TElement>(ActorCritic networks, int length)
    {
        ObservationNormalization[] layers =
        [
            .. networks.Networks.SelectMany(network => network.modules().Prepend(network)).OfType<ObservationNormalization>().Distinct(),
        ];
        return layers.All(layer => layer.Length == length && typeof(TElement) == typeof(float))
            ? layers.Length == 0 ? null : new ObservationMoments(layers, length)
            : throw new ArgumentException(
                $"An ObservationNormalization for {layers[0].Length} numbers stands where observations have {length} of {typeof(TElement).Name}: it "
                + "has to see them first, as float32.");
    }
}
