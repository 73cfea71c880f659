namespace RlLab.Tracking.Tests.Recording;

/// <summary>Images of steps, as MLflow's pages know them.</summary>
public sealed class ImageTests : IDisposable
{
    private static readonly RunHeader Header = new("0123456789abcdef0123456789abcdef", "cartpole", "trial 1", StepClock.Start);

    private readonly TemporaryFolder _runs = new();
    private readonly StepClock _clock = new();

    private string Folder => _runs.File(Header.Id);

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void An_image_lies_where_MLflows_pages_look_for_it()
    {
        using (var run = RunJournal.Create(_runs.Path, Header, _clock))
        {
            run.LogImage("world/map", 7, stream => stream.WriteByte(1));
        }

        var log = RunLog.Read(Folder);
        log.Artifacts.Keys.Should().ContainSingle()
            .Which.Should().MatchRegex(@"^images/world~map\+step\+7\+timestamp\+17000000\d{5}\+[0-9a-f-]{36}\.png$");
        log.Tags.Should().Contain("mlflow.loggedImages", "True");
    }

    [Fact]
    public void One_of_the_same_name_and_step_takes_its_place_also_in_a_run_that_is_taken_up()
    {
        using (var run = RunJournal.Create(_runs.Path, Header, _clock))
        {
            Say(run, 1);
            run.LogImage("map", 2, stream => stream.WriteByte(9));
        }

        var before = RunLog.Read(Folder);
        using (var run = RunJournal.Resume(Folder, _clock, _ => { }))
        {
            Say(run, 1);
            RunLog.Read(Folder).Length.Should().BeLessThan(before.Length + 100, "it was said before");
            Say(run, 2);
            Say(run, 3);
        }

        var log = RunLog.Read(Folder);
        log.Artifacts.Keys.Should().HaveCount(3).And.Contain(before.Artifacts.Keys);

        static void Say(RunJournal run, long step) => run.LogImage("map", step, stream => stream.WriteByte((byte)step));
    }
}
