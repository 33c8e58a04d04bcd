using Cosmovisor.Linux;
using Cosmovisor.Sandbox;
using Cosmovisor.Staging;
using Xunit;

namespace Cosmovisor.Tests.Sandbox;

/// <summary>A child that stages, and does nothing any more: its time limit ends it, and all it has started.</summary>
[Collection(Descriptors.Alone)]
public sealed class StagingThatHangs : IDisposable
{
    private readonly TemporaryFolder _folder = new("hangs");

    [Theory]
    [InlineData("sleep 60")]
    [InlineData("kill -STOP $$")] // it hears no TERM
    [InlineData("trap '' TERM; sleep 60 & echo $! > grandchild; while :; do echo '{}'; sleep 0.1; done")] // and says that it lives
    public async Task IsEndedByItsTimeLimitAndTheRefusalSaysSo(string hang)
    {
        var settings = new StagingSettings { OverallLimit = TimeSpan.FromSeconds(0.1) }; // four times that for the process
        var order = new FetchOrder($"http://127.0.0.1:9/v2?checksum=sha256:{new string('0', 64)}", _folder.In("v2"),
            _folder.In("scratch"), Signature: null, IsInfo: false, settings);
        var work = new StagingInChild(new ChildTask(new ProgramRunner(new Children()), Child($"cd {_folder.Path}; echo $$ > pid; {hang}")));

        var refused = await Assert.ThrowsAsync<RefusedException>(
            () => work.FetchAsync(order, new CollectedLog(), progress: null, TestContext.Current.CancellationToken));

        Assert.Contains("the process that downloads http://127.0.0.1:9/v2", refused.Message, StringComparison.Ordinal);
        Assert.Contains("was stopped after its time limit of 0.4 s", refused.Message, StringComparison.Ordinal);
        Assert.All(["pid", "grandchild"], IsGone);
    }

    public void Dispose() => _folder.Dispose();

    // Killed, it may be a dead one for a moment that nobody has collected.
    private void IsGone(string file)
    {
        if (File.Exists(_folder.In(file)))
        {
            var status = $"/proc/{File.ReadAllText(_folder.In(file)).Trim()}/status";
            Wait.Until($"the end of {file}", () => IsDead(status));
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

    private string Child(string script) => _folder.WriteProgram("child", $"#!/bin/sh\n{script}\n");
}
