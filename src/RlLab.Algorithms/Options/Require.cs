using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace RlLab.Algorithms;

/// <summary>What an option has to be; one that is not is refused where it is set, by its name, with its value and what it may be.</summary>
internal static class Require
{
    /// <summary>A finite number that is not below a bound.</summary>
    public static T AtLeast<T>(
        T value, T least, [CallerArgumentExpression(nameof(value))] string name = "", [CallerMemberName] string member = "")
        where T : INumber<T> =>
        T.IsFinite(value) && value >= least ? value : throw Refused(value, $"at least {least}", name, member);

    /// <summary>A finite number above 0.</summary>
    public static T Positive<T>(
        T value, [CallerArgumentExpression(nameof(value))] string name = "", [CallerMemberName] string member = "")
        where T : INumber<T> =>
        T.IsFinite(value) && value > T.Zero ? value : throw Refused(value, "a number above 0", name, member);

    /// <summary>A number from one bound to another, both included.</summary>
    public static T Between<T>(
        T value, T least, T most, [CallerArgumentExpression(nameof(value))] string name = "", [CallerMemberName] string member = "")
        where T : INumber<T> =>
        value >= least && value <= most ? value : throw Refused(value, $"from {least} to {most}", name, member);

    /// <summary>A number above 0 and up to 1.</summary>
    public static double Share(
        double value, [CallerArgumentExpression(nameof(value))] string name = "", [CallerMemberName] string member = "") =>
        value is > 0 and <= 1 ? value : throw Refused(value, "above 0 and at most 1", name, member);

    /// <summary>A finite number.</summary>
    public static double Finite(
        double value, [CallerArgumentExpression(nameof(value))] string name = "", [CallerMemberName] string member = "") =>
        double.IsFinite(value) ? value : throw Refused(value, "a finite number", name, member);

    /// <summary>A number, or an infinity.</summary>
    public static double Number(
        double value, [CallerArgumentExpression(nameof(value))] string name = "", [CallerMemberName] string member = "") =>
        double.IsNaN(value) ? throw Refused(value, "a number, or infinity", name, member) : value;

    /// <summary>One of an enumeration's values.</summary>
    public static T Defined<T>(
        T value, [CallerArgumentExpression(nameof(value))] string name = "", [CallerMemberName] string member = "")
        where T : struct, Enum =>
        Enum.IsDefined(value) ? value : throw Refused(value, $"one of {string.Join(", ", Enum.GetNames<T>())}", name, member);

    private static ArgumentOutOfRangeException Refused<T>(T value, string range, string name, string member)
    {
        // In a property's accessor the argument is called value, whatever the property is called.
        var option = name == "value" ? member : name;
        return new(option, string.Create(CultureInfo.InvariantCulture, $"{option} is {value}; it must be {range}."));
    }
}
