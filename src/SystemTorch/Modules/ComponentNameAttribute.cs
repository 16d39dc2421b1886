namespace TorchSharp.Utils;

/// <summary>Gives a module's field another name in the state dictionary.</summary>
[AttributeUsage(AttributeTargets.Field)]
public class ComponentNameAttribute : Attribute
{
    public string Name { get; set; }
}
