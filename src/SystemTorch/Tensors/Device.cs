using System.Globalization;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Where a tensor lives: a kind of device and its number.</summary>
    public class Device
    {
        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = deviceType == DeviceType.CPU ? -1 : index;
        }

        public Device(string deviceType, int index = -1)
            : this(ParseType(deviceType), index)
        {
        }

        public Device(string description)
        {
            ArgumentNullException.ThrowIfNull(description);
            var parts = description.Split(':');
            type = ParseType(parts[0]);
            index = -1;
            if (parts.Length > 1)
            {
                if (parts.Length > 2 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                    throw new ArgumentException($"'{description}' is not a device; write something like cpu, cuda or cuda:1.", nameof(description));
                index = type == DeviceType.CPU ? -1 : number;
            }
        }

        public Device(int index)
            : this(DeviceType.CUDA, index)
        {
        }

        public DeviceType type { get; }

        /// <summary>The device's number, -1 for the current one of its kind.</summary>
        public int index { get; }

        public static implicit operator Device(string description) => new(description);

        public override string ToString()
        {
            var text = type.ToString().ToLowerInvariant();
            return index < 0 ? text : $"{text}:{index.ToString(CultureInfo.InvariantCulture)}";
        }

        private static DeviceType ParseType(string text) =>
            Enum.TryParse<DeviceType>(text, true, out var parsed) && !char.IsAsciiDigit(text[0])
                ? parsed
                : throw new ArgumentException($"'{text}' is not a kind of device; cpu and cuda are.", nameof(text));
    }

    public static readonly Device CPU = new(DeviceType.CPU);

    public static readonly Device META = new(DeviceType.META);

    public static Device CUDA => new(DeviceType.CUDA);

    public static Device device(string description) => new(description);

    public static Device device(string deviceType, int index = -1) => new(deviceType, index);

    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);

    public static Device device(int index) => new(index);
}
