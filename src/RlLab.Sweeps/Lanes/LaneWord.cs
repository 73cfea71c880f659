using System.Globalization;

namespace RlLab.Sweeps;

/// <summary>How many lanes, as a command takes it: <c>auto</c>, <c>off</c>, or a number.</summary>
public static class LaneWord
{
    /// <summary>What it takes, for messages.</summary>
    public const string Takes = "auto, off or a whole number from 1 to 1,024";

    /// <summary>Reads it; null where it is none.</summary>
    /// <param name="text">The text.</param>
    /// <returns><see cref="LanePlan.Auto"/>, 1 for one run at a time, or how many.</returns>
    public static int? Read(string text) => text switch
    {
        "auto" => LanePlan.Auto,
        "off" => 1,
        _ when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= LanePlan.Most => number,
        _ => null,
    };
}
