using System.Globalization;
using Microsoft.Data.Sqlite;
using SrPlugin.Cli.Faults;

namespace SrPlugin.Cli.Batches;

/// <summary>
/// What became of every picture of a batch, in one SQLite file beside the results. Several processes, on several machines that share the
/// folder, may work with one ledger: a picture is claimed in one transaction, for a time that its process prolongs while it works. Safe
/// from several threads.
/// </summary>
internal sealed class BatchLedger : IDisposable
{
    /// <summary>The file's name in the folder of the results.</summary>
    public const string FileName = ".srplugin-batch.sqlite";

    /// <summary>How long a claim holds without being prolonged.</summary>
    public static readonly TimeSpan Claim = TimeSpan.FromMinutes(2);

    private const string Columns = "name, input, output, state, attempts, source_hash, result_hash, recipe, seconds, error, owns_output";

    private readonly SqliteConnection _connection;
    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();

    private BatchLedger(SqliteConnection connection, TimeProvider clock) => (_connection, _clock) = (connection, clock);

    private long Now => _clock.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Opens a copy of a folder's ledger, in memory: what is noted in it is noted nowhere else.</summary>
    /// <exception cref="FaultException">The ledger cannot be opened.</exception>
    public static BatchLedger OpenCopy(string folder, TimeProvider clock)
    {
        using BatchLedger ledger = Open(folder, clock);
        var copy = new SqliteConnection("Data Source=:memory:;Pooling=False");
        copy.Open();
        ledger._connection.BackupDatabase(copy);
        return new BatchLedger(copy, clock);
    }

