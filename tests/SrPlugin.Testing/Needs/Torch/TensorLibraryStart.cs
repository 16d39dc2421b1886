using System.Runtime.CompilerServices;
using SrPlugin.Inference.Devices;

namespace SrPlugin.Testing.Needs;

/// <summary>Loads the tensor library as the programs do, with their settings, before the first test.</summary>
internal static class TensorLibraryStart
{
#pragma warning disable CA2255 // A test project is an application: nobody references it.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Load() => TensorLibrary.Load();
}
