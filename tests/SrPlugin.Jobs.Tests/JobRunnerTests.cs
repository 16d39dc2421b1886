using SrPlugin.Imaging;
using SrPlugin.Inference.Jobs;
using SrPlugin.Inference.S3Diff;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Controls;
using JobProgress = SrPlugin.Inference.Jobs.JobProgress;
using SampleFormat = SrPlugin.Imaging.SampleFormat;

namespace SrPlugin.Jobs.Tests;

public sealed class JobRunnerTests
{
    private static readonly JobPicture _picture = new(new PixelBuffer(6, 4, 3, SampleFormat.UInt8), null, null);

    [Fact]
    public void Run_ScoresAreEstimated_StandInTheRecipeThatRepeatsTheJob()
    {
        Recipe recipe = Complete(new Recipe { Scale = 2, Seed = 3 });

        JobOutcome outcome = JobRunner.Run(new FlatModel(), recipe, _picture, null, null, CancellationToken.None);

        (outcome.Pixels.Width, outcome.Pixels.Height, outcome.Pixels.Format).ShouldBe((12, 8, SampleFormat.UInt8));
        outcome.Scores.ShouldBe(new DegradationScores(0.25, 0.75));
        outcome.Recipe.ShouldBe(recipe with { Blur = 0.25, Noise = 0.75 });
    }

    [Fact]
    public void Run_Checkpoint_IsPassedByTheModelAndBeforeTheResultIsFinished()
    {
        var checkpoint = new CountingCheckpoint();

        JobRunner.Run(new FlatModel(), Complete(new Recipe()), _picture, checkpoint, null, CancellationToken.None);

        checkpoint.Passed.ShouldBe(2);
    }

    [Fact]
    public void Estimate_Selection_LooksAtItFromTheCornerOfAJpegBlock()
    {
        var model = new FlatModel();

        DegradationScores scores = JobRunner.Estimate(
            model, _picture with { Selection = new PixelRectangle(1, 1, 3, 2) }, CancellationToken.None);

        (scores, model.Seen).ShouldBe((new DegradationScores(0.25, 0.75), (4, 3)));
    }

    [Fact]
    public void Of_Request_HoldsItsPictureSelectionAndMask()
    {
        var request = new JobRequest
        {
            Width = 2, Height = 1, Channels = 4, SampleFormat = Protocol.SampleFormat.UInt16, HasMask = true,
            MaskFormat = Protocol.SampleFormat.Float32,
            Selection = new PictureArea(1, 0, 1, 1),
        };

        var picture = JobPicture.Of(request, new byte[16], new byte[8]);

        (picture.Source.Format, picture.Mask!.Format, picture.Selection)
            .ShouldBe((SampleFormat.UInt16, SampleFormat.Float32, new PixelRectangle(1, 0, 1, 1)));
    }

    private static Recipe Complete(Recipe recipe) => RecipeDefaults.Complete(recipe, null, "s3diff", ControlManifest.Load());

    private sealed class CountingCheckpoint : IJobCheckpoint
    {
        public int Passed { get; private set; }

        public bool Pass()
        {
            Passed++;
            return false;
        }
    }

    private sealed class FlatModel : IImageRestorer
    {
        public (int Width, int Height) Seen { get; private set; }

        public int NativeFactor => 4;

        public int RestoreFactor => 1;

        public int BytesPerPixel => 12;

        public RestorerOptions DefaultOptions => new S3DiffOptions();

        public DegradationScore EstimateDegradation(PlanarImage source, CancellationToken cancellationToken)
        {
            Seen = (source.Width, source.Height);
            return new DegradationScore(0.25f, 0.75f);
        }

        public RestoredImage Restore(
            PlanarImage source, int width, int height, RestorerOptions options, IJobCheckpoint? checkpoint,
            IProgress<JobProgress>? progress,
            CancellationToken cancellationToken)
        {
            checkpoint?.Pass();
            return new RestoredImage(new PlanarImage(3, height, width), EstimateDegradation(source, cancellationToken), []);
        }
    }
}
