using System.Text.Json;
using SrPlugin.Testing.Web;
using SrPlugin.Weights.Models;
using SrPlugin.Weights.Store;

namespace SrPlugin.Weights.Tests.Store;

/// <summary>A server with a small model and its base, a catalogue that describes them, and an empty store.</summary>
internal sealed class StoreFixture : IAsyncDisposable
{
    public const string Hub = "https://huggingface.co/";

    private readonly TemporaryFolder _folder = new();

    private StoreFixture(ModelServer server) => Server = server;

    public ModelServer Server { get; }

    public string Models => Path.Combine(_folder.Root, "models");

    public ModelStore Store => new([Models]);

    public long? FreeSpace { get; set; } = long.MaxValue;

    public List<InstallProgress> Reports { get; } = [];

    public static readonly InstallOptions Accepted = new() { AcceptsLicences = true };

    public static async Task<StoreFixture> CreateAsync()
    {
        var fixture = new StoreFixture(await ModelServer.StartAsync());
        fixture.Server.AddToRepository("base/repo", "vae/config.json", "{\"_class_name\":\"AutoencoderKL\"}"u8.ToArray());
        fixture.Server.AddToRepository(
            "base/repo", "vae/diffusion_pytorch_model.safetensors", fixture.Weights("encoder.conv_in.weight", 3000));
        for (int i = 0; i < 9; i++)
            fixture.Server.AddToRepository("base/repo", $"unused/{i}.txt", [1, 2, 3]);
        fixture.Server.AddToRepository("mirror/repo", "vae/config.json", "{\"_class_name\":\"AutoencoderKL\"}"u8.ToArray());
        fixture.Server.AddToRepository(
            "mirror/repo", "vae/diffusion_pytorch_model.safetensors", fixture.Weights("encoder.conv_in.weight", 3000));
        fixture.Server.AddToRepository("owner/model", "s3diff.pkl", File.ReadAllBytes(Golden.File("s3diff", "s3diff_tiny.pkl")));
        fixture.Describe("shared", "base", null,
            new CatalogueFile
            {
                Path = "vae/config.json",
                Size = 30,
                Sources = [$"{Hub}base/repo/resolve/main/vae/config.json", $"{Hub}mirror/repo/resolve/main/vae/config.json"],
                Page = $"{Hub}base/repo",
                Signature = new() { Members = new Dictionary<string, string> { ["_class_name"] = "AutoencoderKL" } },
            },
            new CatalogueFile
            {
                Path = "vae/diffusion_pytorch_model.safetensors",
                Size = 12_000,
                Sources = [
                    $"{Hub}base/repo/resolve/main/vae/diffusion_pytorch_model.safetensors",
                    $"{Hub}mirror/repo/resolve/main/vae/diffusion_pytorch_model.safetensors"
                ],
                Page = $"{Hub}base/repo",
                CanBeHalved = true,
                Signature = new() { Tensors = ["encoder.conv_in.weight"] },
            });
        fixture.Describe("small", "s3diff", "shared", fixture.Adapter());
        return fixture;
    }

    public CatalogueFile Adapter() => new()
    {
        Path = "s3diff.safetensors",
        Size = 1_800_000,
        Sources = [$"{Hub}owner/model/resolve/main/s3diff.pkl"],
        Page = $"{Hub}owner/model",
        Signature = new() { Tensors = ["state_dict_unet/conv_in.weight"] },
    };

    /// <summary>Writes an entry of the catalogue.</summary>
    public void Describe(string id, string pipeline, string? @base, params CatalogueFile[] files) => _folder.Write(
        $"models/catalogue/{id}.json",
        JsonSerializer.Serialize(
            new CatalogueModel
            {
                Id = id,
                Name = $"The {id} model",
                Description = "For a test.",
                Pipeline = pipeline,
                Base = @base,
                Licence = new ModelLicence { Name = $"Licence-{id}", Terms = "For tests." },
                Files = files,
            },
            ModelManifestJson.Options));

    /// <summary>A safetensors file with one float32 tensor of random values.</summary>
    public byte[] Weights(string name, int count)
    {
        string path = _folder.File("scratch", "weights.safetensors");
        var random = new Random(count);
        SafetensorsFile.Write(
            path, new InMemoryWeights().Add(name, [count], [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)]));
        return File.ReadAllBytes(path);
    }

    public string Write(string name, byte[] content) => _folder.Write($"given/{name}", content);

    public string Given => Path.Combine(_folder.Root, "given");

    public ModelInstaller Installer(string? token = null) => new(
        Store, ModelCatalogue.Load([Models]),
        new Downloader(
            new DownloadOptions { HubEndpoint = new Uri(Server.Address + "/"), HubToken = token, Attempts = 3 }) { Wait = (_, _) =>
                Task.CompletedTask },
        TimeProvider.System)
    {
        FreeSpace = _ => FreeSpace,
    };

    public Task<string> InstallAsync(
        string id = "small", InstallOptions? options = null, string? token = null, CancellationToken cancellationToken = default) =>
        Installer(token).InstallAsync(id, options ?? Accepted, new Collector(Reports), cancellationToken);

    public Task<ImportResult> ImportAsync(string id, params string[] paths) =>
        Installer().ImportAsync(id, paths, Accepted, null, CancellationToken.None);

    /// <summary>Everything that a user of the store can see.</summary>
    public IEnumerable<string> Visible => Directory.Exists(Models)
        ? Directory.EnumerateDirectories(Models).Select(path => Path.GetFileName(path))
            .Where(name => name != "catalogue" && !name.StartsWith('.'))
        : [];

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder.Dispose();
    }

    private sealed class Collector(List<InstallProgress> reports) : IProgress<InstallProgress>
    {
        public void Report(InstallProgress value)
        {
            lock (reports)
                reports.Add(value);
        }
    }
}
