using System.ComponentModel;
using System.Globalization;

namespace PaintDotNet.PropertySystem;

public sealed class Int32Property : ScalarProperty<int>, ICloneable, INotifyPropertyChanged
{
    public Int32Property(object name, int defaultValue, int minValue, int maxValue)
        : this(name, defaultValue, minValue, maxValue, false)
    {
    }

    public Int32Property(object name, int defaultValue, int minValue, int maxValue, bool readOnly)
        : this(name, defaultValue, minValue, maxValue, readOnly, DefaultValueValidationFailureResult)
    {
    }

    public Int32Property(object name, int defaultValue, int minValue, int maxValue, bool readOnly, ValueValidationFailureResult vvfResult)
        : base(name, defaultValue, minValue, maxValue, readOnly, vvfResult)
    {
    }

    public override Property Clone() =>
        CopyStateTo(new Int32Property(Name, DefaultValue, MinValue, MaxValue, ReadOnly, ValueValidationFailureResult));

    protected override int OnCoerceValueT(object newValue) => Convert.ToInt32(newValue, CultureInfo.InvariantCulture);
}
