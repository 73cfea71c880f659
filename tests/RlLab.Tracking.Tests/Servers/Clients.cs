namespace RlLab.Tracking.Tests.Servers;

/// <summary>Clients for tests: without waits between tries.</summary>
public static class Clients
{
    public static readonly MlflowRetry Impatient = new() { MaxRetries = 3, BackoffFactor = 0, BackoffJitter = 0, Timeout = TimeSpan.FromSeconds(20) };

    public static MlflowClient Client(Uri address) => Client(new MlflowSettings(address) { Retry = Impatient });

    public static MlflowClient Client(MlflowSettings settings) => new(settings, TimeProvider.System, new RandomGenerator(1));

    /// <summary>A client of a server at http://mlflow.example that answers in the place of a network.</summary>
    public static MlflowClient Client(Func<HttpRequestMessage, Task<HttpResponseMessage>> answer) => new(
        new MlflowSettings(new Uri("http://mlflow.example")) { Retry = Impatient }, TimeProvider.System, new RandomGenerator(1),
            new AnsweringHandler(answer));
}
