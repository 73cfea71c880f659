using System.Collections.Concurrent;
using Npgsql;
using RlLab.Sweeps.Postgres;
using RlLab.Testing;

namespace RlLab.Sweeps.Tests;

/// <summary>The store in PostgreSQL: the contract, and what becomes of a worker whose database goes away.</summary>
public sealed class PostgresStoreTests : SweepStoreContract, IDisposable
{
    private readonly string _server;
    private readonly string _folder = Directory.CreateTempSubdirectory("rllab-spill-").FullName;
    private readonly string _sweep = $"{Guid.NewGuid():n}";
    private readonly ConcurrentQueue<string> _told = [];
    private readonly ManualClock _clock = new();
    private readonly Cable? _cable;

    public PostgresStoreTests()
    {
        var server = Environment.GetEnvironmentVariable("RLLAB_TEST_POSTGRES");
        Assert.SkipWhen(server is null, "RLLAB_TEST_POSTGRES names no server; `.ci/postgres start FOLDER` starts one.");
        _server = server;
        var uri = new Uri(server);
        _cable = new Cable(uri.Host, uri.Port);
    }

    public void Dispose()
    {
        _cable?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    protected override ISweepStore Begin(SweepHeader header, params IReadOnlyList<RunPlanned> runs) =>
        PostgresStore.Create(new StoreAddress(_server), header with { Id = _sweep }, runs, Options());

    protected override ISweepStore Open(string? machine = null) => OpenAt(_server);

    protected override void Pass(TimeSpan time) =>
        Execute($"update rllab.workers set seen = seen - interval '{time.TotalSeconds} seconds' where sweep = '{_sweep}'");

    [Fact]
    public void What_a_worker_finds_while_the_database_is_away_is_told_when_it_is_back()
    {
        using var leader = Begin(Samples.Header(), Planned("a", 0), Planned("b", 1));
        using var worker = OpenByCable();
        worker.TryClaim(Planned("a", 0), 1).Should().BeTrue();
        worker.TryClaim(Planned("b", 1), 1).Should().BeTrue();
        worker.Read();

        _cable!.Cut();
        worker.Read().Runs.Should().OnlyContain(run => run.State == RunState.Running, "it goes on with what it knows");
        worker.End("a", 1, new RunOutcome(RunState.Finished, 0.1 + 0.2)).Should().BeTrue();
        worker.Release("b", 1);
        leader.Read().Runs.Should().OnlyContain(run => run.State == RunState.Running);
        Kept().Should().ContainSingle("a crash must not lose it");

        _cable.Mend();
        worker.Beat(null);
        leader.Read().Runs.Select(run => (run.State, run.Objective)).Should().Equal((RunState.Finished, 0.1 + 0.2), (RunState.Planned, null));
        Kept().Should().BeEmpty();
        _told.Should().HaveCount(2);
        _told.First().Should().Contain("does not answer").And.Contain(_folder).And.NotContain("\n");
        _told.Last().Should().Contain("answers again").And.Contain("told what was kept");
    }

    [Fact]
    public void What_a_worker_found_whose_run_was_taken_over_meanwhile_does_not_count()
    {
        using var leader = Begin(Samples.Header(), Planned("a", 0));
        using var worker = OpenByCable();
        worker.TryClaim(Planned("a", 0), 1);
        _cable!.Cut();
        worker.End("a", 1, new RunOutcome(RunState.Finished, 1));
        Pass(Lease * 1.1);
        using var other = Open();
        other.Read().Runs.Single().State.Should().Be(RunState.Interrupted);
        other.TryClaim(Planned("a", 0), 2).Should().BeTrue();

        _cable.Mend();
        worker.Beat(null);
        Kept().Should().BeEmpty();
        leader.Read().Runs.Single().State.Should().Be(RunState.Running, "the second attempt alone counts");
        other.End("a", 2, new RunOutcome(RunState.Finished, 2));
        leader.Read().Runs.Single().Objective.Should().Be(2);
    }

    [Fact]
    public void What_a_worker_kept_that_is_gone_is_told_by_the_next_one()
    {
        using var leader = Begin(Samples.Header(), Planned("a", 0));
        using (var worker = OpenByCable())
        {
            worker.TryClaim(Planned("a", 0), 1);
            _cable!.Cut();
            worker.End("a", 1, new RunOutcome(RunState.Finished, 3));
        }

        Kept().Should().ContainSingle();
        leader.Read().Runs.Single().State.Should().Be(RunState.Running);
        using var next = Open();
        next.Read().Runs.Single().Objective.Should().Be(3);
        Kept().Should().BeEmpty();
    }

    [Fact]
    public async Task A_worker_that_needs_a_run_waits_for_the_database()
    {
        using var leader = Begin(Samples.Header(), Planned("a", 0));
        using var worker = OpenByCable();
        worker.Read();
        _cable!.Cut();
        var claim = Task.Run(() => worker.TryClaim(Planned("a", 0), 1), TestContext.Current.CancellationToken);
        while (_told.IsEmpty)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        claim.IsCompleted.Should().BeFalse();
        _cable.Mend();
        (await claim).Should().BeTrue();
        leader.Read().Runs.Single().State.Should().Be(RunState.Running);
    }

    [Fact]
    public void Who_was_cut_off_takes_nobody_for_gone_before_all_can_have_given_a_sign()
    {
        using var leader = Begin(Samples.Header(), Planned("a", 0));
        using var worker = Open();
        worker.TryClaim(Planned("a", 0), 1);
        using var cutOff = OpenByCable();
        cutOff.Read();
        _cable!.Cut();
        cutOff.Beat(null);
        Pass(Lease * 1.1);
        _cable.Mend();
        cutOff.Beat(null);
        cutOff.Read().Runs.Single().State.Should().Be(RunState.Running);
        _clock.Advance(Lease);
        cutOff.Read().Runs.Single().State.Should().Be(RunState.Interrupted);
    }

    [Fact]
    public void Who_trains_does_not_wait_for_a_database_that_did_not_answer_a_moment_ago()
    {
        using var leader = Begin(Samples.Header(), Planned("a", 0), Planned("b", 1), Planned("c", 1));
        using var worker = OpenByCable();
        worker.TryClaim(Planned("a", 0), 1).Should().BeTrue();
        worker.Read();
        var reported = new RunReported("a", 1, [new ObjectivePoint(10, 1)]);
        _cable!.Cut();
        worker.Invoking(w => w.TryClaim(Planned("b", 1), 1, waits: false)).Should().Throw<SweepException>().WithMessage("*cannot be reached*");

        _cable.Mend();
        worker.Invoking(w => w.TryClaim(Planned("b", 1), 1, waits: false)).Should().Throw<SweepException>().WithMessage("*cannot be reached*");
        worker.Invoking(w => w.Note(reported)).Should().Throw<SweepException>().WithMessage("*cannot be reached*");
        worker.Read().Runs[0].State.Should().Be(RunState.Running, "it goes on with what it knows");
        _clock.Advance(Lease / 6);
        worker.Note(reported);
        worker.TryClaim(Planned("b", 1), 1, waits: false).Should().BeTrue();

        _cable.Cut();
        worker.Beat(null);
        _cable.Mend();
        worker.Beat(null);
        worker.TryClaim(Planned("c", 1), 1, waits: false).Should().BeTrue("a sign of life has come through");
        leader.Read().Runs[0].Points.Should().Equal(new ObjectivePoint(10, 1));
    }

    [Fact]
    public void A_server_that_is_shut_down_is_one_that_is_away()
    {
        using var leader = Begin(Samples.Header(), Planned("a", 0));
        using var worker = OpenAt($"{new StoreAddress(_server).Of(_sweep)}&application%20name={_sweep}");
        worker.TryClaim(Planned("a", 0), 1).Should().BeTrue();
        Execute($"select pg_terminate_backend(pid) from pg_stat_activity where application_name = '{_sweep}'");
        worker.End("a", 1, new RunOutcome(RunState.Finished, 7)).Should().BeTrue();
        Kept().Should().ContainSingle();
        _told.Should().ContainSingle().Which.Should().Contain("What trains goes on");
        worker.Beat(null);
        Kept().Should().BeEmpty();
        leader.Read().Runs.Single().Objective.Should().Be(7);
    }

    [Fact]
    public void What_a_worker_finds_is_kept_too_where_the_database_refuses_it()
    {
        using var leader = Begin(Samples.Header(), Planned("a", 0));
        var role = $"worker_{_sweep}";
        Execute($"create role {role} login; grant usage on schema rllab to {role}; grant all on all tables in schema rllab to {role}");
        try
        {
            using var worker = OpenAt(new UriBuilder(_server) { UserName = role }.Uri.AbsoluteUri);
            worker.TryClaim(Planned("a", 0), 1).Should().BeTrue();
            Execute($"revoke insert on rllab.events from {role}");
            worker.End("a", 1, new RunOutcome(RunState.Finished, 7)).Should().BeTrue();
            Kept().Should().ContainSingle();
            _told.Should().ContainSingle().Which.Should().Match($"*refuses: *permission denied*kept in {_folder}*");
            worker.Invoking(w => w.Read()).Should().Throw<SweepException>().WithMessage("*refuses: *permission denied*");
            Execute($"grant insert on rllab.events to {role}");
            worker.Read().Runs.Single().Objective.Should().Be(7);
            Kept().Should().BeEmpty();
        }
        finally
        {
            Execute($"drop owned by {role}; drop role {role}");
        }
    }

    [Fact]
    public void A_sweep_is_found_by_the_beginning_of_its_id_and_another_is_told_of()
    {
        using var leader = Begin(Samples.Header(), Planned("a", 0));
        using var found = OpenAt($"{_server}?sweep={_sweep[..8]}");
        found.Read().Header.Id.Should().Be(_sweep);
        var none = FluentActions.Invoking(() => PostgresStore.Open(new StoreAddress($"{_server}?sweep=none"), Options()));
        none.Should().Throw<SweepException>().WithMessage("*has no sweep whose id begins with 'none'. The newest are *");
    }

    [Fact]
    public void A_store_that_cannot_be_reached_is_one_paragraph_without_the_password()
    {
        _cable!.Cut();
        var open = FluentActions.Invoking(() => PostgresStore.Open(new StoreAddress($"postgres://me:secret@127.0.0.1:{_cable.Port}/lab"), Options()));
        open.Should().Throw<SweepException>().Which.Message
            .Should().StartWith($"The store postgres://me@127.0.0.1:{_cable.Port}/lab cannot be reached: ").And.Contain("Check the host and the port")
            .And.NotContain("secret").And.NotContain("\n");
    }

    [Fact]
    public void A_database_that_does_not_exist_is_refused_by_its_own_words() => FluentActions
        .Invoking(() => PostgresStore.Open(new StoreAddress(new UriBuilder(_server) { Path = "nowhere" }.Uri.AbsoluteUri), Options()))
        .Should().Throw<SweepException>().WithMessage("*refuses: *\"nowhere\" does not exist*Check the user, the password*");

    private ISweepStore OpenByCable() => OpenAt(new UriBuilder(_server) { Port = _cable!.Port }.Uri.AbsoluteUri);

    private ISweepStore OpenAt(string address) => PostgresStore.Open(
        new StoreAddress(address.Contains("sweep=", StringComparison.Ordinal) ? address : new StoreAddress(address).Of(_sweep)), Options());

    private PostgresStoreOptions Options() => new() { SpillFolder = _folder, Lease = Lease, Clock = _clock, Tell = _told.Enqueue };

    private void Execute(string sql)
    {
        using var source = NpgsqlDataSource.Create(new StoreAddress(_server).ConnectionString);
        using var command = source.CreateCommand(sql);
        command.ExecuteNonQuery();
    }

    private string[] Kept() => Directory.GetFiles(_folder, "*.journal");
}
