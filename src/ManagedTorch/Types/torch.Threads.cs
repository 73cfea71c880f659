using TorchSharp.Kernels;

namespace TorchSharp;

public static partial class torch
{
    public static int get_num_threads() => Threads.Count;

    public static void set_num_threads(int num) => Threads.Count = num;
}
