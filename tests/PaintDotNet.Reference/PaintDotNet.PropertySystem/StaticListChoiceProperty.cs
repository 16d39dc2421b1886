using System.ComponentModel;

namespace PaintDotNet.PropertySystem;

public sealed class StaticListChoiceProperty : Property<object>, ICloneable, INotifyPropertyChanged
{
    private readonly object[] _choices;
    private readonly int _defaultIndex;

    public StaticListChoiceProperty(object name, object[] valueChoices)
        : this(name, valueChoices, 0)
    {
    }

    public StaticListChoiceProperty(object name, object[] valueChoices, int defaultChoiceIndex)
        : this(name, valueChoices, defaultChoiceIndex, false)
    {
    }

    public StaticListChoiceProperty(object name, object[] valueChoices, int defaultChoiceIndex, bool readOnly)
        : this(name, valueChoices, defaultChoiceIndex, readOnly, DefaultValueValidationFailureResult)
    {
    }

    public StaticListChoiceProperty(
        object name, object[] valueChoices, int defaultChoiceIndex, bool readOnly, ValueValidationFailureResult vvfResult)
        : base(name, valueChoices[defaultChoiceIndex], readOnly, vvfResult)
    {
        _choices = [.. valueChoices];
        _defaultIndex = defaultChoiceIndex;
    }

    public object[] ValueChoices => [.. _choices];

    public override Property Clone() =>
        CopyStateTo(new StaticListChoiceProperty(Name, _choices, _defaultIndex, ReadOnly, ValueValidationFailureResult));

    protected override object OnClampNewValueT(object newValue) => DefaultValue;

    protected override bool ValidateNewValueT(object newValue) => Array.IndexOf(_choices, newValue) >= 0;
}