    /// <summary>Opens the ledger of a folder, which is made if need be.</summary>
    /// <exception cref="FaultException">It cannot be opened, or is no ledger.</exception>
    public static BatchLedger Open(string folder, TimeProvider clock)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            Directory.CreateDirectory(folder);
            var connection = new SqliteConnection(
                new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 60, Pooling = false }.ToString());
            var ledger = new BatchLedger(connection, clock);
            try
            {
                connection.Open();
                ledger.Execute("""
                    CREATE TABLE IF NOT EXISTS pictures (
                        name TEXT PRIMARY KEY, input TEXT NOT NULL, output TEXT NOT NULL, settings TEXT NOT NULL,
                        size INTEGER NOT NULL, changed INTEGER NOT NULL,
                        state INTEGER NOT NULL, shard INTEGER NOT NULL, owner TEXT, until INTEGER NOT NULL DEFAULT 0,
                        attempts INTEGER NOT NULL DEFAULT 0,
                        owns_output INTEGER NOT NULL DEFAULT 0,
                        source_hash TEXT, result_hash TEXT, recipe TEXT, seconds REAL, error TEXT)
                    """);
                ledger.Execute("CREATE INDEX IF NOT EXISTS states ON pictures (state)");
                return ledger;
            }
            catch
            {
                ledger.Dispose();
                throw;
            }
        }
        catch (SqliteException exception)
        {
            throw new FaultException(
                ExitCode.Output, $"The ledger {path} cannot be used: {exception.Message}",
                "Name another folder with -o, or delete the file to begin anew.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FaultException(
                ExitCode.Output, $"The folder {folder} cannot be made: {exception.Message}", "Name another folder with -o.");
        }
    }

    /// <summary>
    /// Notes the pictures that the batch is asked to do. One that is done stays done while its source, the settings and its result are what
    /// they were.
    /// </summary>
    /// <param name="items">The pictures.</param>
    /// <param name="settings">What decides about the results, as text.</param>
    /// <param name="hash">Computes the SHA-256 of a file, asked only where size or time of a source differ.</param>
    public void Note(IReadOnlyList<BatchItem> items, string settings, Func<string, string> hash)
    {
        Dictionary<string, (string Settings, long Size, long Changed, BatchState State, string? SourceHash)> known = [];
        Transact(() =>
        {
            // Within the transaction: a process that began at the same time may claim a picture that this one has not seen yet.
            Read(
                "SELECT name, settings, size, changed, state, source_hash FROM pictures",
                row =>
                    known[row.GetString(0)] = (
                        row.GetString(1), row.GetInt64(2), row.GetInt64(3), (BatchState)row.GetInt32(4), Text(row, 5)));
            foreach (BatchItem item in items)
            {
                var source = new FileInfo(item.Input);
                (long size, long changed) = source.Exists ? (source.Length, source.LastWriteTimeUtc.Ticks) : (0, 0);
                bool isKnown = known.TryGetValue(item.Name, out var before);

                // A process works on it, or its claim ends by itself: whoever takes it then reads the source as it is.
                if (isKnown && before.State == BatchState.Running && before.Settings == settings)
                    continue;
                bool isSame = isKnown && before.Settings == settings && before.Size == size
                    && (before.Changed == changed || (before.SourceHash is { } content && content == hash(item.Input)));
                if (isSame && before.State is not BatchState.Done)
                    continue;
                if (isSame && File.Exists(item.Output))
                {
                    if (before.Changed != changed)
                        Execute("UPDATE pictures SET changed = $changed WHERE name = $name", ("$changed", changed), ("$name", item.Name));
                    continue;
                }

                Execute(
                    """
                    INSERT INTO pictures (name, input, output, settings, size, changed, state, shard)
                    VALUES ($name, $input, $output, $settings, $size, $changed, 0, $shard)
                    ON CONFLICT (name) DO UPDATE SET owns_output = owns_output AND output = $output, input = $input, output = $output,
                        settings = $settings, size = $size, changed = $changed, state = 0,
                        owner = NULL, until = 0, source_hash = NULL, result_hash = NULL, recipe = NULL, seconds = NULL, error = NULL
                    """,
                    ("$name", item.Name), ("$input", item.Input), ("$output", item.Output), ("$settings", settings), ("$size", size),
                    ("$changed", changed),
                    ("$shard", Shard(item.Name)));
            }
        });
    }

    /// <summary>Lets failed pictures wait again.</summary>
    public void RetryFailed() => Execute("UPDATE pictures SET state = 0, error = NULL WHERE state = 3");

    /// <summary>Takes the next picture that waits, or that a process left behind.</summary>
    /// <param name="shard">Which part of the batch to take from, from 0.</param>
    /// <param name="shards">How many parts there are.</param>
    /// <returns>Null when there is none.</returns>
    public BatchEntry? TakeNext(int shard, int shards)
    {
        BatchEntry? taken = null;
        Transact(() =>
        {
            Free();
            const string Condition = "state = 0 AND shard % $shards = $shard";
            Read(
                $"SELECT {Columns} FROM pictures WHERE {Condition} ORDER BY rowid LIMIT 1", row => taken = Entry(row), ("$shards", shards),
                ("$shard", shard));
            if (taken is not null)
            {
                taken = taken with { Attempts = taken.Attempts + 1 };
                Execute(
                    "UPDATE pictures SET state = 1, owner = $owner, until = $until, attempts = attempts + 1 WHERE name = $name",
                    ("$owner", BatchOwner.Current.ToString()), ("$until", Now + (long)Claim.TotalSeconds), ("$name", taken.Item.Name));
            }
        });
        return taken;
    }

    /// <summary>Prolongs the claim on a picture.</summary>
    public void Prolong(string name) => Execute(
        "UPDATE pictures SET until = $until WHERE name = $name AND state = 1 AND owner = $owner",
        ("$until", Now + (long)Claim.TotalSeconds), ("$name", name), ("$owner", BatchOwner.Current.ToString()));

    /// <summary>Notes whether what lies at a picture's output from now on is the batch's own, to be replaced by later attempts.</summary>
    public void OwnOutput(string name, bool isOwn) => Execute(
        "UPDATE pictures SET owns_output = $own WHERE name = $name AND owner = $owner",
        ("$own", isOwn ? 1 : 0), ("$name", name), ("$owner", BatchOwner.Current.ToString()));

    /// <summary>Gives a picture back that was not done.</summary>
    public void Return(string name) => End(name, BatchState.Waiting);

    /// <summary>Notes that a picture is done.</summary>
    public void Complete(string name, string sourceHash, string resultHash, string recipe, double seconds) => End(
        name, BatchState.Done, ", source_hash = $source, result_hash = $result, recipe = $recipe, seconds = $seconds, error = NULL",
        ("$source", sourceHash), ("$result", resultHash), ("$recipe", recipe), ("$seconds", seconds));

    /// <summary>Notes that a picture could not be done.</summary>
    public void Fail(string name, string error) => End(name, BatchState.Failed, ", error = $error", ("$error", error));

    /// <summary>Reads every entry, by name.</summary>
    public IReadOnlyList<BatchEntry> Entries()
    {
        var entries = new List<BatchEntry>();
        Read($"SELECT {Columns} FROM pictures ORDER BY name", row => entries.Add(Entry(row)));
        return entries;
    }

    /// <summary>The part of a batch that a picture belongs to, the same on every machine.</summary>
    public static long Shard(string name)
    {
        // FNV-1a, 32 bits.
        uint hash = 2166136261;
        foreach (char c in name)
            hash = (hash ^ c) * 16777619;
        return hash;
    }

    public void Dispose() => _connection.Dispose();

    private static BatchEntry Entry(SqliteDataReader row) => new(
        new BatchItem(row.GetString(0), row.GetString(1), row.GetString(2)), (BatchState)row.GetInt32(3), row.GetInt32(4), Text(row, 5),
        Text(row, 6),
        Text(row, 7), row.IsDBNull(8) ? null : row.GetDouble(8), Text(row, 9),
        row.GetBoolean(10));

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    // Pictures of processes that ended, or on other machines were not heard of for long, wait again. Of this machine's processes it is
    // known whether they live, whatever the clock says. A claim that reaches too far ahead was made before the clock was set back.
    private void Free()
    {
        var owners = new HashSet<string>(StringComparer.Ordinal);
        Read("SELECT DISTINCT owner FROM pictures WHERE state = 1", row => owners.Add(row.GetString(0)));
        foreach (string owner in owners)
        {
            switch (BatchOwner.Parse(owner).HasEnded())
            {
                case true:
                    Execute("UPDATE pictures SET state = 0, owner = NULL WHERE state = 1 AND owner = $owner", ("$owner", owner));
                    break;
                case null:
                    Execute(
                        "UPDATE pictures SET state = 0, owner = NULL WHERE state = 1 AND owner = $owner AND (until < $now OR until > "
                            + "$latest)",
                        ("$owner", owner), ("$now", Now), ("$latest", Now + (2 * (long)Claim.TotalSeconds)));
                    break;
            }
        }
    }

    private void End(string name, BatchState state, string more = "", params (string Name, object Value)[] values) => Execute(
        $"UPDATE pictures SET state = $state, owner = NULL, until = 0{more} WHERE name = $name AND owner = $owner",
        [("$state", (int)state), ("$name", name), ("$owner", BatchOwner.Current.ToString()), .. values]);

    private void Transact(Action action)
    {
        lock (_lock)
        {
            Execute("BEGIN IMMEDIATE");
            try
            {
                action();
                Execute("COMMIT");
            }
            catch
            {
                Execute("ROLLBACK");
                throw;
            }
        }
    }

    private void Execute(string sql, params (string Name, object Value)[] values)
    {
        lock (_lock)
        {
            using SqliteCommand command = Command(sql, values);
            command.ExecuteNonQuery();
        }
    }

    private void Read(string sql, Action<SqliteDataReader> read, params (string Name, object Value)[] values)
    {
        lock (_lock)
        {
            using SqliteCommand command = Command(sql, values);
            using SqliteDataReader rows = command.ExecuteReader();
            while (rows.Read())
                read(rows);
        }
    }

#pragma warning disable CA2100 // Texts of this class only; what comes from outside is a parameter.
    private SqliteCommand Command(string sql, (string Name, object Value)[] values)
    {
        var command = new SqliteCommand(sql, _connection);
        foreach ((string name, object value) in values)
            command.Parameters.AddWithValue(
                name, value is long or int or double ? value : Convert.ToString(value, CultureInfo.InvariantCulture));
        return command;
    }
#pragma warning restore CA2100
}
