using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What convolutions have in common: their geometry and their two parameters.</summary>
public abstract class Convolution : nn.Module<Tensor, Tensor>
{
    protected Parameter _weight;
    protected Parameter _bias;

    protected Convolution(string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding, Padding? padding_type, long[] dilation, bool transposed, long[] output_padding, long groups, bool bias, PaddingModes padding_mode, Device device = null, ScalarType? dtype = null)
        : base(name)
    {
        this.in_channels = in_channels;
        this.out_channels = out_channels;
        this.kernel_size = kernel_size;
        this.stride = stride;
        this.padding = padding;
        this.padding_type = padding_type;
        this.dilation = dilation;
        this.transposed = transposed;
        this.output_padding = output_padding;
        this.groups = groups;
        this.padding_mode = padding_mode;
        long[] channels = transposed ? [in_channels, out_channels / groups] : [out_channels, in_channels / groups];
        _weight = new Parameter(empty([.. channels, .. kernel_size], dtype, device));
        register_parameter("weight", _weight);
        if (bias)
        {
            _bias = new Parameter(empty([out_channels], dtype, device));
            register_parameter("bias", _bias);
        }
        reset_parameters();
    }

    public long in_channels { get; }

    public long out_channels { get; }

    public long[] kernel_size { get; set; }

    public long[] stride { get; set; }

    public long[] padding { get; }

    public Padding? padding_type { get; }

    public long[] dilation { get; set; }

    public long[] output_padding { get; set; }

    public long groups { get; set; }

    public bool transposed { get; }

    public PaddingModes padding_mode { get; set; }

    public Parameter weight
    {
        get => _weight;
        set => ReplaceParameter("weight", _weight = value);
    }

    public Parameter bias
    {
        get => _bias;
        set => ReplaceParameter("bias", _bias = value);
    }

    public void reset_parameters()
    {
        nn.init.kaiming_uniform_(_weight, Math.Sqrt(5));
        if (_bias is null)
            return;
        var (fanIn, _) = nn.init.CalculateFanInAndFanOut(_weight);
        var bound = fanIn > 0 ? 1 / Math.Sqrt(fanIn) : 0;
        nn.init.uniform_(_bias, -bound, bound);
    }
}
