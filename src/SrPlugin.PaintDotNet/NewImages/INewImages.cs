using PaintDotNet.AppModel;
using SrPlugin.PaintDotNet.Jobs;

namespace SrPlugin.PaintDotNet.NewImages;

/// <summary>Where enlarged pictures go: an effect cannot change the size of the image it works on.</summary>
internal interface INewImages
{
    /// <summary>Saves a picture and opens it in the running editor.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="host">What is known of the editor; null when it does not say.</param>
    /// <param name="cancellationToken">Leaves no file behind.</param>
    /// <returns>The file.</returns>
    string Open(EnlargedPicture picture, IAppInfoService? host, CancellationToken cancellationToken);
}
