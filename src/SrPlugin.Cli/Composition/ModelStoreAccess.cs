using SrPlugin.Weights.Models;
using SrPlugin.Weights.Store;

namespace SrPlugin.Cli.Composition;

/// <summary>
/// The model store's parts, made when a command first wants them: most commands never read the catalogue or open a connection.
/// </summary>
internal sealed class ModelStoreAccess(ModelStore store, TimeProvider clock) : IDisposable
{
    private readonly Lazy<ModelCatalogue> _catalogue = new(() => ModelCatalogue.Load(store.Folders));
    private readonly Lazy<Downloader> _downloader = new(() => new Downloader(DownloadOptions.FromEnvironment()));

    public ModelStore Store => store;

    public ModelCatalogue Catalogue => _catalogue.Value;

    public ModelInstaller Installer => new(store, Catalogue, _downloader.Value, clock);

    public void Dispose()
    {
        if (_downloader.IsValueCreated)
            _downloader.Value.Dispose();
    }
}
