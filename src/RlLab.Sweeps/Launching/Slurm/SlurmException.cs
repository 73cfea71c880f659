namespace RlLab.Sweeps;

/// <summary>Something that Slurm refused or could not do; the message is one paragraph, with the way out.</summary>
/// <param name="problem">What kind of thing.</param>
/// <param name="message">What happened and what to do.</param>
public sealed class SlurmException(SlurmProblem problem, string message) : SweepException(message)
{
    /// <summary>What kind of thing.</summary>
    public SlurmProblem Problem { get; } = problem;
}

/// <summary>What can be wrong with a Slurm cluster, or with what is asked of it.</summary>
public enum SlurmProblem
{
    /// <summary>Its commands are not on this machine.</summary>
    NotInstalled,

    /// <summary>Its controller does not answer; that may pass.</summary>
    Unreachable,

    /// <summary>There is no such partition, or it is not open to this user.</summary>
    Partition,

    /// <summary>There is no such account, or it is not this user's.</summary>
    Account,

    /// <summary>There is no such quality of service, or it is not this user's.</summary>
    Qos,

    /// <summary>No node has what a task asks for.</summary>
    Resources,

    /// <summary>Something else that it does not take.</summary>
    Refused,
}
