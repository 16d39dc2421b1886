using System.ComponentModel;

namespace PaintDotNet.PropertySystem;

public sealed class StringProperty : Property<string>, ICloneable, INotifyPropertyChanged
{
    public StringProperty(object name)
        : this(name, "")
    {
    }

    public StringProperty(object name, string defaultValue)
        : this(name, defaultValue, MaxMaxLength)
    {
    }

    public StringProperty(object name, string defaultValue, int maxLength)
        : this(name, defaultValue, maxLength, false)
    {
    }

    public StringProperty(object name, string defaultValue, int maxLength, bool readOnly)
        : this(name, defaultValue, maxLength, readOnly, DefaultValueValidationFailureResult)
    {
    }

    public StringProperty(object name, string defaultValue, int maxLength, bool readOnly, ValueValidationFailureResult vvfResult)
        : base(name, defaultValue, readOnly, vvfResult)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxLength, MaxMaxLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(defaultValue.Length, maxLength);
        MaxLength = maxLength;
    }

    public static int MaxMaxLength => 32767;

    public int MaxLength { get; }

    public override Property Clone() =>
        CopyStateTo(new StringProperty(Name, DefaultValue, MaxLength, ReadOnly, ValueValidationFailureResult));

    protected override string OnClampNewValueT(string newValue) => newValue[..MaxLength];

    protected override bool ValidateNewValueT(string newValue) => newValue.Length <= MaxLength;
}
