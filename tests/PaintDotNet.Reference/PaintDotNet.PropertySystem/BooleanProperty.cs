using System.ComponentModel;

namespace PaintDotNet.PropertySystem;

public sealed class BooleanProperty : ScalarProperty<bool>, ICloneable, INotifyPropertyChanged
{
    public BooleanProperty(object name)
        : this(name, false)
    {
    }

    public BooleanProperty(object name, bool defaultValue)
        : this(name, defaultValue, false)
    {
    }

    public BooleanProperty(object name, bool defaultValue, bool readOnly)
        : this(name, defaultValue, readOnly, DefaultValueValidationFailureResult)
    {
    }

    public BooleanProperty(object name, bool defaultValue, bool readOnly, ValueValidationFailureResult vvfResult)
        : base(name, defaultValue, false, true, readOnly, vvfResult)
    {
    }

    public override Property Clone() => CopyStateTo(new BooleanProperty(Name, DefaultValue, ReadOnly, ValueValidationFailureResult));
}
