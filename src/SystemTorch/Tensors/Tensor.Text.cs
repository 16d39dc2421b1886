using System.Globalization;
using System.Text;

namespace TorchSharp;

public static partial class torch
{
    public static TensorStringStyle TensorStringStyle { get; set; } = TensorStringStyle.Metadata;

    public partial class Tensor
    {
        private const int MostShown = 1000;

        /// <summary>Shape, kind and place; the values only where another style is asked for.</summary>
        public override string ToString() => ToString(torch.TensorStringStyle);

        public string ToString(bool disamb, string fltFormat = null, int? width = null, CultureInfo cultureInfo = null, string newLine = null) =>
            ToString(disamb ? TensorStringStyle.Julia : TensorStringStyle.Metadata, fltFormat, width, cultureInfo, newLine);

        public string ToString(TensorStringStyle style, string fltFormat = null, int? width = null, CultureInfo cultureInfo = null, string newLine = null)
        {
            if (IsInvalid)
                return "disposed tensor";
            var head = $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";
            if (style is TensorStringStyle.Metadata or TensorStringStyle.Default || device_type == DeviceType.META || is_complex())
                return head;
            using var scope = NewDisposeScope();
            using var off = no_grad();
            var flat = detach().to(ScalarType.Float64, CPU).reshape(-1);
            var shown = flat.narrow(0, 0, Math.Min(MostShown, flat.numel())).contiguous().data<double>();
            var text = new StringBuilder(head).Append(newLine ?? Environment.NewLine).Append('[');
            var culture = cultureInfo ?? CultureInfo.InvariantCulture;
            for (long k = 0; k < shown.Count; k++)
                text.Append(k == 0 ? "" : " ").Append(shown.At(k).ToString(fltFormat ?? "g5", culture));
            return text.Append(flat.numel() > MostShown ? " …]" : "]").ToString();
        }
    }
}
