using SrPlugin.Imaging;

namespace SrPlugin.Trainer.Training;

/// <summary>
/// The course of a run as a picture: above, the loss on a logarithmic scale (grey each stretch, blue their running mean); below,
/// the gain over bicubic on held-out photos (green degraded, orange only reduced) with a grey line at 0 and one per decibel.
/// </summary>
internal static class LossCurve
{
    private const int Width = 960, PanelHeight = 300, Margin = 12;
    private static readonly byte[] s_grid = [225, 225, 225], s_zero = [150, 150, 150], s_raw = [190, 200, 215];
    private static readonly byte[] s_mean = [30, 80, 200], s_degraded = [20, 140, 60], s_clean = [235, 130, 20];

    public static void Write(string path, TrainingHistory history, long steps)
    {
        var pixels = new PixelBuffer(Width, 2 * PanelHeight, 3, SampleFormat.UInt8);
        pixels.Bytes.Fill(255);
        DrawLosses(pixels, history.Losses, steps);
        DrawGains(pixels, history.Measurements, steps);
        PictureFile.Save(new Picture(pixels), path);
    }

    private static void DrawLosses(PixelBuffer pixels, List<TrainingLoss> losses, long steps)
    {
        if (losses.Count == 0)
            return;
        var logs = losses.Select(loss => Math.Log10(Math.Max(loss.Value, 1e-9))).ToArray();
        var panel = new Panel(0, logs.Min() - 0.02, logs.Max() + 0.02, steps);
        for (var line = Math.Ceiling(panel.Low * 10) / 10; line <= panel.High; line += 0.1)
            panel.Line(pixels, [(0, line), (steps, line)], s_grid);
        panel.Line(pixels, losses.Select((loss, i) => ((double)loss.Step, logs[i])), s_raw);
        var mean = logs[0];
        panel.Line(pixels, losses.Select((loss, i) => ((double)loss.Step, mean += 0.1 * (logs[i] - mean))), s_mean);
    }

    private static void DrawGains(PixelBuffer pixels, List<TrainingMeasurement> measurements, long steps)
    {
        if (measurements.Count == 0)
            return;
        var gains = measurements.SelectMany(one => new[] { one.DegradedGain, one.CleanGain }).ToArray();
        var panel = new Panel(PanelHeight, Math.Min(-0.1, gains.Min()) - 0.05, Math.Max(1.1, gains.Max()) + 0.05, steps);
        for (var line = Math.Ceiling(panel.Low); line <= panel.High; line++)
            panel.Line(pixels, [(0, line), (steps, line)], line == 0 ? s_zero : s_grid);
        panel.Line(pixels, measurements.Select(one => ((double)one.Step, one.DegradedGain)), s_degraded);
        panel.Line(pixels, measurements.Select(one => ((double)one.Step, one.CleanGain)), s_clean);
    }

    private readonly record struct Panel(int Top, double Low, double High, long Steps)
    {
        public void Line(PixelBuffer pixels, IEnumerable<(double Step, double Value)> points, byte[] color)
        {
            (double X, double Y)? last = null;
            foreach (var (step, value) in points)
            {
                var x = Margin + (step / Steps * (Width - 1 - (2 * Margin)));
                var y = Top + Margin + ((High - value) / (High - Low) * (PanelHeight - 1 - (2 * Margin)));
                var (fromX, fromY) = last ?? (x, y);
                var count = 1 + (int)Math.Ceiling(2 * Math.Max(Math.Abs(x - fromX), Math.Abs(y - fromY)));
                for (var i = 0; i <= count; i++)
                    Dot(pixels, fromX + ((x - fromX) * i / count), fromY + ((y - fromY) * i / count), color);
                last = (x, y);
            }
        }

        private void Dot(PixelBuffer pixels, double x, double y, byte[] color)
        {
            var column = Math.Clamp((int)Math.Round(x), 0, Width - 1);
            var row = Math.Clamp((int)Math.Round(y), Top, Top + PanelHeight - 1);
            color.CopyTo(pixels.Bytes.Slice(((row * Width) + column) * 3, 3));
        }
    }
}
