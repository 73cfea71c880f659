using System.Runtime.InteropServices;

namespace RlLab.Algorithms;

/// <summary>Looks at what a world gives and is given, so that a number that is not finite is named where it enters training.</summary>
internal static class Finite
{
    private const string Advice = "Whatever the world's rules and wrappers compute has to be finite.";

    /// <summary>Throws where an element is NaN or infinite; elements that are not floats never are.</summary>
    /// <exception cref="DivergedException">One is not finite.</exception>
    public static void Check<T>(ReadOnlySpan<T> elements, string quantity)
        where T : unmanaged
    {
        if (typeof(T) != typeof(float))
        {
            return;
        }

        var numbers = MemoryMarshal.Cast<T, float>(elements);
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!float.IsFinite(numbers[i]))
            {
                throw new DivergedException($"element {i} of {quantity}", numbers[i], advice: Advice);
            }
        }
    }

    /// <summary>Throws where an element of an action is NaN or infinite.</summary>
    /// <exception cref="DivergedException">One is.</exception>
    public static void CheckAction(ReadOnlySpan<float> action, string quantity)
    {
        for (var i = 0; i < action.Length; i++)
        {
            if (!float.IsFinite(action[i]))
            {
                throw new DivergedException($"element {i} of {quantity}", action[i]);
            }
        }
    }

    /// <summary>Whether all elements are finite; those that are not floats always are.</summary>
    public static bool All<T>(ReadOnlySpan<T> elements)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            foreach (var number in MemoryMarshal.Cast<T, float>(elements))
            {
                if (!float.IsFinite(number))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Throws where a reward is NaN or infinite, or beyond float32, which rewards are learned from as.</summary>
    /// <exception cref="DivergedException">It is.</exception>
    public static void CheckReward(double reward, string quantity)
    {
        if (!float.IsFinite((float)reward))
        {
            throw new DivergedException(quantity, reward, advice: Advice);
        }
    }
}
