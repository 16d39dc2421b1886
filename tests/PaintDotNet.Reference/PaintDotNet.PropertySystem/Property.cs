using System.ComponentModel;

namespace PaintDotNet.PropertySystem;

public abstract class Property : ICloneable, INotifyPropertyChanged
{
    private object? _value;
    private bool _readOnly;

    internal Property(object name, Type valueType, object? defaultValue, bool readOnly, ValueValidationFailureResult vvfResult)
    {
        Name = name.ToString()!;
        ValueType = valueType;
        DefaultValue = defaultValue;
        ValueValidationFailureResult = vvfResult;
        _value = defaultValue;
        _readOnly = readOnly;
    }

    private event PropertyChangedEventHandler? Changed;

    event PropertyChangedEventHandler? INotifyPropertyChanged.PropertyChanged
    {
        add => Changed += value;
        remove => Changed -= value;
    }

    public string Name { get; }

    public Type ValueType { get; }

    public object? DefaultValue { get; }

    public ValueValidationFailureResult ValueValidationFailureResult { get; }

    public static ValueValidationFailureResult DefaultValueValidationFailureResult => ValueValidationFailureResult.Clamp;

    public bool ReadOnly
    {
        get => _readOnly;
        set
        {
            if (_readOnly == value)
                return;
            _readOnly = value;
            OnReadOnlyChanged(value);
            OnPropertyChanged(nameof(ReadOnly));
        }
    }

    public object? Value
    {
        get => _value;
        set
        {
            VerifyNotReadOnly();
            SetRegardless(value);
        }
    }

    public abstract Property Clone();

    object ICloneable.Clone() => Clone();

    // Rules and copies write what a user may not.
    internal void SetRegardless(object? value)
    {
        object? coerced = OnCoerceValue(value);
        if (!ValidateNewValue(coerced))
        {
            if (ValueValidationFailureResult == ValueValidationFailureResult.ThrowException)
                throw new ArgumentOutOfRangeException(nameof(value), value, $"{Name} does not take this value.");
            if (ValueValidationFailureResult == ValueValidationFailureResult.Clamp)
                coerced = OnClampNewValue(coerced);
        }

        if (Equals(_value, coerced))
            return;
        _value = coerced;
        OnValueChanged(coerced);
        OnPropertyChanged(nameof(Value));
    }

    internal T CopyStateTo<T>(T clone)
        where T : Property
    {
        clone._value = _value;
        clone._readOnly = _readOnly;
        return clone;
    }

    protected abstract object? OnClampNewValue(object? newValue);

    protected virtual bool ValidateNewValue(object? newValue) => true;

    protected virtual object? OnCoerceValue(object? newValue) => newValue;

    protected virtual void OnReadOnlyChanged(bool newReadOnlyValue)
    {
    }

    protected virtual void OnValueChanged(object? newValue)
    {
    }

    protected void OnPropertyChanged(string propertyName) => Changed?.Invoke(this, new PropertyChangedEventArgs(propertyName));

    protected void VerifyNotReadOnly()
    {
        if (_readOnly)
            throw new InvalidOperationException($"The property {Name} is read-only.");
    }
}
