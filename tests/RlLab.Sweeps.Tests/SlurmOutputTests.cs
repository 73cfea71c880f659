namespace RlLab.Sweeps.Tests;

/// <summary>What Slurm 22.05 printed, word for word.</summary>
public sealed class SlurmOutputTests
{
    [Theory]
    [InlineData("17\n", 17)]
    [InlineData("1234567;cluster-a\n", 1234567)]
    [InlineData("sbatch: a site's greeting\n8\n", 8)]
    public void A_submitted_job_has_a_number(string printed, long job) => SlurmOutput.Job(printed).Should().Be(job);

    [Fact]
    public void What_is_no_number_is_told_of() =>
        FluentActions.Invoking(() => SlurmOutput.Job("welcome\n")).Should().Throw<FormatException>().WithMessage("*printed 'welcome'*");

    [Fact]
    public void The_size_of_an_array_is_read_from_the_configuration() => SlurmOutput.MaxArraySize("""
        Configuration data as of 2026-11-29T23:47:31
        MaxArraySize            = 1001
        MaxDBDMsgs              = 20016
        """).Should().Be(1001);

    [Fact]
    public void The_queue_tells_of_each_task_and_of_several_that_share_a_line() => SlurmOutput.Queue("""
        8|3-7%3|PENDING|JobArrayTaskLimit
        8|2|RUNNING|None
        9|N/A|RUNNING|None
        7|N/A|FAILED|NonZeroExitCode
        10|0,4-8:2|PENDING|Resources
        """).Should().Equal(
        [
            .. Enumerable.Range(3, 5).Select(i => new SlurmTask(8, i, "PENDING", "JobArrayTaskLimit")),
            new(8, 2, "RUNNING", null),
            .. ((int[])[0, 4, 6, 8]).Select(i => new SlurmTask(10, i, "PENDING", "Resources")),
        ]);

    [Fact]
    public void Accounting_tells_how_tasks_ended() => SlurmOutput.Accounting("""
        1|COMPLETED|0:0
        2_0|COMPLETED|0:0
        2_1|CANCELLED by 1000|0:15
        2_[3-4%2]|PENDING|0:0
        2_5|OUT_OF_MEMORY|0:125
        """).Should().Equal(
        new SlurmTask(2, 0, "COMPLETED", null),
        new SlurmTask(2, 1, "CANCELLED", "exit code 0:15"),
        new SlurmTask(2, 3, "PENDING", null),
        new SlurmTask(2, 4, "PENDING", null),
        new SlurmTask(2, 5, "OUT_OF_MEMORY", "exit code 0:125"));

    [Fact]
    public void A_standing_counts_what_runs_waits_and_went_wrong() => new SlurmStanding(
    [
        new SlurmTask(2, 0, "RUNNING", null), new SlurmTask(2, 1, "PENDING", "Resources"), new SlurmTask(2, 2, "PENDING", "Resources"),
        new SlurmTask(2, 3, "OUT_OF_MEMORY", null), new SlurmTask(2, 4, "COMPLETED", null), new SlurmTask(2, 5, "COMPLETING", null),
    ]).Should().Match<SlurmStanding>(s => s.Active == 4 && s.ToString() == "2 tasks run, 2 wait (Resources), 1 ended with OUT_OF_MEMORY (2_3)");
}
