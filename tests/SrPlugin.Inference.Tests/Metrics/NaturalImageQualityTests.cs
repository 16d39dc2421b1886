using System.IO.Compression;
using System.Text;
using SrPlugin.Imaging;
using SrPlugin.Inference.Metrics;
using SrPlugin.Testing;
using SrPlugin.Weights;

namespace SrPlugin.Inference.Tests.Metrics;

/// <summary>NIQE equals pyiqa's, with the published statistics.</summary>
public sealed class NaturalImageQualityTests
{
    [Theory]
    [InlineData("brick.png")]
    [InlineData("chelsea.png")]
    [InlineData("coffee.png")]
    [InlineData("rocket.jpg")]
    public void Score_GoldenPicture_HasTheGoldenFeaturesAndScore(string name)
    {
        using var golden = new GoldenTensors("training/niqe.safetensors");
        var picture = Load(name);

        var features = NaturalImageQuality.Features(picture);
        var score = NiqeParameters.Load(GoldenFolder.PathOf("training/niqe.safetensors")).Score(picture);

        var (first, second) = (
            golden[name + ".features.scale1"].data<double>().ToArray(), golden[name + ".features.scale2"].data<double>().ToArray());
        var errors = features.SelectMany((row, block) => row.Select((value, i) =>
            Math.Abs(value - (i < 18 ? first[(block * 18) + i] : second[(block * 18) + i - 18])))).ToArray();
        // Where the half-size picture's last bit moves an exponent by one step of its grid (0.001), that block's values follow.
        errors.Count(error => error > 1e-6).ShouldBeLessThan(errors.Length / 50 + 1);
        errors.Max().ShouldBeLessThan(5e-3);
        score.ShouldBe(golden[name + ".score"].data<double>()[0], 5e-4);
    }

    [Fact]
    public void Load_NumPyArchive_EqualsSafetensors()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("srplugin-niqe-").FullName, "niqe_pris_params.npz");
        using (var weights = GoldenFolder.OpenWeights("training/niqe.safetensors"))
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            foreach (var (name, shape) in new[] { ("mu_pris_param", "(1, 36)"), ("cov_pris_param", "(36, 36)") })
            {
                using var entry = archive.CreateEntry(name + ".npy").Open();
                var header = Encoding.ASCII.GetBytes($"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}\n");
                entry.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. header]);
                entry.Write(weights.Read(name));
            }
        }

        NiqeParameters.Load(path).Mean.ShouldBe(NiqeParameters.Load(GoldenFolder.PathOf("training/niqe.safetensors")).Mean);
    }

    [Fact]
    public void Fit_Photos_ScoresThemBelowTheirBlurredCopies()
    {
        var photos = new[] { Load("chelsea.png"), Load("coffee.png"), Load("rocket.jpg") };
        var path = Path.Combine(Directory.CreateTempSubdirectory("srplugin-niqe-").FullName, "own.safetensors");
        NiqeParameters.Save(path, NaturalImageQuality.Fit(photos));
        var niqe = NiqeParameters.Load(path);

        foreach (var photo in photos)
        {
            var small = Resampler.Resize(photo, photo.Width / 4, photo.Height / 4, ResampleFilter.Area);
            niqe.Score(Resampler.Resize(small, photo.Width, photo.Height, ResampleFilter.Bicubic)).ShouldBeGreaterThan(niqe.Score(photo));
        }
    }

    [Fact]
    public void Score_TooSmall_SaysHowLarge() =>
        Should.Throw<ArgumentException>(() => NaturalImageQuality.Features(new PlanarImage(3, 95, 200))).Message.ShouldContain("96");

    [Fact]
    public void Load_OtherWeights_NamesTheFile() =>
        Should.Throw<WeightsFormatException>(
            () => NiqeParameters.Load(GoldenFolder.PathOf("training/lpips_vgg.safetensors"))).Message.ShouldContain("mu_pris_param");

    private static PlanarImage Load(string name) =>
        PlanarImage.FromPixels(PictureFile.Load(GoldenFolder.Fixture("images/" + name)).Pixels).ToRgb();
}
