namespace RlLab.Sweeps;

/// <summary>What each task runs: the modules, the lines of setup, and a worker.</summary>
internal static class SlurmScript
{
    /// <summary>How often a worker that was killed is followed by another; each time costs a run an attempt, and a run has few.</summary>
    private const int Restarts = 20;

    /// <summary>The script's text.</summary>
    /// <param name="options">Has modules and setup.</param>
    /// <param name="worker">The worker's program and arguments.</param>
    public static string Of(SlurmOptions options, IEnumerable<string> worker)
    {
        // A login shell where there are modules: it alone knows the command `module` everywhere.
        var shell = options.Modules.Count > 0 ? "#!/bin/bash -l" : "#!/bin/bash";
        var setup = options.Modules.Select(module => $"module load {Quoted(module)}").Concat(options.Setup).Select(line => line + "\n");
        return $$"""
            {{shell}}
            set -e
            {{string.Concat(setup)}}
            # Slurm tells this shell alone that the time is nearly up, and asks all of its processes to end. The worker hears of both, and ends.
            trap 'time_is_up=1; kill -USR1 "$worker" || :' USR1
            trap ':' TERM
            killed=0
            while :; do
              {{string.Join(' ', worker.Select(Quoted))}} &
              worker=$!
              [ -z "$time_is_up" ] || kill -USR1 "$worker" || :
              until wait "$worker" && code=0 || code=$?; ! kill -0 "$worker" 2>/dev/null; do :; done

              # One that was killed, otherwise than by being asked to end, and one that leaves runs to a new process, is followed by another.
              if [ "$code" -gt 128 ] && [ "$code" != 130 ] && [ "$code" != 143 ] && [ "$killed" -lt {{Restarts}} ]; then
                killed=$((killed + 1))
                code={{WorkerExit.RunsAreLeft}}
              fi
              [ "$code" = {{WorkerExit.RunsAreLeft}} ] && [ -z "$time_is_up" ] || break
            done

            # The controller may be away for a while.
            if [ "$code" = {{WorkerExit.RunsAreLeft}} ]; then
              for _ in {1..60}; do
                scontrol requeue "$SLURM_JOB_ID" && exit
                sleep 5
              done
            fi
            exit "$code"

            """.ReplaceLineEndings("\n");
    }

    private static string Quoted(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
