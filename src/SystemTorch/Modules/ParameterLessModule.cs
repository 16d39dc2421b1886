using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A module that has nothing to learn and nothing to move.</summary>
public abstract class ParameterLessModule<T1, TResult> : nn.Module<T1, TResult>, IParameterLessModule
{
    protected ParameterLessModule(string name)
        : base(name)
    {
    }

    public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw Refused(name);

    public override void register_parameter(string name, Parameter param) => throw Refused(name);

    public override void register_module(string name, nn.Module submodule) => throw Refused(name);

    protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => this;

    protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => this;

    protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;

    private InvalidOperationException Refused(string component) => new($"Cannot register '{component}': {GetName()} has no components.");
}
