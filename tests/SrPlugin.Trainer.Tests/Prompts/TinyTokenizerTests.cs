using SrPlugin.Trainer.Prompts;

namespace SrPlugin.Trainer.Tests.Prompts;

public sealed class TinyTokenizerTests
{
    [Fact]
    public void Encode_TrainingPrompts_FitAndDiffer()
    {
        var tokenizer = new TinyTokenizer(1486).Tokenizer;
        var encoded = TrainingPrompts.All.Select(tokenizer.Encode).ToArray();

        encoded.ShouldAllBe(tokens => tokens.Length == 77 && tokens.All(token => token >= 0 && token < 2000));
        encoded.Select(tokens => string.Join(' ', tokens)).Distinct().Count().ShouldBe(TrainingPrompts.All.Count);
    }

    [Fact]
    public void Constructor_MoreMergesThanIncluded_Throws() => Should.Throw<ArgumentOutOfRangeException>(() => new TinyTokenizer(5000));
}
