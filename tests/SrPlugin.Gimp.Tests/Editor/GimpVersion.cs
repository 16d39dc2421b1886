using System.Runtime.InteropServices;

namespace SrPlugin.Gimp.Tests.Editor;

/// <summary>How one GIMP is started, and how its Script-Fu says what differs from the other's.</summary>
internal sealed record GimpVersion
{
    public static GimpVersion Gimp2 { get; } = new()
    {
        Directory = "GIMP2_DIRECTORY",
        Launcher = [],
        Program = "gimp",
        ConsoleProgram = "gimp",
        Interpreter = [],
        PlugIns = ["script-fu", "file-png", "file-jpeg", "file-tiff"],
        Settings = "",
        Server = (port, log) => $"(plug-in-script-fu-server RUN-NONINTERACTIVE \"127.0.0.1\" {port} \"{log}\")",

        // (new-image WIDTH HEIGHT TYPE PRECISION) makes an image with one layer of noise.
        Definitions = """
            (define (new-layer image name width height type) (car (gimp-layer-new image width height type name 100 LAYER-MODE-NORMAL)))
            (define (layers-of image) (cadr (gimp-image-get-layers image)))
            (define (first-image) (vector-ref (cadr (gimp-image-list)) 0))
            (define (select-polygon image points) (gimp-image-select-polygon image 2 (vector-length points) points))
            (define (float-selection layer x y) (car (gimp-selection-float layer x y)))
            (define (width-of-image image) (car (gimp-image-width image)))
            (define (height-of-image image) (car (gimp-image-height image)))
            (define (width-of layer) (car (gimp-drawable-width layer)))
            (define (type-of layer) (car (gimp-drawable-type layer)))
            (define (x-of layer) (car (gimp-drawable-offsets layer)))
            (define (set-locked layer) (gimp-item-set-lock-content layer TRUE))
            (define (new-group image) (car (gimp-layer-group-new image)))
            (define (new-text image text) (car (gimp-text-layer-new image text "Sans" 30 PIXELS)))
            (define (new-channel image width height) (car (gimp-channel-new image width height "channel" 50 '(0 0 0))))
            (define (selected-layer image) (car (gimp-image-get-active-layer image)))
            (define (channel-count image) (car (gimp-image-get-channels image)))
            """,
    };

    public static GimpVersion Gimp3 { get; } = new()
    {
        Directory = "GIMP3_DIRECTORY",
        Launcher = [Path.Combine(TestFolders.Root, "packaging", "linux", "gimp3.sh")],
        Program = "gimp-3.0",
        ConsoleProgram = "gimp-console-3.0",
        Interpreter = ["--batch-interpreter=plug-in-script-fu-eval"],
        PlugIns = ["script-fu", "script-fu-server", "file-png", "file-jpeg", "file-tiff"],
        Settings = "(config-version \"3.0.4\")\n(show-welcome-dialog no)\n",
        Server = (port, log) =>
            $"(plug-in-script-fu-server #:run-mode RUN-NONINTERACTIVE #:ip \"127.0.0.1\" #:port {port} #:logfile \"{log}\")",
        Definitions = """
            (define (new-layer image name width height type) (car (gimp-layer-new image name width height type 100 LAYER-MODE-NORMAL)))
            (define (layers-of image) (car (gimp-image-get-layers image)))
            (define (first-image) (vector-ref (car (gimp-get-images)) 0))
            (define (select-polygon image points) (gimp-image-select-polygon image 2 points))
            (define (float-selection layer x y) (gimp-edit-copy (vector layer)) (vector-ref (car (gimp-edit-paste layer FALSE)) 0))
            (define (width-of-image image) (car (gimp-image-get-width image)))
            (define (height-of-image image) (car (gimp-image-get-height image)))
            (define (width-of layer) (car (gimp-drawable-get-width layer)))
            (define (type-of layer) (car (gimp-drawable-type layer)))
            (define (x-of layer) (car (gimp-drawable-get-offsets layer)))
            (define (set-locked layer) (gimp-item-set-lock-content layer TRUE))
            (define (new-group image) (car (gimp-group-layer-new image "group")))
            (define (new-channel image width height) (car (gimp-channel-new image "channel" width height 50 '(0 0 0))))
            (define (new-text image text) (car (gimp-text-layer-new image text (car (gimp-context-get-font)) 30 UNIT-PIXEL)))
            (define (selected-layer image) (vector-ref (car (gimp-image-get-selected-layers image)) 0))
            (define (channel-count image) (vector-length (car (gimp-image-get-channels image))))
            """,
    };

    private const string SharedDefinitions = """
        (define (new-image width height type precision)
          (let* ((image (car (gimp-image-new-with-precision width height (if (< type 2) RGB GRAY) precision)))
                 (layer (new-layer image "layer" width height type)))
            (gimp-image-insert-layer image layer 0 0)
            (probe-fill layer 7)
            image))
        (define (layer-of image) (vector-ref (layers-of image) 0))
        """;

    /// <summary>The variable that names a profile.</summary>
    public required string Directory { get; init; }

    /// <summary>What is started with the program as its argument.</summary>
    public required string[] Launcher { get; init; }

    public required string Program { get; init; }

    public required string ConsoleProgram { get; init; }

    /// <summary>The arguments that make -b Script-Fu.</summary>
    public required string[] Interpreter { get; init; }

    /// <summary>GIMP's own plug-ins that the tests need: loading a hundred others would take most of the time.</summary>
    public required string[] PlugIns { get; init; }

    /// <summary>Lines of gimprc that only this version knows.</summary>
    public required string Settings { get; init; }

    /// <summary>Starts the Script-Fu server.</summary>
    public required Func<int, string, string> Server { get; init; }

    /// <summary>Functions with the same name and meaning in both versions.</summary>
    public required string Definitions { get; init; }

    public string AllDefinitions => Definitions + SharedDefinitions;

    public bool IsGimp3 => Launcher.Length > 0;

    /// <summary>Where GIMP's own plug-ins lie, as GIMP sees them.</summary>
    public string SystemPlugIns()
    {
        string triplet = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "aarch64-linux-gnu" : "x86_64-linux-gnu";
        return IsGimp3 ? $"/usr/lib/{triplet}/gimp/3.0/plug-ins"
            : ((string[])[$"/usr/lib/gimp/2.0/plug-ins", $"/usr/lib/{triplet}/gimp/2.0/plug-ins"])
                .FirstOrDefault(System.IO.Directory.Exists)
            ?? throw new DirectoryNotFoundException("GIMP 2.10 is not installed: packaging/linux/gimp-packages.txt lists what is needed.");
    }
}
