namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>
            /// Moves parameters, their gradients and buffers to a device, and converts those of floating point, in place.
            /// </summary>
            internal void ConvertTo(ScalarType? type, Device? device)
            {
                bool? onCuda = device is null ? null : Devices.IsCuda(device);
                if (type is { } target && !Dtype.IsFloating(target))
                    throw new ArgumentException($"A module converts to floating-point types only, not to {target}.");
                foreach (var parameter in parameters())
                {
                    Convert(parameter, type, onCuda);
                    if (parameter.gradient is { } gradient) Convert(gradient, type, onCuda);
                }

                foreach (var buffer in buffers()) Convert(buffer, type, onCuda);
            }

            private static void Convert(Tensor tensor, ScalarType? type, bool? onCuda)
            {
                var target = Dtype.IsFloating(tensor.element) ? type ?? tensor.element : tensor.element;
                var device = (onCuda ?? tensor.OnCuda) ? Devices.Cuda : CPU;
                if (tensor.element == target && tensor.device.type == device.type) return;
                using var _ = no_grad();
                var converted = tensor.to(target, device);
                Conversions.Replace(tensor, converted);
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
