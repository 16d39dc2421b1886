using SrPlugin.Gimp.Gimp2;
using SrPlugin.Gimp.Host;

namespace SrPlugin.Gimp.Probe;

/// <summary>Test procedures inside GIMP: fill a layer with known bytes, keep its bytes in a file, and compare them later.</summary>
internal static class Program
{
    private static readonly IReadOnlyList<ProcedureDefinition> Definitions =
    [
        Define("probe-fill", [new(ArgumentKind.Drawable, "drawable", "-"), new(ArgumentKind.Integer, "seed", "-")], []),
        Define("probe-keep", [new(ArgumentKind.Drawable, "drawable", "-"), new(ArgumentKind.Text, "file", "-")], []),
        Define(
            "probe-compare",
            [new(ArgumentKind.Image, "image", "-"), new(ArgumentKind.Drawable, "drawable", "-"), new(ArgumentKind.Text, "file", "-")],
            [new(ArgumentKind.Text, "report", "-")]),
    ];

    private static int Main(string[] arguments) => PlugIn.Serve(arguments, () => Definitions, name => Definitions.First(known => known.Name == name), Run);

    private static ProcedureDefinition Define(string name, IReadOnlyList<ProcedureArgument> arguments, IReadOnlyList<ProcedureArgument> returns) =>
        new() { Name = name, Blurb = "Test", Help = "Test", Arguments = arguments, Returns = returns };

    private static ProcedureOutcome Run(ProcedureCall call)
    {
        switch (call.Name)
        {
            case "probe-fill":
                LayerBytes.Fill(call.Integer(0), call.Integer(1));
                return ProcedureOutcome.Done();
            case "probe-keep":
                File.WriteAllBytes(call.Text(1), LayerBytes.Read(call.Integer(0)));
                return ProcedureOutcome.Done();
            default:
                return ProcedureOutcome.Done(LayerBytes.Compare(call.Integer(0), call.Integer(1), File.ReadAllBytes(call.Text(2))));
        }
    }
}
