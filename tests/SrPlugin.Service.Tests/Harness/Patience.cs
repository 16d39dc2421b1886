namespace SrPlugin.Service.Tests.Harness;

/// <summary>Waits for what must come true, however slow the machine.</summary>
internal static class Patience
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(2);

    public static async Task UntilAsync(Func<Task<bool>> isTrue)
    {
        using var limit = new CancellationTokenSource(_limit);
        while (!await isTrue())
            await Task.Delay(10, limit.Token);
    }

    public static Task UntilAsync(Func<bool> isTrue) => UntilAsync(() => Task.FromResult(isTrue()));
}
