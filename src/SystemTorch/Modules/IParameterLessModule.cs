namespace TorchSharp.Modules;

/// <summary>Marks modules without parameters, buffers and children.</summary>
public interface IParameterLessModule
{
}
