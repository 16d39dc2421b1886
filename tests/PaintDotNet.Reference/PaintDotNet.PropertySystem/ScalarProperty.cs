using System.ComponentModel;

namespace PaintDotNet.PropertySystem;

public abstract class ScalarProperty<T> : Property<T>, ICloneable, INotifyPropertyChanged
    where T : struct, IComparable<T>
{
    internal ScalarProperty(object name, T defaultValue, T minValue, T maxValue, bool readOnly, ValueValidationFailureResult vvfResult)
        : base(name, defaultValue, readOnly, vvfResult)
    {
        if (defaultValue.CompareTo(minValue) < 0 || defaultValue.CompareTo(maxValue) > 0)
            throw new ArgumentOutOfRangeException(
                nameof(defaultValue), defaultValue, $"{name}: the default lies outside {minValue}…{maxValue}.");
        (MinValue, MaxValue) = (minValue, maxValue);
    }

    public T MinValue { get; }

    public T MaxValue { get; }

    public static T Clamp(T value, T min, T max) => value.CompareTo(min) < 0 ? min : value.CompareTo(max) > 0 ? max : value;

    protected override T OnClampNewValueT(T newValue) => Clamp(newValue, MinValue, MaxValue);

    protected override bool ValidateNewValueT(T newValue) => newValue.CompareTo(MinValue) >= 0 && newValue.CompareTo(MaxValue) <= 0;
}
