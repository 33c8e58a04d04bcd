using Cosmovisor.Commands;
using Cosmovisor.Linux;
using Cosmovisor.Supervision;
using Xunit;

namespace Cosmovisor.Tests.Staging;

/// <summary><c>cosmovisorctl prepare</c> and <c>verify</c>.</summary>
public sealed class PreparedByHand : IDisposable
{
    private readonly ScratchHome _scratch = new();
    private readonly StringWriter _output = new();

    public PreparedByHand() => Samples.PutExecutable(_scratch.OnShelf("gaiad"));

    [Fact]
    public async Task ByALinkTheVersionLiesReady()
    {
        _scratch.Settings = _scratch.Settings with { AllowDownload = false };

        Assert.Equal(0, await PrepareAsync(link: _scratch.OnShelf("gaiad")));

        var binary = Path.Join(_scratch.Home.Upgrades, "v2/bin/gaiad");
        Assert.StartsWith("WARN  no checksum was given", _output.ToString(), StringComparison.Ordinal);
        Assert.EndsWith($"\ndownloading: 100% of 0.0 MiB\ndownloaded and checked: {binary}\nusable: {binary} starts, version v2.0.0\nsha256: {Sum(binary)}\n",
            _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ByAPlansInfoTheVersionLiesReady() =>
        Assert.Equal(0, await PrepareAsync(info: ScratchHome.InfoFor(_scratch.OnShelf("gaiad"))));

    [Fact]
    public async Task WhatIsThereAlreadyIsOnlyLookedOver()
    {
        var binary = Samples.PutExecutable(_scratch.InUpgrades("v2/bin/gaiad"));

        Assert.Equal(0, await PrepareAsync());

        Assert.Equal(
            $"already there, nothing was downloaded: {binary}\nusable: {binary} starts, version v2.0.0\nsha256: {Sum(binary)}\n",
            _output.ToString());
    }

    [Theory]
    [InlineData(null, null, "the plan's info is empty")]
    [InlineData("nonsense", null, "neither JSON with binaries nor a link")]
    [InlineData(null, "nonsense", "not an http, https or file link")]
    [InlineData("{}", "/x", "give one of them")]
    public async Task WithoutAUsableLinkNothingHappens(string? info, string? link, string because)
    {
        var before = _scratch.UpgradesTree();

        Assert.Equal(1, await PrepareAsync(info, link));

        Assert.StartsWith("not prepared: ", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains(because, _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, _scratch.UpgradesTree());
    }

    [Fact]
    public async Task OnATerminalABarIsDrawnOver()
    {
        await using var site = new WebSite(visit => visit.SendAsync("200 OK", "", Samples.ScriptOf(1 << 20)));

        _ = await PrepareAsync(link: site.Link(), isTerminal: true);

        Assert.Contains("\n\r[", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains($"\r[{new string('#', 30)}] 100% of 1.0 MiB", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("\u001b[K\ndownloaded and checked", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task InAPipeALineIsWrittenForEachTenth()
    {
        await using var site = new WebSite(visit => visit.SendAsync("200 OK", "", Samples.ScriptOf(5 << 20)));

        _ = await PrepareAsync(link: site.Link());

        var lines = _output.ToString().Split('\n').Where(line => line.StartsWith("downloading: ", StringComparison.Ordinal)).ToList();
        Assert.InRange(lines.Count, 2, 11);
        Assert.Equal("downloading: 100% of 5.0 MiB", lines[^1]);
        Assert.DoesNotContain('\r', _output.ToString());
    }

    [Fact]
    public void VerifyingSaysWhatIsWrong()
    {
        Assert.Equal(1, Verify("v2"));
        Assert.StartsWith(
            $"not usable: {Path.Join(_scratch.Home.Upgrades, "v2/bin/gaiad")} is not there.", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void VerifyingRunsTheBinaryOnce()
    {
        _ = Samples.PutExecutable(_scratch.InUpgrades("v2/bin/gaiad"));
        _scratch.Commands.Answer = new CommandEnd(new DaemonEnd.Exited(127), "error while loading shared libraries: libx.so", null);

        Assert.Equal(1, Verify("v2"));
        Assert.Contains(
            "could not be started: error while loading shared libraries: libx.so", _output.ToString(), StringComparison.Ordinal);
        _ = Assert.Single(_scratch.Commands.Asked);
    }

    [Fact]
    public void VerifyingTheGenesisVersionWorksToo()
    {
        _ = Samples.PutExecutable(_scratch.Home.BinaryIn(_scratch.Home.GenesisFolder));

        Assert.Equal(0, Verify("genesis"));
    }

    public void Dispose()
    {
        _output.Dispose();
        _scratch.Dispose();
    }

    private Task<int> PrepareAsync(string? info = null, string? link = null, bool isTerminal = false) =>
        new PrepareCommand(_scratch.Home, _scratch.Settings, _scratch.Work, _scratch.Log, _output, isTerminal)
            .RunAsync("v2", info, link, CancellationToken.None);

    private int Verify(string name) =>
        new VerifyCommand(_scratch.Home, _scratch.Settings, _scratch.Work, _scratch.Log, _output).Run(name, CancellationToken.None);

    private static string Sum(string file) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)));
}
