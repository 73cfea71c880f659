using Xunit.Sdk;
using Xunit.v3;

// torch has one random generator for the whole process: a test that seeds it must not meet another.
[assembly: Parallelization(Mode = ParallelMode.None)]
