namespace Cosmovisor.Agent.Tests;

/// <summary>Waits for what a test needs, and for as long as a busy machine may take.</summary>
internal static class Wait
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    public static Task UntilAsync(Func<bool> isSo) => UntilAsync(() => Task.FromResult(isSo()));

    public static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var limit = new CancellationTokenSource(Longest);

        while (!await isSo())
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
