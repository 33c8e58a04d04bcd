using Cosmovisor.Linux;
using Cosmovisor.Sandbox;
using Cosmovisor.Staging;
using Cosmovisor.Tests.Staging;
using Xunit;

namespace Cosmovisor.Tests.Sandbox;

/// <summary>A child that stages, and does nothing any more: its time limit ends it, and all it has started.</summary>
[Collection(Descriptors.Alone)]
public sealed class StagingThatHangs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cosmovisor-").FullName;

    [Theory]
    [InlineData("sleep 60")]
    [InlineData("kill -STOP $$")] // it hears no TERM
    [InlineData("trap '' TERM; sleep 60 & echo $! > grandchild; while :; do echo '{}'; sleep 0.1; done")] // and says that it lives
    public async Task IsEndedByItsTimeLimitAndTheRefusalSaysSo(string hang)
    {
        var settings = new StagingSettings { OverallLimit = TimeSpan.FromSeconds(0.1) }; // four times that for the process
        var order = new FetchOrder($"http://127.0.0.1:9/v2?checksum=sha256:{new string('0', 64)}", Path.Join(_folder, "v2"),
            Path.Join(_folder, "scratch"), Signature: null, IsInfo: false, settings);
        var work = new StagingInChild(new ChildTask(new ProgramRunner(new Children()), Child($"cd {_folder}; echo $$ > pid; {hang}")));

        var refused = await Assert.ThrowsAsync<RefusedException>(
            () => work.FetchAsync(order, new NotedLog(), progress: null, TestContext.Current.CancellationToken));

        Assert.Contains("the process that downloads http://127.0.0.1:9/v2", refused.Message, StringComparison.Ordinal);
        Assert.Contains("was stopped after its time limit of 0.4 s", refused.Message, StringComparison.Ordinal);
        Assert.All(["pid", "grandchild"], IsGone);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Killed, it may be a dead one for a moment that nobody has collected.
    private void IsGone(string file)
    {
        if (File.Exists(Path.Join(_folder, file)))
        {
            var status = $"/proc/{File.ReadAllText(Path.Join(_folder, file)).Trim()}/status";
            Assert.True(SpinWait.SpinUntil(() => IsDead(status), TimeSpan.FromSeconds(20)), $"{file} lives on");
        }
    }

    private static bool IsDead(string status)
    {
        try
        {
            return File.ReadAllText(status).Contains("State:\tZ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
    }

    private string Child(string script)
    {
        var child = Path.Join(_folder, "child");
        File.WriteAllText(child, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(child, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return child;
    }
}
