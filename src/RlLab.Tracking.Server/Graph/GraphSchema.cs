using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQL;
using GraphQL.Resolvers;
using GraphQL.Types;
using RlLab.Tracking.Server.Artifacts;
using RlLab.Tracking.Server.Endpoints;
using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Store;
using Schema = GraphQL.Types.Schema;

namespace RlLab.Tracking.Server.Graph;

/// <summary>The schema of <c>mlflow.graphql</c>, each of whose queries is answered by the endpoint of the API that does the same.</summary>
internal static class GraphSchema
{
    public static Schema Create(Database database, ArtifactFolder artifacts)
    {
        using var text = new StreamReader(typeof(GraphSchema).Assembly.GetManifestResourceStream("mlflow.graphql")!);
        var schema = Schema.For(text.ReadToEnd());
        schema.RegisterType(new LongStringType());
        schema.Initialize();
        foreach (var type in schema.AllTypes.OfType<IObjectGraphType>().Where(type => !type.Name.StartsWith("__", StringComparison.Ordinal)))
        {
            foreach (var field in type.Fields)
            {
                field.Resolver = new FuncFieldResolver<object?>(context => Select((JsonNode)context.Source!, context.FieldDefinition));
            }
        }

        var queries = new Dictionary<string, Func<RequestArguments, object>>
        {
            ["mlflowGetExperiment"] = arguments => ExperimentEndpoints.Get(database, arguments),
            ["mlflowGetRun"] = arguments => RunEndpoints.Get(database, arguments),
            ["mlflowSearchRuns"] = arguments => RunEndpoints.Search(database, arguments),
            ["mlflowListArtifacts"] = arguments => ArtifactEndpoints.List(database, artifacts, arguments),
            ["mlflowGetMetricHistoryBulkInterval"] = arguments => MetricEndpoints.Sample(database, arguments),
            ["mlflowSearchModelVersions"] = arguments => ModelVersionEndpoints.Search(database, arguments),
            ["mlflowSearchDatasets"] = arguments => ExperimentEndpoints.SearchDatasets(database, arguments),
        };
        foreach (var field in schema.Query.Fields.Concat(schema.Mutation!.Fields))
        {
            field.Resolver = queries.TryGetValue(field.Name, out var query)
                ? Answer(context => query(Input(context)))
                : new FuncFieldResolver<object?>(context => new JsonObject { ["output"] = context.GetArgument<string?>("inputString") });
        }

        // What MLflow adds to a run for its pages.
        var run = (IObjectGraphType)schema.AllTypes["MlflowRunExtension"]!;
        run.GetField("experiment")!.Resolver = Answer(
            context => ExperimentEndpoints.Get(database, Named("experiment_id", Info(context, "experiment_id"))), "experiment");
        run.GetField("modelVersions")!.Resolver = Answer(
            context => ModelVersionEndpoints.Search(database, Named("filter", $"run_id = '{Info(context, "run_id")}'")), "model_versions");
        return schema;
    }

    /// <summary>Answers with a reply of the API, or with one field of it.</summary>
    private static FuncFieldResolver<object?> Answer(Func<IResolveFieldContext, object> query, string? field = null) => new(context =>
    {
        try
        {
            var reply = JsonReplies.ToNode(query(context));
            return field is null ? reply : Value(reply[field], context.FieldDefinition);
        }
        catch (MlflowError error)
        {
            throw new ExecutionError(error.Message);
        }
    });

    private static object? Select(JsonNode source, FieldType field) =>
        Value(source[JsonNamingPolicy.SnakeCaseLower.ConvertName(field.Name)], field);

    /// <summary>A value of a reply in the type of its field; what the reply leaves out is empty, as it is in MLflow's.</summary>
    private static object? Value(JsonNode? value, FieldType field) => (field.ResolvedType, value) switch
    {
        (ListGraphType, null) => Array.Empty<object>(),
        (ListGraphType, JsonArray items) => items.Select(item => item is JsonValue text ? (object)text.ToString() : item!).ToList(),
        (LongStringType, null) => "0",
        (BooleanGraphType, _) => value is not null && value.GetValue<bool>(),
        (FloatGraphType, null) => 0.0,
        (FloatGraphType, _) => value.GetValueKind() == JsonValueKind.Number ? value.GetValue<double>() : null,
        (EnumerationGraphType, null) => null,
        (ScalarGraphType, _) => value?.ToString() ?? "",
        (IObjectGraphType { Name: "ApiError" }, _) => null,
        _ => value ?? new JsonObject(),
    };

    private static RequestArguments Input(IResolveFieldContext context)
    {
        var input = context.GetArgument<Dictionary<string, object?>?>("input") ?? [];
        var fields = input.ToDictionary(pair => JsonNamingPolicy.SnakeCaseLower.ConvertName(pair.Key), pair => pair.Value);
        return new RequestArguments(JsonSerializer.SerializeToElement(fields));
    }

    private static RequestArguments Named(string name, string value) =>
        new(JsonSerializer.SerializeToElement(new Dictionary<string, string> { [name] = value }));

    private static string Info(IResolveFieldContext context, string field) => ((JsonNode)context.Source!)["info"]![field]!.GetValue<string>();
}
