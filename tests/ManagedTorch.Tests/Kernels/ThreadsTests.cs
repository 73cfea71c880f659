using TorchSharp.Kernels;

namespace ManagedTorch.Tests.Kernels;

public sealed unsafe class ThreadsTests
{
    private struct Marks : IChunks
    {
        public int* Seen;

        public readonly void Run(int chunk) => Interlocked.Increment(ref Seen[chunk]);
    }

    [Fact]
    public void Every_chunk_runs_once_however_many_callers_there_are()
    {
        int before = Threads.Count;
        Threads.Count = 4;
        try
        {
            Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, caller =>
            {
                int* seen = stackalloc int[50];
                for (int round = 0; round < 500; round++)
                {
                    int chunks = 1 + (round + caller) % 50;
                    new Span<int>(seen, 50).Clear();
                    Threads.Run(chunks, new Marks { Seen = seen });
                    for (int i = 0; i < 50; i++)
                    {
                        if (seen[i] != (i < chunks ? 1 : 0))
                            throw new InvalidOperationException($"chunk {i} of {chunks} ran {seen[i]} times");
                    }
                }
            });
        }
        finally
        {
            Threads.Count = before;
        }
    }

    [Fact]
    public void Fewer_than_one_thread_is_refused() =>
        FluentActions.Invoking(() => Threads.Count = 0).Should().Throw<ArgumentOutOfRangeException>();
}
