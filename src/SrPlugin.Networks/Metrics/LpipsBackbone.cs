namespace SrPlugin.Networks.Metrics;

/// <summary>The network whose features <see cref="Lpips"/> compares.</summary>
public enum LpipsBackbone
{
    /// <summary>AlexNet: what results are judged by.</summary>
    AlexNet,

    /// <summary>VGG-16: what S3Diff is trained with.</summary>
    Vgg16,
}
