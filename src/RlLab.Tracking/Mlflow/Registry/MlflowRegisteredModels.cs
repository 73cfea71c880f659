namespace RlLab.Tracking;

/// <summary>The registry's models: their names, tags and aliases.</summary>
public sealed class MlflowRegisteredModels
{
    private const string Api = MlflowPath.Api + "registered-models/";

    private readonly MlflowConnection _connection;

    internal MlflowRegisteredModels(MlflowConnection connection) => _connection = connection;

    /// <summary>Creates a model without versions; not repeated by itself, since the first try may have created it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it is, for people; null for nothing.</param>
    /// <param name="tags">Tags; null for none.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<MlflowRegisteredModel> CreateAsync(
        string name, string? description = null, IReadOnlyList<MlflowTag>? tags = null, CancellationToken cancellation = default)
    {
        RegistryRules.CheckModel(name);
        RegistryRules.CheckDescription(description);
        RegistryRules.CheckTags(tags);
        var request = new CreateRegisteredModelRequest(name, description, tags);
        return await AnswerAsync(HttpMethod.Post, "create", request, cancellation, mayRepeat: false).ConfigureAwait(false);
    }

    /// <summary>Reads a model.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task<MlflowRegisteredModel> GetAsync(string name, CancellationToken cancellation = default) =>
        AnswerAsync(HttpMethod.Get, MlflowPath.Of("get", ("name", name)), null, cancellation);

    /// <summary>Searches models, page by page.</summary>
    /// <param name="filter">A filter such as <c>name LIKE 'policy%'</c> (<see cref="MlflowFilter"/>); null for all.</param>
    /// <param name="orderBy">Orders such as <c>last_updated_timestamp DESC</c>; null for by name.</param>
    /// <param name="pageSize">How many are fetched at once, at most 1,000.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public IAsyncEnumerable<MlflowRegisteredModel> SearchAsync(
        string? filter = null, IReadOnlyList<string>? orderBy = null, int pageSize = 100, CancellationToken cancellation = default) =>
        MlflowPages.ReadAsync(async (token, stop) =>
        {
            var path = RegistryRules.Search(Api, filter, orderBy, pageSize, token);
            var answer = await _connection.GetAsync<RegisteredModelsAnswer>(path, stop).ConfigureAwait(false);
            return (answer.RegisteredModels, answer.NextPageToken);
        }, cancellation);

    /// <summary>Gives a model another name; not repeated by itself, since the first try may have moved it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="newName">The new name.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task<MlflowRegisteredModel> RenameAsync(string name, string newName, CancellationToken cancellation = default)
    {
        RegistryRules.CheckModel(newName);
        return AnswerAsync(HttpMethod.Post, "rename", new RenameRegisteredModelRequest(name, newName), cancellation, mayRepeat: false);
    }

    /// <summary>Says what a model is, for people.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it is, at most 5,000 characters.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task<MlflowRegisteredModel> DescribeAsync(string name, string description, CancellationToken cancellation = default)
    {
        RegistryRules.CheckDescription(description);
        return AnswerAsync(HttpMethod.Patch, "update", new DescribeRegisteredModelRequest(name, description), cancellation);
    }

    /// <summary>Deletes a model with its versions, for good.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task DeleteAsync(string name, CancellationToken cancellation = default) =>
        _connection.DoOnceAsync(HttpMethod.Delete, Api + "delete", new RegisteredModelRequest(name), cancellation);

    /// <summary>Sets a tag of a model.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="key">The tag.</param>
    /// <param name="value">Its value.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task SetTagAsync(string name, string key, string value, CancellationToken cancellation = default)
    {
        RegistryRules.CheckTags([new MlflowTag(key, value)]);
        return _connection.SendAsync(HttpMethod.Post, Api + "set-tag", new SetRegisteredModelTagRequest(name, key, value), cancellation);
    }

    /// <summary>Deletes a tag of a model; one that is not there is let pass.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="key">The tag.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task DeleteTagAsync(string name, string key, CancellationToken cancellation = default) =>
        _connection.DeleteTagAsync(HttpMethod.Delete, Api + "delete-tag", new DeleteRegisteredModelTagRequest(name, key), cancellation);

    /// <summary>Lets an alias stand for a version; it moves if it stood for another.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="alias">The alias: letters, digits, <c>_</c> and <c>-</c>; neither <c>latest</c> nor a number of a version.</param>
    /// <param name="version">The version.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task SetAliasAsync(string name, string alias, int version, CancellationToken cancellation = default)
    {
        RegistryRules.CheckAlias(alias);
        return _connection.SendAsync(HttpMethod.Post, Api + "alias", new SetAliasRequest(name, alias, version), cancellation);
    }

    /// <summary>Deletes an alias; its version stays.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="alias">The alias.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task DeleteAliasAsync(string name, string alias, CancellationToken cancellation = default) =>
        _connection.DoOnceAsync(HttpMethod.Delete, Api + "alias", new DeleteAliasRequest(name, alias), cancellation);

    private async Task<MlflowRegisteredModel> AnswerAsync(
        HttpMethod method, string path, object? request, CancellationToken cancellation, bool mayRepeat = true) =>
        (await _connection.SendAsync<RegisteredModelAnswer>(method, Api + path, request, cancellation, mayRepeat).ConfigureAwait(false))
            .RegisteredModel;
}
