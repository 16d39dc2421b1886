using System.ComponentModel;

namespace PaintDotNet.PropertySystem;

internal static class PropertyChanges
{
    public static void WhenValueChanges(this Property property, Action action) =>
        ((INotifyPropertyChanged)property).PropertyChanged += (_, change) =>
        {
            if (change.PropertyName == nameof(Property.Value))
                action();
        };
}
