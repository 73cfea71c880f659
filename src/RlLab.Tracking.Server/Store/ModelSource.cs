using Dapper;
using Microsoft.Data.Sqlite;
using RlLab.Tracking.Server.Artifacts;
using RlLab.Tracking.Server.Http;

namespace RlLab.Tracking.Server.Store;

/// <summary>What the source of a new version of a model may be, and what it leads to.</summary>
internal static class ModelSource
{
    // models:/m-ID is a logged model; models:/NAME/VERSION and models:/NAME@ALIAS a version of a registered one.
    private const string Scheme = "models:/";

    /// <summary>Refuses a source through which a client could come to files that are not a model's.</summary>
    public static void Check(SqliteConnection connection, NewModelVersion version)
    {
        var source = version.Source;
        if (ArtifactLocation.IsLocal(source))
        {
            CheckLocal(connection, version);
        }
        else if (RawPath.Climbs(source) || source.Contains('\0') || Uri.UnescapeDataString(source).Contains('\0')
            || source[(source.IndexOf(':') + 1)..] is var path && (!path.StartsWith('/') || path.Split('/').Contains(".")))
        {
            throw MlflowError.Invalid(
                $"Invalid model version source: '{source}'. If supplying a source as an http, https, local file path, ftp, objectstore, or "
                + "mlflow-artifacts uri, an absolute path must be provided without relative path references present. "
                + "Please provide an absolute path.");
        }
    }

    /// <summary>Where the files of a source are, and which run they come from.</summary>
    public static ModelLocation Resolve(SqliteConnection connection, NewModelVersion version)
    {
        var location = version.Source.StartsWith(Scheme, StringComparison.Ordinal)
            ? Follow(connection, version.Source)
            : new ModelLocation(null, "");
        var run = version.RunId.Length > 0 || location.RunId.Length > 0 || version.ModelId.Length == 0
            ? location.RunId
            : LoggedModelStore.Get(connection, version.ModelId).Info.SourceRunId ?? "";
        return location with { RunId = version.RunId.Length > 0 ? version.RunId : run };
    }

    private static ModelLocation Follow(SqliteConnection connection, string source)
    {
        var name = source[Scheme.Length..].TrimStart('/');
        try
        {
            if (!name.Contains('/') && !name.Contains('@'))
            {
                var model = LoggedModelStore.Get(connection, name).Info;
                return new ModelLocation(model.ArtifactUri, model.SourceRunId ?? "");
            }

            var cut = name.LastIndexOfAny(['/', '@']);
            var version = name[cut] == '@'
                ? RegisteredModelStore.GetByAlias(connection, name[..cut], name[(cut + 1)..])
                : ModelVersionStore.Get(connection, name[..cut], name[(cut + 1)..]);
            return new ModelLocation(ModelVersionStore.GetLocation(connection, version.Name, $"{version.Version}"), "");
        }
        catch (MlflowError unknown)
        {
            throw new MlflowError(
                unknown.Status, unknown.Code, $"Unable to fetch model from model URI source artifact location '{source}'. {unknown.Message}");
        }
    }

    /// <summary>A path of this machine is the source only of a run or a model whose artifacts it lies among.</summary>
    private static void CheckLocal(SqliteConnection connection, NewModelVersion version)
    {
        var owner = version switch
        {
            { ModelId.Length: > 0 } => LoggedModelStore.Get(connection, version.ModelId).Info.ArtifactUri,
            { RunId.Length: > 0 } => RunStore.GetInfo(connection, version.RunId).ArtifactUri,
            _ => null,
        };
        if (owner is null || !ArtifactLocation.IsLocal(owner)
            || !$"{ArtifactLocation.PathOf(version.Source)}/".StartsWith($"{ArtifactLocation.PathOf(owner)}/", StringComparison.Ordinal))
        {
            var parameter = version.ModelId.Length > 0 ? "model_id" : "run_id";
            throw MlflowError.Invalid(
                $"Invalid model version source: '{version.Source}'. To use a local path as a model version source, the {parameter} request "
                + "parameter has to be specified and the local path has to be contained within the artifact directory of the run specified by "
                + $"the {parameter}.");
        }
    }
}

/// <summary>What a source leads to.</summary>
/// <param name="Uri">Where the files are; null for at the source itself.</param>
/// <param name="RunId">The run that made them; empty where none is known.</param>
internal sealed record ModelLocation(string? Uri, string RunId);
