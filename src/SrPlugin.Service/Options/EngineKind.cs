namespace SrPlugin.Service.Options;

/// <summary>Who does the work.</summary>
internal enum EngineKind
{
    /// <summary>The networks.</summary>
    Real,

    /// <summary>Bicubic resampling with faults on demand; never touches the tensor library.</summary>
    Test,
}
