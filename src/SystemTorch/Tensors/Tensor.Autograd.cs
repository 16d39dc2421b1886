using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Adds the gradients of this single number to the leaves it came from.</summary>
        public void backward() => backward(null);

        public void backward(IList<Tensor> grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor> inputs = null)
        {
            unsafe
            {
                var root = Handle;
                var gradients = Handles(grad_tensors);
                var leaves = Handles(inputs);
                fixed (IntPtr* g = gradients)
                fixed (IntPtr* l = leaves)
                {
                    Native.Check(
                        Native.st_backward(
                            &root, gradients is null ? null : g, 1, retain_graph || create_graph ? 1 : 0, create_graph ? 1 : 0, l, leaves?.Length ?? 0),
                        $"backward from a {dtype} tensor of shape [{string.Join(", ", shape)}]");
                }
                GC.KeepAlive(this);
                GC.KeepAlive(grad_tensors);
                GC.KeepAlive(inputs);
            }
        }

        internal static IntPtr[] Handles(IList<Tensor> tensors)
        {
            if (tensors is null || tensors.Count == 0)
                return null;
            var handles = new IntPtr[tensors.Count];
            for (var k = 0; k < handles.Length; k++)
                handles[k] = tensors[k] is { } t ? t.Handle : IntPtr.Zero;
            return handles;
        }
    }
}
