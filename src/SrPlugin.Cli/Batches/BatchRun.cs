using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using SrPlugin.Cli.Commands;
using SrPlugin.Cli.Composition;
using SrPlugin.Cli.Faults;
using SrPlugin.Cli.Output;
using SrPlugin.Cli.Upscaling;
using SrPlugin.Protocol;

namespace SrPlugin.Cli.Batches;

/// <summary>Works on the pictures of a ledger until none waits.</summary>
internal sealed class BatchRun(
    CliConsole console, BatchProgressFactory progressFactory, PictureUpscalerFactory upscalers, UpscaleBatch pictures,
    CommandCancellation cancellation)
{
    /// <summary>Works.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="arguments">The settings.</param>
    /// <param name="plan">The same, checked; its items are not used.</param>
    /// <param name="waiting">How many pictures wait, for the progress.</param>
    /// <param name="shard">Which part of the batch, from 0.</param>
    /// <param name="shards">How many parts.</param>
    public void Run(BatchLedger ledger, UpscaleArguments arguments, UpscalePlan plan, int waiting, int shard, int shards)
    {
        if (waiting == 0)
            return;
        using IPictureUpscaler upscaler = upscalers.Create(arguments, plan.Recipe, waiting, cancellation.Token);
        IBatchProgress progress = progressFactory.Create(waiting);
        for (int done = 0; ledger.TakeNext(shard, shards) is { } entry; done++)
        {
            string name = entry.Item.Name;
            using var prolonging = new Timer(
                _ => TryUpdate(() => ledger.Prolong(name)), null, BatchLedger.Claim / 4, BatchLedger.Claim / 4);
            try
            {
                progress.Track(
                    CliConsole.Printable(name), Math.Min(done, waiting - 1), told => Work(ledger, upscaler, arguments, plan, entry, told));
            }
            catch (OperationCanceledException)
            {
                ledger.Return(name);
                throw;
            }
#pragma warning disable CA1031 // The batch goes on with the next picture; the ledger keeps what was wrong with this one.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Fault fault = FaultCatalog.Describe(exception);
                if (fault.IsOfAll)
                {
                    // It is not this picture's fault, which waits for the next run.
                    TryUpdate(() => ledger.Return(name));
                    throw new FaultException(fault with { Message = $"{name}: {fault.Message}" }, exception);
                }

                ledger.Fail(name, fault.Message);
                console.WriteFault(fault with { Message = $"{name}: {fault.Message}" });
            }
        }
    }

    /// <summary>Computes the SHA-256 of a file.</summary>
    public static string Hash(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    // What goes wrong here changes nothing: a claim holds for several more tries, and ends with its process.
    private static void TryUpdate(Action update)
    {
        try
        {
            update();
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException)
        {
            // The disk is full, or the work has ended meanwhile.
        }
    }

    // Of attempts whose processes were killed while they wrote.
    private static void RemoveLeftovers(BatchEntry entry)
    {
        string folder = Path.GetDirectoryName(entry.Item.Output)!;
        for (int attempt = 1; attempt <= entry.Attempts && Directory.Exists(folder); attempt++)
            File.Delete(Path.Combine(folder, entry.TemporaryName(attempt)));
    }

    private void Work(
        BatchLedger ledger, IPictureUpscaler upscaler, UpscaleArguments arguments, UpscalePlan plan, BatchEntry entry,
        IProgress<WorkProgress> progress)
    {
        string source = Hash(entry.Item.Input);

        RemoveLeftovers(entry);

        // That an earlier attempt found somebody's file there does not make the file the batch's own.
        bool isOwn = arguments.Overwrite || entry.OwnsOutput;
        if (!isOwn && File.Exists(entry.Item.Output))
            throw new FaultException(ExitCode.Usage, $"{entry.Item.Output} exists.", "Choose another folder, or pass --overwrite.");
        UpscaleReport report;

        // Before the file is there: the process may be killed in between.
        ledger.OwnOutput(entry.Item.Name, true);
        try
        {
            report = pictures.UpscaleFile(
                upscaler, arguments with { Overwrite = isOwn }, plan,
                new UpscaleItem(entry.Item.Input, entry.Item.Output, null, null) { TemporaryName = entry.TemporaryName(entry.Attempts) },
                progress);
        }
        catch
        {
            ledger.OwnOutput(entry.Item.Name, entry.OwnsOutput);
            throw;
        }

        ledger.Complete(
            entry.Item.Name, source, Hash(entry.Item.Output), JsonSerializer.Serialize(report.Recipe!, ProtocolJson.Default.Recipe),
            report.Seconds);
        if (arguments.Json)
            CliJson.WriteLine(console.Out, report);
        else
            console.Out.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{CliConsole.Printable(entry.Item.Name)}  {report.OutputWidth}×{report.OutputHeight}, {report.Seconds:0.0} s"));
    }
}
