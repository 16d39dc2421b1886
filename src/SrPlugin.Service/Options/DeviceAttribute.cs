using System.ComponentModel.DataAnnotations;
using SrPlugin.Inference.Devices;

namespace SrPlugin.Service.Options;

/// <summary>Requires the name of a device.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DeviceAttribute() : ValidationAttribute("must be auto, cpu, cuda or cuda:N")
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) => ComputeDevice.TryParse((string?)value ?? "", out _);
}
