using SrPlugin.Inference.Devices;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Papers;

/// <summary>The device of a recipe.</summary>
internal static class PaperDevice
{
    /// <summary>Loads the tensor library and finds the device.</summary>
    /// <param name="name">cpu, cuda, or cuda:1 and so on.</param>
    /// <param name="threads">Compute threads; 0 leaves the choice to torch.</param>
    public static Device Open(string name, int threads)
    {
        TensorLibrary.Load();
        if (threads > 0)
            set_num_threads(threads);
        return DeviceChoice.Resolve(ComputeDevice.Parse(name), ComputePrecision.Float32).Device;
    }
}
