using System.Runtime.ExceptionServices;

namespace TorchSharp.Kernels;

/// <summary>A piece of work over the chunks 0 .. count - 1, each of which writes results of its own.</summary>
internal interface IChunks
{
    void Run(int chunk);
}

/// <summary>
/// Fork and join over a few background threads. What a chunk is never depends on the number of threads, so neither do results.
/// The caller works too and never waits for a thread that has not begun: on a busy machine it simply does everything itself.
/// </summary>
internal static unsafe class Threads
{
    /// <summary>Multiply-adds (or as much other work) below which waking another thread costs more than it saves.</summary>
    private const double WorthWaking = 2_000_000;

    private const int SpinsBeforeSleep = 300;

    private static int count = Environment.ProcessorCount;
    private static int started;
    private static int busy;

    // One job at a time. The state holds the job's number (upper half) and its next chunk (lower half; past every chunk while no
    // job is open): a thread that woke late cannot take a chunk of a job that it did not read, because the exchange fails.
    private static long state = int.MaxValue;
    private static int chunks;
    private static delegate*<void*, int, void> entry;
    private static void* body;
    private static int finished;
    private static ExceptionDispatchInfo? failure;
    private static int sleeping;
    private static readonly SemaphoreSlim Wake = new(0);

    /// <summary>Threads that a kernel may use, the caller's included; at first the number of processors.</summary>
    public static int Count
    {
        get => count;
        set => count = value > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of threads must be at least 1.");
    }

    /// <summary>Runs every chunk, on other threads too where there is more than one chunk and the pool is free.</summary>
    public static void Run<TChunks>(int chunkCount, TChunks work)
        where TChunks : unmanaged, IChunks
    {
        // Not a lock: the caller that owns the pool comes here again from within a chunk.
        if (chunkCount > 1 && count > 1 && Interlocked.CompareExchange(ref busy, 1, 0) == 0)
        {
            try
            {
                Fork(chunkCount, &Enter<TChunks>, &work);
            }
            finally
            {
                Volatile.Write(ref busy, 0);
            }

            return;
        }

        for (int i = 0; i < chunkCount; i++)
            work.Run(i);
    }

    /// <summary>
    /// How many chunks to cut <paramref name="items"/> into: one where all together are not worth two threads, else a few for
    /// each thread (as many as <paramref name="each"/>), so that a thread that was held up does not hold up the rest.
    /// </summary>
    public static int Chunks(long items, double multiplyAddsPerItem, int each = 4)
    {
        double work = items * multiplyAddsPerItem;
        if (count == 1 || work < 2 * WorthWaking)
            return (int)Math.Min(items, 1);
        return (int)Math.Min(Math.Min(items, (long)each * count), (long)(work / WorthWaking));
    }

    private static void Enter<TChunks>(void* work, int chunk)
        where TChunks : unmanaged, IChunks => ((TChunks*)work)->Run(chunk);

    private static void Fork(int chunkCount, delegate*<void*, int, void> run, void* work)
    {
        int helpers = Math.Min(count, chunkCount) - 1;
        while (started < helpers)
            Start(started++);

        chunks = chunkCount;
        entry = run;
        body = work;
        failure = null;
        Volatile.Write(ref finished, 0);
        long job = (state >> 32) + 1;
        Interlocked.Exchange(ref state, job << 32);

        int asleep = Math.Min(helpers, Volatile.Read(ref sleeping));
        if (asleep > 0)
            Wake.Release(asleep);

        TakeChunks();
        var spin = default(SpinWait);
        while (Volatile.Read(ref finished) < chunkCount)
            spin.SpinOnce(sleep1Threshold: -1);
        Interlocked.Exchange(ref state, job << 32 | int.MaxValue);
        failure?.Throw();
    }

    private static void TakeChunks()
    {
        while (true)
        {
            long seen = Volatile.Read(ref state);
            int total = Volatile.Read(ref chunks);
            var run = entry;
            void* work = body;
            int chunk = (int)(seen & 0xffffffff);
            if (chunk >= total)
                return;
            if (Interlocked.CompareExchange(ref state, seen + 1, seen) != seen)
                continue;
            try
            {
                run(work, chunk);
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }

            Interlocked.Increment(ref finished);
        }
    }

    private static void Start(int number)
    {
        var thread = new Thread(() => Serve(number)) { IsBackground = true, Name = $"torch kernels {number + 1}" };
        thread.Start();
    }

    private static void Serve(int number)
    {
        while (true)
        {
            long seen = Volatile.Read(ref state);
            if (number + 1 < count)
                TakeChunks();
            int spins = 0;
            while (spins < SpinsBeforeSleep && Volatile.Read(ref state) >> 32 == seen >> 32)
            {
                Thread.SpinWait(8);
                spins++;
            }

            if (Volatile.Read(ref state) >> 32 != seen >> 32)
                continue;
            Interlocked.Increment(ref sleeping);
            if (Volatile.Read(ref state) >> 32 == seen >> 32)
                Wake.Wait();
            Interlocked.Decrement(ref sleeping);
        }
    }
}
