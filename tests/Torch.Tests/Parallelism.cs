using Xunit.Sdk;
using Xunit.v3;

// TorchSharp's default generator is one for the whole process: tests that seed it cannot run beside tests that draw from it.
[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: Torch.Tests.SkipPackageFaults]
