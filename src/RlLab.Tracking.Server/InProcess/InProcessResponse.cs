using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace RlLab.Tracking.Server.InProcess;

/// <summary>
/// An answer in the making, in memory. What is to be done when it starts is done at its end: until then nothing of it has been seen.
/// </summary>
internal sealed class InProcessResponse : HttpResponseFeature
{
    private readonly MemoryStream _content = new();
    private readonly Stack<Func<Task>> _starting = [], _completed = [];

    public InProcessResponse() => Content = new StreamResponseBodyFeature(_content);

    /// <summary>What the answer's content is written to.</summary>
    public StreamResponseBodyFeature Content { get; }

    public override void OnStarting(Func<object, Task> callback, object state) => _starting.Push(() => callback(state));

    public override void OnCompleted(Func<object, Task> callback, object state) => _completed.Push(() => callback(state));

    /// <summary>Ends it, with all that was to be done when it starts and when it is complete, the last first.</summary>
    public async Task CompleteAsync()
    {
        foreach (var callback in _starting)
        {
            await callback().ConfigureAwait(false);
        }

        await Content.CompleteAsync().ConfigureAwait(false);
        foreach (var callback in _completed)
        {
            await callback().ConfigureAwait(false);
        }
    }

    /// <summary>It, once complete, as an HTTP client gets it.</summary>
    public HttpResponseMessage ToMessage(HttpRequestMessage request)
    {
        var content = new ByteArrayContent(_content.GetBuffer(), 0, (int)_content.Length);
        var answer = new HttpResponseMessage((HttpStatusCode)StatusCode) { RequestMessage = request, Content = content };
        foreach (var (name, values) in Headers)
        {
            if (!answer.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values!))
            {
                content.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values!);
            }
        }

        return answer;
    }
}
