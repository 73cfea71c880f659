namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public partial class Module
            {
                /// <summary>
                /// Converts floating-point parameters, their gradients and buffers in place; every device but the CPU is refused.
                /// </summary>
                internal void ConvertTo(ScalarType? type, Device? device)
                {
                    Devices.RequireCpu(device);
                    if (type is not { } target) return;
                    if (!Dtype.IsFloating(target))
                        throw new ArgumentException($"A module converts to floating-point types only, not to {target}.");
                    foreach (var parameter in parameters())
                    {
                        Convert(parameter, target);
                        if (parameter.gradient is { } gradient) Convert(gradient, target);
                    }

                    foreach (var buffer in buffers()) Convert(buffer, target);
                }

                private static unsafe void Convert(Tensor tensor, ScalarType type)
                {
                    if (tensor.element == type || !Dtype.IsFloating(tensor.element)) return;
                    using var _ = no_grad();
                    var converted = tensor.to(type);
                    tensor.storage.Release();
                    tensor.storage = converted.storage.Retain();
                    tensor.pointer = converted.pointer;
                    tensor.layout = converted.layout;
                    tensor.element = converted.element;
                    converted.Dispose();
                }
            }
        }
    }

    /// <summary>Moves and converts a module and hands it back, whatever its class.</summary>
    public static class ModuleExtensionMethods
    {
        public static T to<T>(this T module, torch.Device device, torch.ScalarType type, bool non_blocking = false)
            where T : torch.nn.Module => Convert(module, type, device);

        public static T to<T>(this T module, DeviceType deviceType, int deviceIndex = -1, bool non_blocking = false)
            where T : torch.nn.Module => Convert(module, null, new torch.Device(deviceType, deviceIndex));

        public static T to<T>(this T module, torch.Device device, bool non_blocking = false) where T : torch.nn.Module =>
            Convert(module, null, device);

        public static T to<T>(this T module, string device, bool non_blocking = false) where T : torch.nn.Module =>
            Convert(module, null, new torch.Device(device));

        public static T to<T>(this T module, torch.ScalarType type, bool non_blocking = false) where T : torch.nn.Module =>
            Convert(module, type, null);

        public static T to<T>(this T module, torch.Tensor other, bool non_blocking = false) where T : torch.nn.Module =>
            Convert(module, other.dtype, other.device);

        public static T cpu<T>(this T module, bool non_blocking = false) where T : torch.nn.Module =>
            Convert(module, null, torch.CPU);

        public static T cuda<T>(this T module, int deviceIndex = -1, bool non_blocking = false) where T : torch.nn.Module =>
            Convert(module, null, new torch.Device(DeviceType.CUDA, deviceIndex));

        public static T @float<T>(this T module, bool non_blocking = false) where T : torch.nn.Module =>
            Convert(module, torch.ScalarType.Float32, null);

        public static T @double<T>(this T module, bool non_blocking = false) where T : torch.nn.Module =>
            Convert(module, torch.ScalarType.Float64, null);

        private static T Convert<T>(T module, torch.ScalarType? type, torch.Device? device) where T : torch.nn.Module
        {
            module.ConvertTo(type, device);
            return module;
        }
    }
}
