using Xunit.Sdk;
using Xunit.v3;

// torch's default generator is the whole process's: a test that seeds it must not meet another.
[assembly: Parallelization(Mode = ParallelMode.None)]
