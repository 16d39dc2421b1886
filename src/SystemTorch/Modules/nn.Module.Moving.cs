using TorchSharp.Interop;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking) => Convert(device, dtype, non_blocking);

            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) =>
                Convert(new Device(deviceType, deviceIndex), null, non_blocking);

            protected internal virtual Module _to(ScalarType dtype, bool non_blocking) => Convert(null, dtype, non_blocking);

            public Module _to(Tensor other, bool non_blocking) => Convert(other.device, other.dtype, non_blocking);

            /// <summary>
            /// Moves parameters and buffers; those of floating point change their kind, others keep theirs. Tensors keep their
            /// identity: their objects hold the new data afterwards.
            /// </summary>
            private Module Convert(Device device, ScalarType? dtype, bool nonBlocking)
            {
                if (device is not null)
                    InitializeDevice(device);
                using var off = no_grad();
                var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
                foreach (var (_, parameter) in named_parameters())
                {
                    if (!seen.Add(parameter))
                        continue;
                    Renew(parameter, device, dtype, nonBlocking);
                    using var gradient = parameter.grad;
                    if (gradient is not null)
                        Renew(gradient, device, dtype, nonBlocking);
                }
                foreach (var (_, buffer) in named_buffers())
                {
                    if (seen.Add(buffer))
                        Renew(buffer, device, dtype, nonBlocking);
                }
                return this;
            }

            private static void Renew(Tensor tensor, Device device, ScalarType? dtype, bool nonBlocking)
            {
                var kind = dtype is { } d && tensor.is_floating_point() ? d : tensor.dtype;
                var place = device ?? tensor.device;
                if (kind == tensor.dtype && place.type == tensor.device_type && (place.index < 0 || place.index == tensor.device_index))
                    return;
                using var converted = tensor.detach();
                using var renewed = converted.to(kind, place, false, false, nonBlocking);
                Native.Check(Native.st_set_data(tensor.Handle, renewed.Handle), $"moving a tensor to {place} as {kind}");
                GC.KeepAlive(tensor);
                GC.KeepAlive(renewed);
            }
        }
    }
}
