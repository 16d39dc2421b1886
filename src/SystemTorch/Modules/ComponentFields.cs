using System.Collections.Concurrent;
using System.Reflection;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Which fields of a module's class are components, found once a class.</summary>
internal static class ComponentFields
{
    private static readonly ConcurrentDictionary<Type, (string Name, FieldInfo Field)[]> s_known = new();

    internal static IEnumerable<(string Name, object Value)> Of(nn.Module module) =>
        s_known.GetOrAdd(module.GetType(), Find).Select(f => (f.Name, f.Field.GetValue(module)));

    private static (string, FieldInfo)[] Find(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .Where(f => typeof(nn.Module).IsAssignableFrom(f.FieldType) || typeof(Tensor).IsAssignableFrom(f.FieldType) || f.FieldType.IsInterface || f.FieldType == typeof(object))
            .Select(f => (f.GetCustomAttribute<Utils.ComponentNameAttribute>()?.Name ?? f.Name, f))
            .ToArray();
}
