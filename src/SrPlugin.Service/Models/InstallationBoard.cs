using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Catalogue;
using SrPlugin.Service.Faults;
using SrPlugin.Service.Hosting;
using SrPlugin.Weights.Models;
using SrPlugin.Weights.Store;

namespace SrPlugin.Service.Models;

/// <summary>Installs models, one installation for each. They run on while nobody listens, and keep the service from leaving.</summary>
internal sealed class InstallationBoard(ModelStore store, IdleExit idle, TimeProvider clock, ILogger<InstallationBoard> log) : IDisposable
{
    private readonly ConcurrentDictionary<string, Installation> _installations = new(StringComparer.Ordinal);
    private readonly Lazy<Downloader> _downloader = new(() => new Downloader(DownloadOptions.FromEnvironment()));
    private readonly Lock _lock = new();

    // Read each time: entries may be added while the service runs.
    private ModelInstaller Installer => new(store, ModelCatalogue.Load(store.Folders), _downloader.Value, clock);

    /// <summary>Describes every model of the catalogue.</summary>
    public CatalogueList Describe()
    {
        ModelCatalogue catalogue = ModelCatalogue.Load(store.Folders);
        ModelInstaller installer = Installer;
        return new CatalogueList([.. catalogue.Models.Select(model => Describe(installer.Plan(model.Id)))]);
    }

    /// <summary>Finds a model's installation, running or ended.</summary>
    /// <exception cref="RefusedException">There is none.</exception>
    public Installation Get(string id) => _installations.TryGetValue(id, out Installation? found)
        ? found
        : throw new RefusedException(ErrorCode.NotFound, $"No installation of '{id}' is known.");

    /// <summary>Begins an installation; one that runs already is left alone.</summary>
    /// <exception cref="RefusedException">A licence was not accepted.</exception>
    /// <exception cref="ModelStoreException">The catalogue has no such model.</exception>
    public Installation Begin(string id, InstallationRequest request)
    {
        ModelInstaller installer = Installer;
        InstallPlan plan = installer.Plan(id);
        if (plan.LicencesToAccept.Count > 0 && !request.AcceptLicences)
        {
            throw new RefusedException(
                ErrorCode.InvalidRequest,
                $"The licences of {string.Join(" and ", plan.LicencesToAccept.Select(entry => entry.Name))} have to be accepted first.",
                "Show them to a person, and send acceptLicences: true once they are accepted.");
        }

        lock (_lock)
        {
            if (_installations.TryGetValue(id, out Installation? running) && !running.Watch().State.IsEnd)
                return running;
            var installation = new Installation();
            _installations[id] = installation;
            _ = RunAsync(id, installer, request, installation);
            return installation;
        }
    }

    public void Dispose()
    {
        foreach (Installation installation in _installations.Values)
            installation.Cancel();
        if (_downloader.IsValueCreated)
            _downloader.Value.Dispose();
    }

    private CatalogueEntry Describe(InstallPlan plan) => new()
    {
        Id = plan.Model.Id,
        Name = plan.Model.Name,
        Description = plan.Model.Description,
        Family = plan.Model.Pipeline,
        IsInstalled = plan.Missing.Count == 0,
        Installation = _installations.TryGetValue(plan.Model.Id, out Installation? found) && found.Watch().State is { IsEnd: false } state
            ? state.Progress
            : null,
        DownloadBytes = plan.DownloadBytes,
        NeededBytes = plan.NeededBytes,
        FreeBytes = plan.FreeBytes,
        Licences = [
            .. plan.LicencesToAccept.Select(
                entry => new LicenceTerms(entry.Name, entry.Licence.Name, entry.Licence.Terms, entry.Licence.Url))
        ],
        ManualFiles = [.. plan.ManualFiles.Select(file => new ManualFile(file.Path, file.Page))],
    };

    private async Task RunAsync(string id, ModelInstaller installer, InstallationRequest request, Installation installation)
    {
        using IDisposable busy = idle.Hold();
        try
        {
            var options = new InstallOptions { AcceptsLicences = request.AcceptLicences, Halves = request.Halves };

            // Conversions compute: not on the thread that answers the request.
            string folder = await Task.Run(() => installer.InstallAsync(id, options, installation, installation.Token))
                .ConfigureAwait(false);
            log.LogInformation("Installed {Model} in {Folder}", id, folder);
            installation.End(new InstallationResult(id, folder), null);
        }
        catch (OperationCanceledException)
        {
            installation.End(
                null,
                new ErrorResponse
                {
                    Code = ErrorCode.Cancelled,
                    Message = "The download was cancelled.",
                    Remedy = "What has arrived stays: the next download goes on from there.",
                });
        }
#pragma warning disable CA1031 // Whatever it is goes to whoever listens.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            ErrorResponse error = FaultCatalog.Describe(exception);
            log.LogWarning(exception, "{Model} could not be installed: {Message}", id, error.Message);
            installation.End(null, error);
        }
    }
}
