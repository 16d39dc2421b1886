using SrPlugin.Cli.Composition;
using SrPlugin.Cli.Faults;
using SrPlugin.Cli.Output;
using SrPlugin.Client;
using SrPlugin.Imaging;
using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Jobs;
using SrPlugin.Jobs;
using SrPlugin.Networks.Layers;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Controls;
using SrPlugin.Weights.Models;
using TorchSharp;

namespace SrPlugin.Cli.Diagnostics;

/// <summary>Looks at everything the program depends on. A missing piece becomes a line of the report, never a failure of it.</summary>
internal sealed class DoctorReport(ModelStore store, PipelineSource pipelines, ControlManifest controls, ClientOptions clientOptions)
{
    /// <summary>How to get what reads and writes pictures.</summary>
    internal const string PictureRemedy = "libvips belongs to the program and lies beside it: unpack the whole download again.";

    private const int TrialSide = 16;

    // The report takes seconds: what is larger is not read for it.
    private const long LargeModel = 100_000_000;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PeakBudget = TimeSpan.FromSeconds(0.4);

    /// <summary>Gets all findings, in order.</summary>
    public IReadOnlyList<Finding> Create()
    {
        Finding[] library = [.. Section("tensor library", null, Torch)];
        return
        [
            .. Section("program", null, Program),
            .. Section("machine", null, MachineFacts.All),
            .. library,
            // One fault is told once.
            .. library.Any(finding => finding.IsFault) ? [] : Section("self-test", null, Trial),
            .. Section("picture files", PictureRemedy, Codecs),
            .. Section("service", null, Service),
            .. Section("editors", null, EditorPlugins.All),
            .. Section("models", $"Set {ModelStore.Variable} to the folder that holds the models.", Models),
        ];
    }

