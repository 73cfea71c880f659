namespace RlLab.Tracking.Server.Http;

/// <summary>A refusal in MLflow's terms; it becomes the reply <c>{"error_code", "message"}</c>.</summary>
internal sealed class MlflowError(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public static MlflowError Invalid(string message) => new(400, "INVALID_PARAMETER_VALUE", message);

    /// <summary>A value that its parameter does not take, in the words that MLflow uses.</summary>
    /// <param name="value">The value as JSON.</param>
    public static MlflowError InvalidValue(string value, string parameter, string why) =>
        Invalid($"Invalid value {value} for parameter '{parameter}' supplied: {why}");

    public static MlflowError Missing(string parameter) =>
        Invalid($"Missing value for required parameter '{parameter}'. See the API docs for more information about request parameters.");

    public static MlflowError TooLong(string what, int limit) =>
        Invalid($"'{what}' exceeds the maximum length of {limit} characters");

    public static MlflowError NotFound(string message) => new(404, "RESOURCE_DOES_NOT_EXIST", message);

    public static MlflowError Exists(string message) => new(400, "RESOURCE_ALREADY_EXISTS", message);

    public static MlflowError Unsupported(string message) => new(501, "NOT_IMPLEMENTED", message);
}
