using System.ComponentModel;

namespace PaintDotNet.PropertySystem;

public sealed class DoubleProperty : ScalarProperty<double>, ICloneable, INotifyPropertyChanged
{
    public DoubleProperty(object name, double defaultValue, double minValue, double maxValue)
        : this(name, defaultValue, minValue, maxValue, false)
    {
    }

    public DoubleProperty(object name, double defaultValue, double minValue, double maxValue, bool readOnly)
        : this(name, defaultValue, minValue, maxValue, readOnly, DefaultValueValidationFailureResult)
    {
    }

    public DoubleProperty(
        object name, double defaultValue, double minValue, double maxValue, bool readOnly, ValueValidationFailureResult vvfResult)
        : base(name, defaultValue, minValue, maxValue, readOnly, vvfResult)
    {
    }

    public override Property Clone() =>
        CopyStateTo(new DoubleProperty(Name, DefaultValue, MinValue, MaxValue, ReadOnly, ValueValidationFailureResult));
}