    private static IEnumerable<Finding> Section(string name, string? remedy, Func<IEnumerable<Finding>> look)
    {
        try
        {
            return [.. look()];
        }
#pragma warning disable CA1031 // Whatever is broken: that it is broken is what the report is for.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Fault fault = FaultCatalog.Describe(exception);
            return [new Finding(name, fault.Message, true, fault.Remedy ?? remedy)];
        }
    }

    private static IEnumerable<Finding> Program() =>
    [
        new("srplugin", ProgramVersion.Text),
        new("runtime", System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription),
        new("folder", AppContext.BaseDirectory),
    ];

    private static IEnumerable<Finding> Torch()
    {
        yield return new Finding("libtorch", TensorLibrary.Folder);
        if (AddedTensorLibrary.Fault is { } fault)
            yield return new Finding("added libtorch", $"is not used; the CPU computes instead. {fault}", true, AddedTensorLibrary.Remedy);
        yield return new Finding("TorchSharp", typeof(torch).Assembly.GetName().Version!.ToString());
        string[] kernels = [.. LoadedLibraries.Matching(@"^(lib)?(torch_cpu|gomp|omp|iomp)")];
        if (kernels.Length > 0)
            yield return new Finding("kernels", string.Join(", ", kernels));
        yield return new Finding("threads", $"{torch.get_num_threads()} of {Environment.ProcessorCount}");
        yield return new Finding("CUDA devices", torch.cuda.is_available() ? $"{torch.cuda.device_count()}" : "none");
        PeakSample convolution = PeakMeasurement.Convolution(torch.CPU, torch.ScalarType.Float32, PeakBudget);
        PeakSample product = PeakMeasurement.Product(torch.CPU, torch.ScalarType.Float32, PeakBudget);
        yield return new Finding(convolution.Name, $"{convolution.GigaFlops:0} GFLOP/s");
        yield return new Finding(product.Name, $"{product.GigaFlops:0} GFLOP/s");
    }

    // What a first picture needs, from the model's files to the last pixel; the kernels are compared with float64 on the way.
    private IEnumerable<Finding> Trial()
    {
        ModelFolder model = pipelines.Find(RecipeDefaults.Model);
        Recipe recipe = RecipeDefaults.Complete(
            new Recipe(), RecipeMapping.DefaultsOf(model.Manifest?.Configuration), model.Pipeline, controls);
        ComputePrecision precision = RecipeMapping.PrecisionOf(recipe);
        using IRestorationModel restorer = pipelines.Load(model, ComputeDevice.Auto, precision);
        JobRunner.Run(
            restorer, recipe, new JobPicture(new PixelBuffer(TrialSide, TrialSide, 3, Imaging.SampleFormat.UInt8), null, null), null, null,
            CancellationToken.None);
        DeviceChoice device = DeviceChoice.Resolve(ComputeDevice.Auto, precision);
        yield return new Finding("self-test", $"{model.Id} enlarged a picture on {device.Name} in {device.UNetType}");
        yield return new Finding("convolutions", MapConvolution.ReplacedKinds == 0
            ? $"{MapConvolution.CheckedKinds} kinds compared with float64, all right"
            : $"{MapConvolution.CheckedKinds} kinds compared with float64; this processor computes {MapConvolution.ReplacedKinds} of them "
                + $"wrong, and matrix "
                + "products take their place");
    }

    private static IEnumerable<Finding> Codecs()
    {
        using var folder = new ScratchFolder();
        var pixels = new PixelBuffer(8, 8, 3, Imaging.SampleFormat.UInt8);
        foreach (string extension in PictureFile.Extensions)
        {
            Finding finding = Section("format", null, () =>
            {
                string path = Path.Combine(folder.Path, "probe" + extension);
                PictureFile.Save(new Picture(pixels), path);
                PixelBuffer read = PictureFile.Load(path).Pixels;
                return [read.Width == 8
                    && read.Height == 8 ? new Finding(extension, "read and written") : new Finding(extension, "comes back wrong", true)];
            }).First();
            yield return finding with { Name = extension };
        }

        string[] libraries = [.. LoadedLibraries.Matching(@"^libvips\w*\b")];
        if (libraries.Length > 0)
            yield return new Finding("codecs", string.Join(", ", libraries));
    }

    private IEnumerable<Finding> Service()
    {
        ServiceHealth? health = null;
        string? fault = null;
        try
        {
            health = new SrPluginClient(clientOptions with { HangTimeout = _patience }).GetHealthAsync(CancellationToken.None)
                .GetAwaiter().GetResult();
        }
        catch (ServiceException exception)
        {
            fault = exception.Message;
        }

        yield return fault is not null
            ? new Finding("service", fault, true, "Replace it: srplugin service stop, then srplugin service start")
            : new Finding(
                "service",
                health is null
                    ? "not running; editors start it"
                    : $"{health.Version}, process {health.ProcessId}, {health.Engine} on {health.Device}");
        yield return new Finding("service's log", ServiceLog.Find(clientOptions, CancellationToken.None));
    }

    private IEnumerable<Finding> Models()
    {
        yield return new Finding(
            "model folders",
            store.Folders.Where(Directory.Exists).ToArray() is { Length: > 0 } folders ? string.Join(", ", folders) : "none");
        IReadOnlyList<InstalledModel> models = store.List();
        if (models.All(model => model.Id != RecipeDefaults.Model))
            yield return new Finding(
                RecipeDefaults.Model, "the built-in model is missing", true,
                $"Set {ModelStore.Variable} to the folder that holds it, or install again.");
        foreach (InstalledModel model in models)
            yield return Section(model.Id, null, () => [Verify(model)]).First();
    }

    private Finding Verify(InstalledModel model)
    {
        if (model.Problem is not null)
            return new Finding(model.Id, model.Problem, true);
        ModelFolder folder = store.Open(model.Id);
        long bytes = model.Manifest?.Files.Sum(file => file.Size) ?? 0;
        bool isLarge = bytes > LargeModel;
        IReadOnlyList<FileVerification> files = isLarge ? folder.VerifySizes() : folder.Verify(null, CancellationToken.None);
        if (files.FirstOrDefault(file => file.Problem is not null) is { } wrong)
            return new Finding(model.Id, wrong.Problem!, true);
        if (model.Manifest is null)
            return new Finding(model.Id, "official files, no manifest to compare with");
        return new Finding(model.Id, isLarge
            ? $"sizes compared, {files.Count} files, {ByteText.Of(bytes)} (srplugin models verify {model.Id} reads them), {model.Directory}"
            : $"verified, {files.Count} files, {model.Directory}");
    }
}
