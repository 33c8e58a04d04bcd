using System.Diagnostics;
using Cosmovisor.Linux;
using Xunit;

namespace Cosmovisor.Tests.Linux;

/// <summary>waitpid(2) hands an end out once: what another part of this process has started is not ours to collect.</summary>
public static class ChildrenOfOthers
{
    [Fact]
    public static async Task AreLeftToThoseWhoStartedThem()
    {
        using var theirs = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "read line; exit 7"]) { RedirectStandardInput = true })!;
        using var stop = new CancellationTokenSource();
        var children = new Children();
        var collecting = Task.Run(
            () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    children.CollectAll();
                    _ = children.AnyLeft;
                }
            },
            TestContext.Current.CancellationToken);

        theirs.StandardInput.Close();

        Assert.True(theirs.WaitForExit(TimeSpan.FromMinutes(1)), "its end was collected by somebody else");
        Assert.Equal(7, theirs.ExitCode);
        await stop.CancelAsync();
        await collecting.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
    }
}
