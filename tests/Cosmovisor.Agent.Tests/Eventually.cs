using Xunit;

namespace Cosmovisor.Agent.Tests;

/// <summary>Waits for what comes from another thread or process.</summary>
internal static class Eventually
{
    public static async Task HoldsAsync(string what, Func<bool> holds)
    {
        for (var i = 0; i < 250; i++)
        {
            if (holds())
            {
                return;
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"never came: {what}");
    }
}
