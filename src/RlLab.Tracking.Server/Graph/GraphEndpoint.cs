using GraphQL;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RlLab.Tracking.Server.Artifacts;
using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Store;
using Schema = GraphQL.Types.Schema;

namespace RlLab.Tracking.Server.Graph;

/// <summary><c>/graphql</c>, by which MLflow's own web pages ask for runs, experiments, metrics and artifacts.</summary>
internal static class GraphEndpoint
{
    public static void MapGraphQueries(this IEndpointRouteBuilder routes, Database database, ArtifactFolder artifacts)
    {
        // Made when it is first asked for: RlLab's own pages never do.
        var schema = new Lazy<Schema>(() => GraphSchema.Create(database, artifacts));
        routes.MapMethods("/graphql", [HttpMethods.Post], async context =>
        {
            var arguments = await RequestReader.ReadAsync(context.Request).ConfigureAwait(false);
            var (data, errors) = await RunAsync(schema.Value, arguments).ConfigureAwait(false);
            await JsonReplies.WriteAsync(context, new Dictionary<string, object?> { ["data"] = data, ["errors"] = errors }).ConfigureAwait(false);
        });
    }

    private static async Task<(object? Data, IReadOnlyList<string>? Errors)> RunAsync(Schema schema, RequestArguments arguments)
    {
        GraphQLDocument document;
        try
        {
            document = Parser.Parse(arguments.RequiredText("query"));
        }
        catch (GraphQLParserException unreadable)
        {
            throw MlflowError.Invalid($"The query cannot be read: {unreadable.Message}");
        }

        if (QueryLimits.Check(document) is { } tooMuch)
        {
            return (null, [tooMuch]);
        }

        var result = await new DocumentExecuter().ExecuteAsync(new ExecutionOptions
        {
            Schema = schema,
            Document = document,
            OperationName = arguments.Text("operationName"),
            Variables = new Inputs(arguments.Values("variables")),
            ThrowOnUnhandledException = true,
        }).ConfigureAwait(false);
        return (
            (result.Data as ExecutionNode)?.ToValue(),
            result.Errors is { Count: > 0 } errors ? [.. errors.Select(error => error.Message)] : null);
    }
}
