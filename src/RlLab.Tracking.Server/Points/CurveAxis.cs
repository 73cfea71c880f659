using RlLab.Tracking.Server.Http;

namespace RlLab.Tracking.Server.Points;

/// <summary>What a curve is drawn over.</summary>
internal enum CurveAxis
{
    /// <summary>The step that a point was logged at.</summary>
    Step,

    /// <summary>Milliseconds since 1970.</summary>
    Time,

    /// <summary>Milliseconds since the run started.</summary>
    Relative,
}

/// <summary>Reads the name of an axis.</summary>
internal static class CurveAxes
{
    /// <summary>The axis of a request; steps where it names none.</summary>
    public static CurveAxis Read(RequestArguments arguments) => arguments.Text("x") switch
    {
        null or "step" => CurveAxis.Step,
        "time" => CurveAxis.Time,
        "relative" => CurveAxis.Relative,
        { } other => throw MlflowError.Invalid(
            $"'{other}' is no axis. Give '{arguments.PathOf("x")}' as 'step', 'time' or 'relative' (milliseconds since the run's start)."),
    };
}
