using System.Net;
using RlLab.Tracking.Server.Tests.Support;

namespace RlLab.Tracking.Server.Tests.Data;

public sealed class ImageTests
{
    private const string Id = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed";

    [Fact]
    public async Task Images_are_found_by_name_in_the_order_of_their_steps_whichever_client_named_them()
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0");
        string[] files =
        [
            $"images/eval~attention+step+1000+timestamp+5+{Id}.png", $"images/eval~attention+step+20+timestamp+3+{Id}.png",
            $"images/eval~attention+step+-1+timestamp+3+{Id}.png", $"images/eval~attention+step+20+timestamp+3+{Id}+compressed.webp",
            $"images/maze%step%7%timestamp%1%{Id}.png", $"images/maze%step%7%timestamp%1%{Id}%compressed.webp",
            "images/logo.png", "images/a/maze+step+1+timestamp+1+x.png", $"images/far+step+99999999999999999999+timestamp+1+{Id}.png",
            $"other/maze+step+1+timestamp+1+{Id}.png",
        ];
        foreach (var file in files)
        {
            await PutAsync(server, run, file);
        }

        var images = (await AskAsync(server, run)).Json["runs"]![0]!["images"]!.AsArray();

        images.Select(image => image!["name"]!.GetValue<string>()).Should().Equal("eval/attention", "maze");
        images[0]!["steps"]!.AsArray().Select(step => step!.GetValue<long>()).Should().Equal(-1, 20, 1000);
        images[0]!["paths"]!.AsArray().Select(path => path!.GetValue<string>()).Should().Equal(files[2], files[1], files[0]);
        images[1]!["paths"]![0]!.GetValue<string>().Should().Be(files[4]);
    }

    [Fact]
    public async Task An_image_of_a_step_that_was_logged_again_takes_the_place_of_the_first()
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0");
        await PutAsync(server, run, $"images/maze+step+1+timestamp+10+{Id}.png");
        await PutAsync(server, run, $"images/maze+step+1+timestamp+9+{Id}.png");

        var image = (await AskAsync(server, run)).Json["runs"]![0]!["images"]!.AsArray().Should().ContainSingle().Which!;

        image["paths"]!.AsArray().Should().ContainSingle().Which!.GetValue<string>().Should().Contain("timestamp+10+");
    }

    [Fact]
    public async Task A_run_without_images_or_with_artifacts_elsewhere_has_none_and_a_run_that_is_not_there_is_told()
    {
        await using var server = await TestServer.StartAsync();
        var reply = await server.PostAsync("experiments/create", new { name = "elsewhere", artifact_location = "s3://bucket/path" });
        string[] runs = [await server.CreateRunAsync("0"), await server.CreateRunAsync(reply.Json["experiment_id"]!.GetValue<string>())];

        var found = (await AskAsync(server, runs)).Json["runs"]!.AsArray();

        found.Should().ContainSingle().Which!["images"]!.AsArray().Should().BeEmpty();
        (await AskAsync(server, "nothing")).Status.Should().Be(HttpStatusCode.NotFound);
        (await AskAsync(server)).ErrorMessage.Should().Contain("'run_ids' must name 1 to 500 runs, and names 0");
    }

    private static Task<Reply> AskAsync(TestServer server, params string[] runs) => server.PostAsync("/api/rllab/images", new { run_ids = runs });

    private static async Task PutAsync(TestServer server, string run, string path)
    {
        var address = $"/api/2.0/mlflow-artifacts/artifacts/0/{run}/artifacts/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}";
        var reply = await server.SendAsync(HttpMethod.Put, address, new ByteArrayContent(TinyPicture.Of(0.5)));
        reply.Status.Should().Be(HttpStatusCode.OK, path);
    }
}
