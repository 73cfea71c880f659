// torch's default generator is the whole process's: a test that seeds it must not meet another.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
