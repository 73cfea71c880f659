using System.Runtime.CompilerServices;
using Xunit.Sdk;
using Xunit.v3;

// The device's counts are the whole process's: a test that reads them must not meet another.
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace SimulatedDevice.Tests;

/// <summary>These tests run on the managed engine with its simulated device, which is switched on before torch is touched.</summary>
internal static class Simulation
{
#pragma warning disable CA2255 // A test assembly is started by a runner: nothing of its own comes earlier.
    [ModuleInitializer]
    internal static void SwitchOn()
    {
        Environment.SetEnvironmentVariable("RLLAB_ENGINE", "managed");
        Environment.SetEnvironmentVariable("RLLAB_SIMULATE_CUDA", "1");
    }
#pragma warning restore CA2255
}
