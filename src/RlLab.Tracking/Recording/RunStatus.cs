namespace RlLab.Tracking;

/// <summary>How a run stands.</summary>
public enum RunStatus
{
    /// <summary>It is being recorded.</summary>
    Running,

    /// <summary>It came to its end.</summary>
    Finished,

    /// <summary>It ended with an error.</summary>
    Failed,

    /// <summary>It was stopped from outside.</summary>
    Killed,

    /// <summary>Its process is gone without having recorded an end: it crashed, or its machine did.</summary>
    Interrupted,
}
