using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// A source of PyTorch's own sequence of random numbers on the CPU; the simulated device draws from the same. Draws lock it, so that threads may
    /// share one; which of them gets which numbers is then up to chance.
    /// </summary>
    public class Generator : IDisposable
    {
        internal const ulong DefaultSeed = 67280421310721;

        private readonly MersenneTwister engine = new();
        private ulong seedInUse;
        private double? nextNormal;

        public Generator(ulong seed = 0, Device? device = null)
        {
            this.device = device is not null && Devices.IsCuda(device) ? Devices.Cuda : CPU;
            Start(seed);
        }

        public static Generator Default => ThreadState.Current.Generator ?? OfProcess;

        private static Generator OfProcess { get; } = new(DefaultSeed);

        /// <summary>What the simulated device draws from where no generator is given.</summary>
        internal static Generator Cuda => OfDevice.Cuda;

        public Device device { get; }

        /// <summary>The generator to fill a tensor from: the one given, which must be of its device, or the device's default.</summary>
        internal static Generator For(Tensor target, Generator? given)
        {
            if (given is null) return target.OnCuda ? Cuda : Default;
            if (SimulatedDevice.Enabled && given.device.type != target.device_type)
                throw new TorchException(
                    $"Expected a '{Kind(target.device)}' device type for generator but found '{Kind(given.device)}'");
            return given;

            static string Kind(Device device) => device.type.ToString().ToLowerInvariant();
        }

        public long initial_seed() => (long)seedInUse;

        public Generator manual_seed(long seed)
        {
            Start((ulong)seed);
            return this;
        }

        /// <summary>Seeds from the system's entropy and returns the seed.</summary>
        public long seed()
        {
            var seed = BinaryPrimitives.ReadInt64LittleEndian(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8));
            Start((ulong)seed);
            return seed;
        }

        /// <summary>The whole state as bytes, laid out as PyTorch's.</summary>
        public Tensor get_state()
        {
            lock (engine) return tensor(GeneratorState.Write(engine, seedInUse, nextNormal));
        }

        public void set_state(Tensor value)
        {
            lock (engine) (seedInUse, nextNormal) = GeneratorState.Read(value.cpu().data<byte>().ToArray(), engine);
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing) { }

        /// <summary>Locks the source for a series of draws.</summary>
        internal Lease Lock() => new(this);

        private void Start(ulong seed)
        {
            lock (engine)
            {
                seedInUse = seed;
                engine.Seed((uint)seed);
                nextNormal = null;
            }
        }

        /// <summary>Made when it is first asked for, which without a simulated device is never.</summary>
        private static class OfDevice
        {
            public static readonly Generator Cuda = new(DefaultSeed, Devices.Cuda);
        }

        /// <summary>The right to draw, until disposed.</summary>
        internal readonly ref struct Lease
        {
            private readonly Generator generator;
            private readonly MersenneTwister engine;

            public Lease(Generator generator)
            {
                this.generator = generator;
                engine = generator.engine;
                Monitor.Enter(engine);
            }

            public uint Word() => engine.Draw();

            public ulong Words() => engine.Draw64();

            /// <summary>Uniform on [0, 1) with the 24 bits that float32 holds.</summary>
            public float Single() => (engine.Draw() & ((1u << 24) - 1)) * (1f / (1 << 24));

            /// <summary>Uniform on [0, 1) with the 53 bits that float64 holds.</summary>
            public double Double() => (engine.Draw64() & ((1ul << 53) - 1)) * (1.0 / (1ul << 53));

            /// <summary>Normal by Box and Muller; every second draw is the other half of the first.</summary>
            public double Normal()
            {
                if (generator.nextNormal is { } kept)
                {
                    generator.nextNormal = null;
                    return kept;
                }
                double u1 = Double(), u2 = Double();
                var radius = Math.Sqrt(-2 * Wide.LogP1(-u2));
                var (sine, cosine) = Math.SinCos(2 * Math.PI * u1);
                generator.nextNormal = radius * sine;
                return radius * cosine;
            }

            public void Dispose() => Monitor.Exit(engine);
        }
    }

    public static Generator manual_seed(long seed)
    {
        if (SimulatedDevice.Enabled) cuda.manual_seed(seed);
        return Generator.Default.manual_seed(seed);
    }

    public static long seed() => Generator.Default.seed();
    public static long initial_seed() => Generator.Default.initial_seed();
    public static Tensor get_rng_state() => Generator.Default.get_state();
    public static void set_rng_state(Tensor new_state) => Generator.Default.set_state(new_state);

    public static class random
    {
        public static Generator manual_seed(long seed) => torch.manual_seed(seed);
        public static long seed() => torch.seed();
        public static long initial_seed() => torch.initial_seed();
        public static Tensor get_rng_state() => torch.get_rng_state();
        public static void set_rng_state(Tensor new_state) => torch.set_rng_state(new_state);
    }
}
