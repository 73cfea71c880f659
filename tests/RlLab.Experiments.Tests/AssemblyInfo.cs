using Xunit.Sdk;
using Xunit.v3;

// torch's default generator is one for the whole process: who seeds it and who draws from it take turns.
[assembly: Parallelization(Mode = ParallelMode.None)]
