namespace SrPlugin.Gimp.Tests.Editor;

/// <summary>One headless GIMP with the service's test engine, for all tests that only differ in what they ask of it.</summary>
public sealed class GimpFixture : IDisposable
{
    private readonly GimpProfile _profile = new();

    public GimpFixture()
    {
        Session = new GimpSession(_profile);
        _ = Session.Evaluate(Definitions);
    }

    internal GimpSession Session { get; }

    // (new-image WIDTH HEIGHT TYPE PRECISION) makes an image with one layer of noise.
    internal const string Definitions = """
        (define (new-image width height type precision)
          (let* ((image (car (gimp-image-new-with-precision width height (if (< type 2) RGB GRAY) precision)))
                 (layer (car (gimp-layer-new image width height type "layer" 100 LAYER-MODE-NORMAL))))
            (gimp-image-insert-layer image layer 0 0)
            (probe-fill layer 7)
            image))
        (define (layer-of image) (aref (cadr (gimp-image-get-layers image)) 0))
        """;

    public void Dispose()
    {
        Session.Dispose();
        _profile.Dispose();
    }
}
