using System.Text;
using System.Text.Json;
using SrPlugin.Networks.Tagger;
using SrPlugin.Testing;
using SrPlugin.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Networks.Tests.Tagger;

public sealed class ImageTaggerTests
{
    private const string Golden = "addsr/c-ram-tiny";
    private const double Tolerance = 2e-5;

    [Theory]
    [Trait("Kind", "Parity")]
    [InlineData("dape")]
    [InlineData("ram_only")]
    public void Forward_GoldenPicture_EqualsUpstream(string weights)
    {
        using var golden = new GoldenTensors($"{Golden}.safetensors");
        using var network = TinyRam.Load(weights == "dape");
        string[] names = [
            "wordvec_proj", "visual_encoder.layers.2", "visual_encoder", "tagging_head.encoder.layer.0", "tagging_head.encoder.layer.1"
        ];
        using var taps = new Taps(network, names.ToDictionary(TapOf, name => name, StringComparer.Ordinal));
        using var grad = no_grad();
        using var scope = NewDisposeScope();

        var embeddings = network.call(golden["in.normalised_384"]);
        var logits = network.TagLogits(embeddings);

        TensorComparer.MaxErrorOverDeviation(embeddings, golden[$"out.{weights}.image_embeds"]).ShouldBeLessThan(Tolerance);
        TensorComparer.MaxErrorOverDeviation(logits, golden[$"out.{weights}.logits"]).ShouldBeLessThan(Tolerance);
        foreach (var tap in names.Select(TapOf).Where(tap => tap != "wordvec_proj"))
            TensorComparer.MaxErrorOverDeviation(taps[tap].reshape(golden[$"tap.{weights}.{tap}"].shape), golden[$"tap.{weights}.{tap}"])
                .ShouldBeLessThan(Tolerance, tap);
    }

    [Theory]
    [Trait("Kind", "Parity")]
    [InlineData("dape")]
    [InlineData("ram_only")]
    public void Tag_GoldenPicture_EqualsUpstream(string weights)
    {
        using var golden = new GoldenTensors($"{Golden}.safetensors");
        using var document = JsonDocument.Parse(GoldenFolder.OpenRead($"{Golden}.json"));
        using var network = TinyRam.Load(weights == "dape");
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var picture = golden["in.lr_image"].mul(255).add(0.5).floor().div(255); // upstream reads 8-bit files

        using var tagged = new ImageTagger(network, TinyRam.Vocabulary()).Tag(picture);

        TensorComparer.MaxErrorOverDeviation(tagged.Embeddings, golden[$"out.{weights}.image_embeds"]).ShouldBeLessThan(Tolerance);
        string.Join(", ", tagged.Tags)
            .ShouldBe(document.RootElement.GetProperty("results").GetProperty(weights).GetProperty("tags").GetString());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 700)]
    public void TagAndEmbed_AnySize_LeakNothingAndAgreeOnTheShape(long height, long width)
    {
        using var network = TinyRam.Load(withDape: true);
        var tagger = new ImageTagger(network, TinyRam.Vocabulary());
        using var grad = no_grad();
        using var picture = rand([1, 3, height, width]);

        LiveTensors.DeltaOf(() =>
        {
            using var tagged = tagger.Tag(picture);
            using var embedded = tagger.Embed(picture);
            tagged.Embeddings.shape.ShouldBe([1, 145, network.Config.EmbeddingSize]);
            embedded.shape.ShouldBe(tagged.Embeddings.shape);
        }).ShouldBe(0);
    }

    [Fact]
    public void Embed_Enlarging_IsBicubicWhereTagIsBilinear()
    {
        using var network = TinyRam.Load(withDape: false);
        var tagger = new ImageTagger(network, TinyRam.Vocabulary());
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var small = rand([1, 3, 48, 48]);
        var large = nn.functional.interpolate(small, [384, 384], mode: InterpolationMode.Bicubic, align_corners: false);

        var embedded = tagger.Embed(small);

        TensorComparer.MaxErrorOverDeviation(embedded, tagger.Embed(large)).ShouldBeLessThan(Tolerance);
        using var tagged = tagger.Tag(small);
        TensorComparer.MaxErrorOverDeviation(embedded, tagged.Embeddings).ShouldBeGreaterThan(0.01);
    }

    [Fact]
    public void Tag_DeletedTag_IsLeftOut()
    {
        using var golden = new GoldenTensors($"{Golden}.safetensors");
        using var network = TinyRam.Load(withDape: true);
        var all = TinyRam.Vocabulary();
        using var grad = no_grad();
        using var before = new ImageTagger(network, all).Tag(golden["in.lr_image"]);

        using var after = new ImageTagger(network, new TagVocabulary(all.Tags, all.Thresholds, [before.Tags[1]]))
            .Tag(golden["in.lr_image"]);

        after.Tags.ShouldBe(before.Tags.Where((_, i) => i != 1));
    }

    [Fact]
    public void Load_UnexpectedAndMissingKeys_AreListed()
    {
        using var network = TinyRam.Load(withDape: false);
        using var ram = GoldenFolder.OpenWeights("addsr/weights/tiny-ram.safetensors");
        var damaged = new MappedWeights(
            ram, key => key == "fc.bias" ? "fc.offset" : key == "image_proj.bias" ? "model/image_proj.bias" : key);

        var error = Should.Throw<WeightsMismatchException>(() => network.Load(damaged, null));

        error.Missing.ShouldBe(["fc.bias"]);
        error.Unexpected.ShouldBe(["fc.offset"]);
    }

    [Fact]
    public void Load_DapeOfAnotherNetwork_NamesTheMatrices()
    {
        using var network = TinyRam.Load(withDape: false);
        using var ram = GoldenFolder.OpenWeights("addsr/weights/tiny-ram.safetensors");
        using var dape = GoldenFolder.OpenWeights("addsr/weights/tiny-dape.safetensors");
        var damaged = new MappedWeights(
            dape, key => key.StartsWith("visual_encoder.layers.3.blocks.1.attn", StringComparison.Ordinal) ? null : key);

        var error = Should.Throw<WeightsMismatchException>(() => network.Load(ram, damaged));

        error.Missing.ShouldBe(["visual_encoder.layers.3.blocks.1.attn.qkv.lora_A", "visual_encoder.layers.3.blocks.1.attn.qkv.lora_B"]);
    }

    [Fact]
    public void ReadConfig_TinyAndPublished_AreRead()
    {
        using var json = new MemoryStream(Encoding.UTF8.GetBytes(
            """{"image_res": 64, "embed_dim": 8, "depths": [2, 2], "num_heads": [1, 2], "window_size": 4, "num_class": 3, "embedding_size": 32, "hidden_size": 16, "num_hidden_layers": 1}"""));

        var config = RAMConfig.Read(json);

        config.Swin.ImageSize.ShouldBe(64);
        config.Swin.OutChannels.ShouldBe(16);
        config.TagCount.ShouldBe(3);
        config.IntermediateSize.ShouldBe(3072);
        using var unknown = new MemoryStream("""{"drop_path": 2}"""u8.ToArray());
        Should.Throw<NotSupportedException>(() => RAMConfig.Read(unknown)).Message.ShouldContain("drop_path");
    }

    private static string TapOf(string name) => name
        .Replace("visual_encoder.", "", StringComparison.Ordinal).Replace("tagging_head.encoder", "tagging_head", StringComparison.Ordinal);
}
