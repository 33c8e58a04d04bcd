using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace Cosmovisor.Tests.Staging;

public sealed class PlansThatLinkToTheirInfo : IDisposable
{
    private readonly ScratchHome _scratch = new();

    public PlansThatLinkToTheirInfo() => Samples.PutExecutable(_scratch.OnShelf("gaiad"));

    private byte[] Info => Encoding.UTF8.GetBytes(ScratchHome.InfoFor(_scratch.OnShelf("gaiad")));

    [Fact]
    public async Task AreFollowed()
    {
        await using var site = new WebSite(visit => visit.SendAsync("200 OK", "Content-Type: text/plain\r\n", Info));

        Assert.True((await StageAsync(site.Link($"/info?checksum={Convert.ToHexStringLower(SHA256.HashData(Info))}"))).Downloaded);
    }

    [Fact]
    public async Task MayLinkToAFile()
    {
        File.WriteAllBytes(_scratch.OnShelf("info.json"), Info);

        Assert.True((await StageAsync(_scratch.OnShelf("info.json"))).Downloaded);
    }

    [Theory]
    [InlineData("<html>", "not JSON")]
    [InlineData("[]", "not an object")]
    [InlineData("{}", "names no binaries")]
    [InlineData("{\"binaries\":{\"plan9/mips\":\"x\"}}", "it offers: plan9/mips")]
    [InlineData("{\"binaries\":{\"any\":\"git::https://github.com/x/y\"}}", "\"git\" getter")]
    public async Task AreRefusedWhenNothingUsefulIsThere(string info, string because)
    {
        await using var site = new WebSite(visit => visit.SendAsync("200 OK", "", Encoding.UTF8.GetBytes(info)));

        Assert.Contains(because, await _scratch.RefusedAsync(() => StageAsync(site.Link("/info"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AreRefusedWhenTheInfoWasChanged()
    {
        await using var site = new WebSite(visit => visit.SendAsync("200 OK", "", Info));

        Assert.Contains("expected sha256:",
            await _scratch.RefusedAsync(() => StageAsync(site.Link($"/info?checksum={new string('0', 64)}"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AreRefusedWhenTheInfoIsNoSmallText()
    {
        await using var site = new WebSite(visit => visit.SendAsync("200 OK", "", [], length: 5_000_000));

        Assert.Contains(
            "larger than the 1048576 bytes", await _scratch.RefusedAsync(() => StageAsync(site.Link("/info"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithASlipAreReadWithAWarning()
    {
        var info = ScratchHome.InfoFor(_scratch.OnShelf("gaiad")).Replace('"', '\'');

        _ = await StageAsync(info);

        Assert.Contains("is not valid JSON, but it could be read", _scratch.Log.Text, StringComparison.Ordinal);
        Assert.Contains("single quotes", _scratch.Log.Text, StringComparison.Ordinal);
    }

    public void Dispose() => _scratch.Dispose();

    private Task<Cosmovisor.Staging.StagedVersion> StageAsync(string info) =>
        _scratch.Stager.StageAsync(ScratchHome.Plan("v2", info), CancellationToken.None);
}
