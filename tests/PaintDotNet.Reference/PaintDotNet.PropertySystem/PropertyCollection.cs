using System.Collections;
using System.ComponentModel;

namespace PaintDotNet.PropertySystem;

public sealed class PropertyCollection : INotifyPropertyChanged, IEnumerable<Property>, IEnumerable, ICloneable
{
    private readonly List<Property> _properties = [];
    private readonly List<PropertyCollectionRule> _rules = [];

    public PropertyCollection()
        : this([], [])
    {
    }

    public PropertyCollection(IEnumerable<Property> properties)
        : this(properties, [])
    {
    }

    public PropertyCollection(IEnumerable<Property> properties, IEnumerable<PropertyCollectionRule> rules)
    {
        foreach (Property property in properties)
        {
            if (_properties.Any(known => known.Name == property.Name))
                throw new ArgumentException($"There are two properties {property.Name}.", nameof(properties));
            Property own = property.Clone();
            _properties.Add(own);
            own.WhenValueChanges(() => PropertyChanged?.Invoke(this, new PropertyChangedEventArgs(own.Name)));
        }

        foreach (PropertyCollectionRule rule in rules)
        {
            PropertyCollectionRule own = rule.Clone();
            _rules.Add(own);
            own.Initialize(this);
        }
    }

    public event PropertyChangedEventHandler? PropertyChanged;

    public IEnumerable<Property> Properties => _properties;

    public IEnumerable<PropertyCollectionRule> Rules => _rules;

    public IEnumerable<string> PropertyNames => _properties.Select(property => property.Name);

    public int Count => _properties.Count;

    public Property? this[object propertyName] => _properties.Find(property => property.Name == propertyName.ToString());

    public static PropertyCollection CreateEmpty() => new();

    public bool TryGetProperty(object propertyName, out Property? property) => (property = this[propertyName]) is not null;

    public PropertyCollection Clone() => new(_properties, _rules);

    object ICloneable.Clone() => Clone();

    public IEnumerator<Property> GetEnumerator() => _properties.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void CopyCompatibleValuesFrom(PropertyCollection srcProps) => CopyCompatibleValuesFrom(srcProps, false);

    public void CopyCompatibleValuesFrom(PropertyCollection srcProps, bool ignoreReadOnlyFlags)
    {
        foreach (Property source in srcProps)
        {
            if (this[source.Name] is { } target && target.GetType() == source.GetType() && (ignoreReadOnlyFlags || !target.ReadOnly))
                target.SetRegardless(source.Value);
        }
    }

    internal Property Require(string name) =>
        this[name] ?? throw new ArgumentException($"A rule names the property {name}, which is not in the collection.");
}
