using SrPlugin.Weights.Models;

namespace SrPlugin.Weights.Tests.Models;

public sealed class ModelFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Find_OfficialFilesInOneFolder_ResolvesEveryPart()
    {
        Touch("sd/unet/config.json", "sd/unet/diffusion_pytorch_model.fp16.safetensors", "sd/vae/config.json", "sd/vae/diffusion_pytorch_model.bin",
            "sd/text_encoder/config.json", "sd/text_encoder/pytorch_model.bin", "sd/text_encoder/model.fp16.safetensors",
            "sd/tokenizer/vocab.json", "sd/tokenizer/merges.txt", "sd/scheduler/scheduler_config.json", "sd/s3diff.pkl",
            "sd/assets/mm-realsr/de_net.pth");
        var model = ModelFolder.Open(Path.Combine(_folder.Root, "sd"));

        model.Id.ShouldBe("sd");
        model.Require("unet", "vae", "text_encoder", "tokenizer", "scheduler", "s3diff", "de_net");
        Relative(model.Get("unet").WeightsPath).ShouldBe("sd/unet/diffusion_pytorch_model.fp16.safetensors");
        Relative(model.Get("unet").ConfigPath).ShouldBe("sd/unet/config.json");
        Relative(model.Get("vae").WeightsPath).ShouldBe("sd/vae/diffusion_pytorch_model.bin");
        Relative(model.Get("text_encoder").WeightsPath).ShouldBe("sd/text_encoder/model.fp16.safetensors");
        Relative(model.Get("tokenizer").Directory).ShouldBe("sd/tokenizer");
        Relative(model.Get("scheduler").ConfigPath).ShouldBe("sd/scheduler/scheduler_config.json");
        Relative(model.Get("s3diff").WeightsPath).ShouldBe("sd/s3diff.pkl");
        Relative(model.Get("de_net").WeightsPath).ShouldBe("sd/assets/mm-realsr/de_net.pth");
        model.Get("de_net").ConfigPath.ShouldBeNull();
    }

    [Fact]
    public void Find_OfficialAddSrFiles_ResolvesEveryPart()
    {
        Touch("a/unet/config.json", "a/unet/diffusion_pytorch_model.bin", "a/controlnet/config.json", "a/controlnet/diffusion_pytorch_model.safetensors",
            "a/preset/models/DAPE.pth", "a/preset/models/ram_swin_large_14m.pth", "a/ram/data/ram_tag_list.txt",
            "a/ram/data/ram_tag_list_threshold.txt");
        var model = ModelFolder.Open(Path.Combine(_folder.Root, "a"));

        model.Require("unet", "controlnet", "ram", "dape", "ram_tags");
        Relative(model.Get("controlnet").WeightsPath).ShouldBe("a/controlnet/diffusion_pytorch_model.safetensors");
        Relative(model.Get("ram").WeightsPath).ShouldBe("a/preset/models/ram_swin_large_14m.pth");
        Relative(model.Get("dape").WeightsPath).ShouldBe("a/preset/models/DAPE.pth");
        Relative(model.Get("ram_tags").Directory).ShouldBe("a/ram/data");
    }

    [Fact]
    public void Require_TagListWithoutThresholds_NamesBothFiles()
    {
        Touch("a/unet/config.json", "a/unet/diffusion_pytorch_model.bin", "a/ram_tag_list.txt");

        Should.Throw<InvalidModelException>(() => ModelFolder.Open(Path.Combine(_folder.Root, "a")).Require("ram_tags"))
            .Message.ShouldContain("ram_tag_list.txt with ram_tag_list_threshold.txt");
    }

    [Fact]
    public void Find_SeveralForms_PrefersSafetensorsFullPrecisionAndTheTopFolder()
    {
        Touch("m/vae/config.json", "m/vae/diffusion_pytorch_model.bin", "m/vae/diffusion_pytorch_model.fp16.safetensors", "m/vae/diffusion_pytorch_model.safetensors.index.json",
            "m/s3diff.pkl", "m/s3diff.safetensors", "m/s3diff.json", "m/de_net.pth", "m/a/de_net.safetensors");
        var model = ModelFolder.Open(Path.Combine(_folder.Root, "m"));
        Relative(model.Get("vae").WeightsPath).ShouldBe("m/vae/diffusion_pytorch_model.safetensors.index.json");
        Relative(model.Get("s3diff").WeightsPath).ShouldBe("m/s3diff.safetensors");
        Relative(model.Get("s3diff").ConfigPath).ShouldBe("m/s3diff.json");
        Relative(model.Get("de_net").WeightsPath).ShouldBe("m/de_net.pth");
    }

    [Fact]
    public void Open_GoldenSdTurbo_ResolvesAndItsWeightsOpen()
    {
        var model = ModelFolder.Open(Golden.File("sd", "sd_tiny"));
        foreach (var part in new[] { "unet", "vae", "text_encoder" })
        {
            using var weights = WeightsSource.Open(model.Get(part).WeightsPath!);
            weights.Tensors.ShouldNotBeEmpty();
        }
    }

    [Fact]
    public void Require_MissingParts_ListsAllWithTheFilesLookedFor()
    {
        Touch("m/unet/config.json", "m/scheduler/scheduler_config.json");
        var fault = Should.Throw<InvalidModelException>(
            () => ModelFolder.Open(Path.Combine(_folder.Root, "m")).Require("unet", "scheduler", "de_net"));
        fault.Faults.Count.ShouldBe(2);
        fault.Message.ShouldContain("the part unet is missing (unet/config.json with unet/diffusion_pytorch_model.safetensors in ");
        fault.Message.ShouldContain("the part de_net is missing (de_net.safetensors or de_net.pth in ");
    }

    [Fact]
    public void Open_NoFolderOrNothingInIt_SaysSo()
    {
        Should.Throw<DirectoryNotFoundException>(() => ModelFolder.Open(_folder.File("absent")));
        Should.Throw<InvalidModelException>(() => ModelFolder.Open(_folder.Root)).Message.ShouldContain(
            "neither a manifest.json nor any part of a model");
        Touch("m/scheduler/scheduler_config.json");
        Should.Throw<ArgumentOutOfRangeException>(() => ModelFolder.Open(Path.Combine(_folder.Root, "m")).Find("wheel"));
    }

    [Fact]
    public void Open_ManifestWithBase_TakesMissingPartsFromThere()
    {
        Touch("sd-turbo/scheduler/scheduler_config.json", "own/s3diff.safetensors", "elsewhere/de_net.pth");
        Manifest("own", "sd-turbo");
        var model = ModelFolder.Open(Path.Combine(_folder.Root, "own"));
        Relative(model.Get("s3diff").WeightsPath).ShouldBe("own/s3diff.safetensors");
        Relative(model.Get("scheduler").ConfigPath).ShouldBe("sd-turbo/scheduler/scheduler_config.json");

        Manifest("own", Path.Combine(_folder.Root, "elsewhere"));
        Relative(ModelFolder.Open(Path.Combine(_folder.Root, "own")).Get("de_net").WeightsPath).ShouldBe("elsewhere/de_net.pth");

        Manifest("own", "gone");
        Should.Throw<DirectoryNotFoundException>(() => ModelFolder.Open(Path.Combine(_folder.Root, "own"))).Message.ShouldContain("names the base 'gone'");
    }

    [Fact]
    public void Verify_RightMissingShortAndChangedFiles_TellsThemApart()
    {
        _folder.Write("m/right", "right");
        _folder.Write("m/short", "short");
        _folder.Write("m/changed", "changed");
        _folder.Write("m/missing", "missing");
        Manifest("m", null, "right", "short", "changed", "missing");
        _folder.Write("m/short", "shor");
        _folder.Write("m/changed", "chanGed");
        File.Delete(_folder.File("m/missing"));
        var reports = new List<VerificationProgress>();
        var model = ModelFolder.Open(Path.Combine(_folder.Root, "m"));

        var results = model.Verify(new Recorder(reports), CancellationToken.None);

        results.Select(result => result.File.Path).ShouldBe(["right", "short", "changed", "missing"]);
        results[0].Problem.ShouldBeNull();
        results[1].Problem!.ShouldContain("has 4 bytes instead of 5. It ships with the program: reinstall it.");
        results[2].Problem!.ShouldContain("SHA-256 differs");
        results[3].Problem!.ShouldContain("is missing");
        reports.Select(report => report.CompletedBytes).ShouldBe(reports.Select(report => report.CompletedBytes).Order());
        reports[^1].ShouldBe(new VerificationProgress("missing", 24, 24));
        Should.Throw<OperationCanceledException>(() => model.Verify(null, new CancellationToken(canceled: true)));
    }

    private void Manifest(string folder, string? @base, params string[] files)
    {
        if (files.Length == 0)
            files = Directory.GetFiles(Path.Combine(_folder.Root, folder)).Select(file => Path.GetFileName(file))
                .Where(name => name != ModelManifest.FileName).ToArray();
        new ModelManifest
        {
            Id = folder,
            Name = folder,
            Description = "For a test.",
            Pipeline = "s3diff",
            Licence = new ModelLicence { Name = "X", Terms = "None." },
            Base = @base,
            Files = [.. files.Select(file => ModelFile.Describe(Path.Combine(_folder.Root, folder), file))],
        }.Save(_folder.File(folder, ModelManifest.FileName));
    }

    private void Touch(params string[] paths)
    {
        foreach (var path in paths)
            _folder.Write(path, "{}");
    }

    private string Relative(string? path) => Path.GetRelativePath(_folder.Root, path!).Replace('\\', '/');

    private sealed class Recorder(List<VerificationProgress> reports) : IProgress<VerificationProgress>
    {
        public void Report(VerificationProgress value) => reports.Add(value);
    }
}
