using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Inference.Diffusion;

/// <summary>
/// Keeps the weights on a device within a budget: networks that a stage does not need go to the machine's memory until they are needed
/// again. Does nothing where the device is the CPU, or everything fits.
/// </summary>
internal sealed class NetworkResidency
{
    private readonly Device _device;
    private readonly IReadOnlyList<nn.Module> _networks;
    private readonly Action<nn.Module, Device> _move;
    private readonly HashSet<nn.Module> _away = [];

    /// <summary>All networks lie on the device now.</summary>
    /// <param name="device">The device.</param>
    /// <param name="networks">Every network whose weights may be moved; borrowed.</param>
    /// <param name="move">How; null moves the parameters.</param>
    public NetworkResidency(Device device, IReadOnlyList<nn.Module> networks, Action<nn.Module, Device>? move)
    {
        _device = device;
        _networks = networks;
        _move = move ?? ((network, target) => network.to(target));
    }

    /// <summary>Bytes that weights may take on the device; null for no limit.</summary>
    public long? Budget { get; set; }

    /// <summary>Bytes of the weights that lie on the device.</summary>
    public long ResidentBytes => _networks.Where(network => !_away.Contains(network)).Sum(BytesOf);

    /// <summary>Makes sure that some networks lie on the device, and that the others leave it as far as the budget asks.</summary>
    /// <param name="wanted">The networks of the next stage.</param>
    public void Use(params ReadOnlySpan<nn.Module?> wanted)
    {
        if (_device.type == DeviceType.CPU || (Budget is null && _away.Count == 0))
            return;
        var needed = new HashSet<nn.Module>();
        foreach (var network in wanted)
        {
            if (network is not null)
                needed.Add(network);
        }

        // Room first: what is moved in while the others are still there may not fit.
        long free = Budget is { } budget ? budget - needed.Sum(BytesOf) : long.MaxValue;
        foreach (var network in _networks.Where(network => !needed.Contains(network) && !_away.Contains(network)))
        {
            free -= BytesOf(network);
            if (free >= 0)
                continue;
            _move(network, CPU);
            _away.Add(network);
        }

        foreach (var network in needed.Where(_away.Contains).ToArray())
        {
            _move(network, _device);
            _away.Remove(network);
        }
    }

    /// <summary>Lowers the budget so that every stage has the device to itself.</summary>
    /// <returns>Whether that changes anything.</returns>
    public bool Tighten()
    {
        if (_device.type == DeviceType.CPU || Budget is <= 0)
            return false;
        Budget = 0;
        return true;
    }

    private static long BytesOf(nn.Module network) =>
        network.parameters().Sum(parameter => parameter.numel() * parameter.element_size());
}
