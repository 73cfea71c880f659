namespace RlLab.Tracking.Tests.Servers;

/// <summary>Answers requests in the place of a network.</summary>
/// <param name="answer">What is answered.</param>
internal sealed class AnsweringHandler(Func<HttpRequestMessage, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var given = await answer(request);
        given.RequestMessage = request;
        return given;
    }
}
