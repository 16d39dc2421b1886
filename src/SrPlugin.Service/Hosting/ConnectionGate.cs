using Microsoft.AspNetCore.Connections;

namespace SrPlugin.Service.Hosting;

/// <summary>
/// Counts connections and the requests in progress on them. Idle connections cost little and may be many; where there are too many, the one
/// that has been idle longest is closed for a new one, so that a new connection always gets an answer. Safe to use from any thread.
/// </summary>
/// <param name="mostRequests">The maximum number of requests in progress.</param>
internal sealed class ConnectionGate(int mostRequests)
{
    private const int ConnectionsForARequest = 4;

    private readonly Lock _lock = new();
    private readonly LinkedList<Connection> _idle = new();
    private int _connections;
    private int _requests;

    /// <summary>Gets the number of connections at which idle ones are closed.</summary>
    public int Most => mostRequests * ConnectionsForARequest;

    /// <summary>Gets the number of connections.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Gets the number of requests in progress.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Gets a value indicating whether more requests are in progress than should be.</summary>
    public bool IsFull => Requests > mostRequests;

    /// <summary>Counts a connection while it lasts.</summary>
    public ConnectionDelegate Admit(ConnectionDelegate next) => async context =>
    {
        if (Enter(context) is not { } connection)
        {
            context.Abort(new ConnectionAbortedException("There are too many connections."));
            return;
        }

        context.Features.Set(connection);
        try
        {
            await next(context).ConfigureAwait(false);
        }
        finally
        {
            Leave(connection);
        }
    };

    /// <summary>Counts a request until the result is disposed.</summary>
    /// <param name="connection">The connection that it came on.</param>
    public IDisposable Begin(Connection? connection)
    {
        lock (_lock)
        {
            _requests++;
            if (connection?.Place is { List: not null } place)
                _idle.Remove(place);
        }

        return new Request(this, connection);
    }

    // Those beyond the limit, where no other is idle, are let in to be told so.
    private Connection? Enter(ConnectionContext context)
    {
        Connection? oldest = null;
        Connection entered;
        lock (_lock)
        {
            if (_connections >= Most)
                oldest = _idle.First?.Value;
            if (oldest is not null)
                Close(oldest);
            if (_connections >= Most + mostRequests)
                return null;
            entered = new Connection(context, isExcess: _connections >= Most);
            entered.Place = _idle.AddLast(entered);
            _connections++;
        }

        oldest?.Context.Abort(new ConnectionAbortedException("The connection was idle longest."));
        return entered;
    }

    private void Leave(Connection connection)
    {
        lock (_lock)
            Close(connection);
    }

    // One that is closed for another is not there any more, though its end takes a moment.
    private void Close(Connection connection)
    {
        if (connection.Place is not { } place)
            return;
        if (place.List is not null)
            _idle.Remove(place);
        connection.Place = null;
        _connections--;
    }

    private void End(Connection? connection)
    {
        lock (_lock)
        {
            _requests--;
            if (connection?.Place is { List: null })
                connection.Place = _idle.AddLast(connection);
        }
    }

    /// <summary>One connection.</summary>
    internal sealed class Connection(ConnectionContext context, bool isExcess)
    {
        /// <summary>Gets the connection.</summary>
        public ConnectionContext Context { get; } = context;

        /// <summary>Gets a value indicating whether it came while all others that there may be were at work.</summary>
        public bool IsExcess { get; } = isExcess;

        /// <summary>Gets or sets the place among the idle ones; null once it is closed.</summary>
        public LinkedListNode<Connection>? Place { get; set; }
    }

    private sealed class Request(ConnectionGate gate, Connection? connection) : IDisposable
    {
        private ConnectionGate? _gate = gate;

        public void Dispose() => Interlocked.Exchange(ref _gate, null)?.End(connection);
    }
}
