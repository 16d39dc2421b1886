namespace SrPlugin.PaintDotNet.Jobs;

/// <summary>Ends something that other threads may be using: at once, or when the last of them has left.</summary>
/// <param name="end">The end.</param>
internal sealed class Lifetime(Action end)
{
    private readonly Lock _sync = new();
    private int _users;
    private bool _isOver;

    /// <summary>Whether nobody may begin to use it any more.</summary>
    public bool IsOver
    {
        get
        {
            lock (_sync)
                return _isOver;
        }
    }

    /// <summary>Begins to use it; <see cref="Leave"/> must follow.</summary>
    /// <returns>False when it is over: nothing may be used, and nothing must follow.</returns>
    public bool TryEnter()
    {
        lock (_sync)
        {
            if (_isOver)
                return false;
            _users++;
            return true;
        }
    }

    /// <summary>Ceases to use it.</summary>
    public void Leave()
    {
        bool isLast;
        lock (_sync)
            isLast = --_users == 0 && _isOver;
        if (isLast)
            end();
    }

    /// <summary>Lets nobody begin any more. Further calls do nothing.</summary>
    public void End()
    {
        bool isLast;
        lock (_sync)
        {
            isLast = _users == 0 && !_isOver;
            _isOver = true;
        }

        if (isLast)
            end();
    }
}
