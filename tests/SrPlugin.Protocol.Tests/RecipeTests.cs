using System.Text.Json;
using SrPlugin.Protocol.Controls;

namespace SrPlugin.Protocol.Tests;

public sealed class RecipeTests
{
    private static readonly ControlManifest _controls = ControlManifest.Load();

    [Fact]
    public void Complete_FamilyDefaults_FillWhatIsOpen()
    {
        var recipe = new Recipe { Scale = 2, Steps = 3, Prompt = "a cat" };
        var model = new Recipe { Scale = 3, Guidance = 2, Blur = 0.5 };

        Recipe s3diff = RecipeDefaults.Complete(recipe, model, "s3diff", _controls),
        addsr = RecipeDefaults.Complete(recipe, null, "addsr", _controls);

        (s3diff.Scale, s3diff.Guidance, s3diff.Blur, s3diff.Noise, s3diff.Steps, s3diff.ColorFix, s3diff.Prompt)
            .ShouldBe((2, 2, 0.5, null, null, "wavelet", "a cat"));
        (addsr.Guidance, addsr.Steps, addsr.ColorFix, addsr.StartTimestep).ShouldBe((1, 3, "adain", null));
        RecipeRules.FindFaults(s3diff, _controls).ShouldBeEmpty();
        RecipeDefaults.Complete(s3diff, null, "s3diff", _controls).ShouldBe(s3diff);
    }

    [Fact]
    public void Over_EveryMember_IsTakenFromTheFirstThatHasIt()
    {
        Recipe full = Full();

        full.Over(new Recipe()).ShouldBe(full);
        new Recipe().Over(full).ShouldBe(full);
        JsonSerializer.SerializeToElement(full, ProtocolJson.Default.Recipe)
            .EnumerateObject().Count().ShouldBe(ProtocolJson.Default.Recipe.Properties.Count, "the test must know every member");
        JsonSerializer.Deserialize(JsonSerializer.Serialize(full, ProtocolJson.Default.Recipe), ProtocolJson.Default.Recipe).ShouldBe(full);
    }

    [Fact]
    public void FindFaults_ManyFaults_NamesThemAll()
    {
        using JsonDocument recipe = JsonDocument.Parse(
            """{"scale": 99, "mode": "melt", "sharpness": 1, "seed": -1, "device": "cpu", "model": "", "blur": null, "blur": 2}""");

        IReadOnlyList<string> faults = RecipeRules.FindFaults(recipe.RootElement, _controls);

        foreach (string name in new[] { "scale", "mode", "sharpness", "seed", "device", "model", "blur is given twice" })
            faults.ShouldContain(fault => fault.Contains(name, StringComparison.Ordinal), name);
        faults.Count.ShouldBe(7);
    }

    [Fact]
    public void FindFaults_NumbersJsonCannotSay_AreFaults()
    {
        RecipeRules.FindFaults(new Recipe { Scale = double.NaN, Blur = double.PositiveInfinity }, _controls).Count.ShouldBe(2);
        RecipeRules.FindFaults(new Recipe { Scale = 0.5, Seed = -1 }, _controls).Count.ShouldBe(2);
        RecipeRules.FindFaults(Full(), _controls).ShouldBeEmpty();
    }

    [Fact]
    public void ErrorCode_OnTheWire_IsSnakeCaseAndUnknownOnesArrive()
    {
        JsonSerializer.Serialize(new ErrorResponse { Code = ErrorCode.OutOfMemory, Message = "m" }, ProtocolJson.Default.ErrorResponse)
            .ShouldBe("""{"code":"out_of_memory","message":"m"}""");
        JsonSerializer.Deserialize(
            """{"code":"of_the_future","message":"m"}""", ProtocolJson.Default.ErrorResponse)!.Code.ShouldBe(ErrorCode.Unknown);
        foreach (ErrorCode code in Enum.GetValues<ErrorCode>())
        {
            string json = JsonSerializer.Serialize(new ErrorResponse { Code = code, Message = "m" }, ProtocolJson.Default.ErrorResponse);
            JsonSerializer.Deserialize(json, ProtocolJson.Default.ErrorResponse)!.Code.ShouldBe(code);
        }
    }

    [Fact]
    public void JobRequest_WithoutAVersion_IsRefused() =>
        Should.Throw<JsonException>(
            () =>
                JsonSerializer.Deserialize(
                    """{"width":1,"height":1,"channels":1,"sampleFormat":"uint8"}""", ProtocolJson.Default.JobRequest));

    private static Recipe Full() => new()
    {
        Model = "m",
        Mode = "restore",
        Scale = 2,
        Blur = 0.1,
        Noise = 0.2,
        Prompt = "p",
        NegativePrompt = "n",
        Guidance = 2,
        StartTimestep = 250,
        Seed = 4294967295,
        ColorFix = "adain",
        Latent = "sample",
        WorkingScale = 2,
        Strength = 0.75,
        Tile = 64,
        Precision = "fp32",
        Feather = 3.5,
        Steps = 2,
        Refinement = 0.4,
        ConditioningScale = 0.9,
    };
}
