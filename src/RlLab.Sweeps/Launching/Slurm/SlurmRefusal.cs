namespace RlLab.Sweeps;

/// <summary>Turns what Slurm's commands say on standard error into a paragraph with the way out.</summary>
internal static class SlurmRefusal
{
    private const string Settings = "in [slurm] of rllab.toml";

    public static SlurmException NotInstalled(string program) => new(
        SlurmProblem.NotInstalled,
        $"There is no `{program}` on the PATH, so no Slurm cluster can be reached from here. Give the command on a node of the cluster from which "
        + "jobs are submitted (a login node), or leave --launcher slurm out to train on this machine.");

    public static SlurmException Unreachable(string program, string said) => new(
        SlurmProblem.Unreachable,
        $"Slurm's controller does not answer: {program} says '{said}'. Tasks that run go on without it. Try again in a while; `scontrol ping` says "
        + "whether it is back.");

    /// <summary>Explains a command's failure.</summary>
    /// <param name="slurm">Asked what there is instead.</param>
    /// <param name="program">The command.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="error">What it said.</param>
    /// <param name="stopping">Signalled by Ctrl-C.</param>
    public static async Task<SlurmException> ExplainAsync(
        SlurmClient slurm, string program, IReadOnlyList<string> arguments, string error, CancellationToken stopping)
    {
        var said = Words(error);
        bool Says(string words) => said.Contains(words, StringComparison.OrdinalIgnoreCase);
        string? Asked(string option) => arguments.FirstOrDefault(a => a.StartsWith($"--{option}=", StringComparison.Ordinal))?.Split('=', 2)[1];
        async Task<string> Choice(string what, string command, params string[] query)
        {
            var listed = Lines(await slurm.HintAsync(command, query, stopping).ConfigureAwait(false));
            return listed.Length == 0 ? "" : $" {what}: {string.Join(", ", listed)}.";
        }

        if (Says("Unable to contact slurm controller") || Says("Socket timed out") || Says("Zero Bytes were transmitted")
            || Says("Connection refused") || Says("Unexpected message received"))
        {
            return Unreachable(program, said);
        }

        if (Says("invalid partition"))
        {
            var which = Asked("partition") is { } partition ? $"no partition '{partition}'" : "no partition by default";
            var there = await Choice("It has", "sinfo", "--noheader", "--format=%R").ConfigureAwait(false);
            return new SlurmException(
                SlurmProblem.Partition, $"The Slurm cluster has {which} that is open to you.{there} Set slurm.partition {Settings}.");
        }

        if (Says("invalid account"))
        {
            var which = Asked("account") is { } account ? $"the account '{account}'" : "your default account";
            var yours = await Choice(
                "Yours are", "sacctmgr", "--noheader", "--parsable2", "show", "associations", $"user={Environment.UserName}", "format=account")
                .ConfigureAwait(false);
            return new SlurmException(
                SlurmProblem.Account,
                $"Slurm refuses {which}: there is none, or it is not yours in this partition.{yours} Set slurm.account {Settings}.");
        }

        if (Says("invalid qos"))
        {
            var there = await Choice("It has", "sacctmgr", "--noheader", "--parsable2", "show", "qos", "format=name").ConfigureAwait(false);
            return new SlurmException(
                SlurmProblem.Qos, $"The Slurm cluster has no quality of service '{Asked("qos")}' that is yours.{there} Set slurm.qos {Settings}.");
        }

        if (Says("generic resource") || Says("Memory specification") || Says("node configuration is not available") || Says("CPU count per node")
            || Says("time limit") || Says("More processors requested"))
        {
            return new SlurmException(
                SlurmProblem.Resources,
                $"The Slurm cluster has no node for what a task asks for ({Resources(arguments)}): {program} says '{said}'. Change it {Settings}; "
                + "`sinfo -o '%P %c %m %G %l'` shows what the nodes have.");
        }

        return new SlurmException(SlurmProblem.Refused, said.Length == 0
            ? $"{program} {string.Join(' ', arguments)} failed, and did not say why."
            : $"Slurm refuses it: {program} says '{said}'. If that is about an option, change it {Settings}.");
    }

    private static string Resources(IEnumerable<string> arguments) => string.Join(' ', arguments
        .Where(a => new[] { "partition", "gres", "cpus-per-task", "mem", "time" }.Any(o => a.StartsWith($"--{o}=", StringComparison.Ordinal))));

    private static string Words(string error) => string.Join("; ", Lines(error)
        .Where(line => !line.StartsWith("Try \"", StringComparison.Ordinal))
        .Select(line => line.Split("error: ", 2)[^1]));

    private static string[] Lines(string? text) =>
        [.. (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()];
}
