using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using SrPlugin.Cli.Batches;

namespace SrPlugin.Cli.Tests;

/// <summary>Claims on pictures, when processes end and clocks are set.</summary>
public sealed class BatchLedgerTests : IDisposable
{
    private const string Elsewhere = "another-machine/77/5";

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly string _folder = Directory.CreateTempSubdirectory("srplugin-ledger-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(60)]
    [InlineData(-60)]
    [InlineData(24 * 60 * 365)]
    [InlineData(-24 * 60 * 365)]
    public void TakeNext_ClockIsSet_ALivingProcessKeepsItsClaim(int minutes)
    {
        using BatchLedger ledger = OpenWithOne();
        ledger.TakeNext(0, 1).ShouldNotBeNull();
        Set(minutes);

        ledger.TakeNext(0, 1).ShouldBeNull("this process lives and works on it");
    }

    [Fact]
    public void TakeNext_ProcessOfThisNumberStartedLater_TheClaimIsOver()
    {
        using BatchLedger ledger = OpenWithOne();
        BatchOwner self = BatchOwner.Current;
        ledger.TakeNext(0, 1);
        SetOwner($"{self with { Started = self.Started - 1 }}");

        ledger.TakeNext(0, 1).ShouldNotBeNull().Attempts.ShouldBe(2);
    }

    [Fact]
    public void TakeNext_ProcessOfAnotherMachine_IsWaitedForAsLongAsItProlongs()
    {
        using BatchLedger ledger = OpenWithOne();
        ledger.TakeNext(0, 1);
        SetOwner(Elsewhere);

        _clock.Advance(BatchLedger.Claim - TimeSpan.FromSeconds(1));
        ledger.TakeNext(0, 1).ShouldBeNull();
        _clock.Advance(TimeSpan.FromSeconds(2));
        ledger.TakeNext(0, 1).ShouldNotBeNull();
    }

    [Fact]
    public void TakeNext_ClockIsSetBackAfterAnotherMachineDied_TheClaimDoesNotHoldForYears()
    {
        using BatchLedger ledger = OpenWithOne();
        ledger.TakeNext(0, 1);
        SetOwner(Elsewhere);
        Set(-24 * 60 * 365);

        ledger.TakeNext(0, 1).ShouldNotBeNull();
    }

    [Fact]
    public void Note_ManyBeginAtTheSameTime_NoClaimIsLost()
    {
        const int Pictures = 60, Workers = 6;
        BatchItem[] items = [
            .. Enumerable.Range(0, Pictures)
                .Select(i => new BatchItem($"{i}.png", Path.Combine(_folder, $"{i}.png"), Path.Combine(_folder, $"o{i}.png")))
        ];
        using var start = new Barrier(Workers);
        var taken = new System.Collections.Concurrent.ConcurrentBag<string>();
        Thread[] workers = [.. Enumerable.Range(0, Workers).Select(_ => new Thread(() =>
        {
            using BatchLedger ledger = BatchLedger.Open(_folder, _clock);
            start.SignalAndWait();
            ledger.Note(items, "", _ => "");
            while (ledger.TakeNext(0, 1) is { } entry)
                taken.Add(entry.Item.Name);
        }))];
        Array.ForEach(workers, worker => worker.Start());
        Array.ForEach(workers, worker => worker.Join());

        taken.Order(StringComparer.Ordinal).ShouldBe(items.Select(item => item.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Note_SourceChangesWhileAProcessWorksOnIt_KeepsTheClaim()
    {
        using BatchLedger ledger = OpenWithOne();
        ledger.TakeNext(0, 1).ShouldNotBeNull();
        File.WriteAllText(Path.Combine(_folder, "a.png"), "another content");

        Note(ledger);

        ledger.TakeNext(0, 1).ShouldBeNull("two processes would work on one picture");
    }

    private BatchLedger OpenWithOne()
    {
        BatchLedger ledger = BatchLedger.Open(_folder, _clock);
        Note(ledger);
        return ledger;
    }

    private void Note(BatchLedger ledger) =>
        ledger.Note([new BatchItem("a.png", Path.Combine(_folder, "a.png"), Path.Combine(_folder, "b.png"))], "", _ => "");

    private void Set(int minutes)
    {
        _clock.AdjustTime(_clock.GetUtcNow().AddMinutes(minutes));
    }

    private void SetOwner(string owner)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, BatchLedger.FileName)};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "UPDATE pictures SET owner = $owner";
        command.Parameters.AddWithValue("$owner", owner.ToString(CultureInfo.InvariantCulture));
        command.ExecuteNonQuery().ShouldBe(1);
    }
}
