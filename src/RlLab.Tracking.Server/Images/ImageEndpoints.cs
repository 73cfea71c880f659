using Microsoft.AspNetCore.Routing;
using RlLab.Tracking.Server.Artifacts;
using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Store;

namespace RlLab.Tracking.Server.Images;

/// <summary><c>/api/rllab/images</c>: which images runs logged over their steps.</summary>
internal static class ImageEndpoints
{
    private const int MaximumRuns = 500;

    public static void MapImages(this IEndpointRouteBuilder routes, Database database, ArtifactFolder artifacts) =>
        routes.MapOwn("images", arguments => Images(database, artifacts, arguments));

    private static object Images(Database database, ArtifactFolder artifacts, RequestArguments arguments)
    {
        var runs = arguments.Texts("run_ids");
        if (runs.Count is 0 or > MaximumRuns)
        {
            throw MlflowError.Invalid($"'{arguments.PathOf("run_ids")}' must name 1 to {MaximumRuns} runs, and names {runs.Count}.");
        }

        var infos = database.Read(connection => runs.Select(run => RunStore.GetInfo(connection, run)).ToList());

        // Artifacts of a location elsewhere are not seen from here.
        var here = infos.Where(info => ArtifactFolder.IsHere(info.ArtifactUri));
        return new { Runs = here.Select(info => new { info.RunId, Images = LoggedImages.Read(artifacts, info.ArtifactUri) }).ToList() };
    }
}
