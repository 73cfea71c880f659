using System.Collections.Concurrent;
using RlLab.Lanes;
using TorchSharp;

namespace RlLab.Tests;

/// <summary>A training for a test: seeds torch, trains, and keeps what it ended with.</summary>
/// <param name="seed">What torch is seeded with.</param>
/// <param name="train">The training.</param>
internal sealed class TestTraining(long seed, Func<Task> train) : LaneTraining
{
    private readonly Queue _queue = new();
    private Task _task = Task.CompletedTask;

    /// <summary>Whether the scheduler has told that it is over.</summary>
    public bool IsOver { get; private set; }

    /// <summary>What it failed of; null where it did not.</summary>
    public Exception? Failure => _task.Exception?.InnerException ?? (_task.IsCanceled ? new OperationCanceledException() : null);

    public override SynchronizationContext Context => _queue;

    public override Task Start()
    {
        _queue.Posted = Wake;
        return _task = Train();
    }

    public override bool DoPosted()
    {
        var any = false;
        while (_queue.Posts.TryDequeue(out var post))
        {
            post.Callback(post.State);
            any = true;
        }

        return any;
    }

    public override void Ended() => IsOver = true;

    private async Task Train()
    {
        torch.manual_seed(seed);
        await train();
    }

    private sealed class Queue : SynchronizationContext
    {
        public ConcurrentQueue<(SendOrPostCallback Callback, object? State)> Posts { get; } = new();

        public Action Posted { get; set; } = () => { };

        public override void Post(SendOrPostCallback d, object? state)
        {
            Posts.Enqueue((d, state));
            Posted();
        }
    }
}
