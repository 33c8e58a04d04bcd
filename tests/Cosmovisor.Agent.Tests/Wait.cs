using Xunit;

namespace Cosmovisor.Agent.Tests;

/// <summary>Waits for what a test needs, and for as long as a busy machine may take.</summary>
internal static class Wait
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <param name="what">Named where it never comes.</param>
    /// <param name="isSo">Asked again until it is.</param>
    public static Task UntilAsync(string what, Func<bool> isSo) => UntilAsync(what, () => Task.FromResult(isSo()));

    public static async Task UntilAsync(string what, Func<Task<bool>> isSo)
    {
        using var limit = new CancellationTokenSource(Longest);

        while (!await isSo())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            Assert.False(limit.IsCancellationRequested, $"never came: {what}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
