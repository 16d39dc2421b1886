using System.ComponentModel;

namespace PaintDotNet.PropertySystem;

public abstract class Property<T> : Property, ICloneable, INotifyPropertyChanged
{
    internal Property(object name, T defaultValue, bool readOnly, ValueValidationFailureResult vvfResult)
        : base(name, typeof(T), defaultValue, readOnly, vvfResult)
    {
    }

    public new T DefaultValue => (T)base.DefaultValue!;

    public new T Value
    {
        get => (T)base.Value!;
        set => base.Value = value;
    }

    protected abstract T OnClampNewValueT(T newValue);

    protected override sealed bool ValidateNewValue(object? newValue) => ValidateNewValueT((T)newValue!);

    protected override sealed object? OnClampNewValue(object? newValue) => OnClampNewValueT((T)newValue!);

    protected override sealed object? OnCoerceValue(object? newValue) => newValue is T ? newValue : OnCoerceValueT(newValue!);

    protected override sealed void OnValueChanged(object? newValue) => OnValueChangedT((T)newValue!);

    protected virtual T OnCoerceValueT(object newValue) => (T)newValue;

    protected virtual bool ValidateNewValueT(T newValue) => true;

    protected virtual void OnValueChangedT(T newValue)
    {
    }
}
