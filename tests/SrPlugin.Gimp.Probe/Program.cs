using SrPlugin.Gimp.Gimp2;
using SrPlugin.Gimp.Gimp3;
using SrPlugin.Gimp.Host;
using SrPlugin.Gimp.Native;

namespace SrPlugin.Gimp.Probe;

/// <summary>Test procedures inside GIMP: fill a layer with known bytes, keep its bytes in a file, and compare them later.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        NativeLibraries.IsGimp3 = HostProbe.Of(arguments).IsGimp3;
        GimpSeries gimp = NativeLibraries.IsGimp3 ? new Gimp3Series() : new Gimp2Series();
        return gimp.Serve(arguments, new Procedures(gimp));
    }

    private sealed class Procedures(GimpSeries gimp) : IProcedureSource
    {
        private readonly LayerBytes _layers = new(gimp);

        public IReadOnlyList<ProcedureDefinition> Definitions { get; } =
        [
            Define("probe-fill", [new(ArgumentKind.Drawable, "drawable", "-"), new(ArgumentKind.Integer, "seed", "-")], []),
            Define("probe-keep", [new(ArgumentKind.Drawable, "drawable", "-"), new(ArgumentKind.Text, "file", "-")], []),
            Define(
                "probe-compare",
                [new(ArgumentKind.Image, "image", "-"), new(ArgumentKind.Drawable, "drawable", "-"), new(ArgumentKind.Text, "file", "-")],
                [new(ArgumentKind.Text, "report", "-")]),
        ];

        public ProcedureDefinition Define(string name) => Definitions.First(known => known.Name == name);

        public ProcedureOutcome Run(ProcedureCall call)
        {
            switch (call.Name)
            {
                case "probe-fill":
                    _layers.Fill(call.Integer(0), call.Integer(1));
                    return ProcedureOutcome.Done();
                case "probe-keep":
                    File.WriteAllBytes(call.Text(1), _layers.Read(call.Integer(0)));
                    return ProcedureOutcome.Done();
                default:
                    return ProcedureOutcome.Done(_layers.Compare(call.Integer(0), call.Integer(1), File.ReadAllBytes(call.Text(2))));
            }
        }

        private static ProcedureDefinition Define(
            string name, IReadOnlyList<ProcedureArgument> arguments, IReadOnlyList<ProcedureArgument> returns) =>
            new() { Name = name, Blurb = "Test", Help = "Test", Arguments = arguments, Returns = returns };
    }
}
