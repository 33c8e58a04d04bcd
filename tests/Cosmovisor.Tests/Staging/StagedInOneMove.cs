using Cosmovisor.Linux;
using Cosmovisor.Supervision;
using Xunit;

namespace Cosmovisor.Tests.Staging;

/// <summary>A version appears in <c>upgrades/</c> whole or not at all, and never in place of something that was there.</summary>
public sealed class StagedInOneMove : IDisposable
{
    private readonly ScratchHome _scratch = new();

    [Fact]
    public async Task LeftoversOfAKilledStagingAreRemoved()
    {
        File.WriteAllBytes(_scratch.InUpgrades(".staging-v2/tree/bin/gaiad"), Samples.Noise(10));
        File.WriteAllBytes(_scratch.InUpgrades(".staging-v1/download"), Samples.Noise(10));
        _ = Samples.PutExecutable(_scratch.OnShelf("gaiad"));

        var staged = await _scratch.StageAsync(_scratch.OnShelf("gaiad"));

        Assert.Equal(Samples.Script, File.ReadAllBytes(staged.BinaryPath));
        Assert.Equal(["v2"], Directory.GetFileSystemEntries(_scratch.Home.Upgrades).Select(Path.GetFileName));
        Assert.Contains("removing what an interrupted staging left behind", _scratch.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatTheOperatorPutBesideTheBinaryStays()
    {
        _ = Samples.PutExecutable(_scratch.InUpgrades("v2/migrate"), "#!/bin/sh\n# mine\n"u8.ToArray());
        File.WriteAllText(_scratch.InUpgrades("v2/lib/mine.so"), "mine");
        _ = File.CreateSymbolicLink(_scratch.InUpgrades("v2/link"), "migrate");
        File.WriteAllBytes(
            _scratch.OnShelf("v2.tar"),
            new TarBytes().File("bin/gaiad").File("migrate").File("lib/mine.so").File("lib/theirs.so").ToArray());

        var staged = await _scratch.StageAsync(_scratch.OnShelf("v2.tar"));

        var version = Path.Join(_scratch.Home.Upgrades, "v2");
        Assert.True(staged.Downloaded);
        Assert.Equal(Samples.Script, File.ReadAllBytes(staged.BinaryPath));
        Assert.Equal("#!/bin/sh\n# mine\n", File.ReadAllText(Path.Join(version, "migrate")));
        Assert.Equal("mine", File.ReadAllText(Path.Join(version, "lib/mine.so")));
        Assert.True(File.Exists(Path.Join(version, "lib/theirs.so")));
        Assert.Equal("migrate", new FileInfo(Path.Join(version, "link")).LinkTarget);
        Assert.Equal(UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Join(version, "migrate")) & UnixFileMode.UserExecute);
        Assert.Equal(["v2"], Directory.GetFileSystemEntries(_scratch.Home.Upgrades).Select(Path.GetFileName));
    }

    [Fact]
    public async Task LibrariesThatTheOperatorPutThereAheadAreNoBinaryAndCountWhenTheBinaryIsTried()
    {
        File.WriteAllText(_scratch.InUpgrades("v2/lib/libwasmvm.x86_64.so"), "mine");
        _ = Samples.PutExecutable(
            _scratch.OnShelf("gaiad"), ElfBytes.Program(2, ElfBytes.ThisMachine, ElfBytes.Loader, needed: ["libwasmvm.x86_64.so"]));

        var staged = await _scratch.StageAsync(_scratch.OnShelf("gaiad"));

        Assert.True(staged.Downloaded);
        Assert.Equal("mine", File.ReadAllText(Path.Join(_scratch.Home.Upgrades, "v2/lib/libwasmvm.x86_64.so")));
        Assert.EndsWith(".staging-v2/tree/lib", Assert.Single(_scratch.Commands.Asked).Variables["LD_LIBRARY_PATH"].Split(':')[0],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALibraryThatIsMissingIsAskedForInTheVersionsOwnPlace()
    {
        _ = Samples.PutExecutable(
            _scratch.OnShelf("gaiad"), ElfBytes.Program(2, ElfBytes.ThisMachine, ElfBytes.Loader, needed: ["libwasmvm.x86_64.so"]));

        Assert.Contains($"Put it into {Path.Join(_scratch.Home.Upgrades, "v2/lib")}",
            await _scratch.RefusedAsync(_scratch.OnShelf("gaiad")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFailedTryLeavesWhatTheOperatorPutThere()
    {
        File.WriteAllText(_scratch.InUpgrades("v2/migrate"), "mine");
        File.WriteAllText(_scratch.OnShelf("gaiad"), "no program");

        _ = await _scratch.RefusedAsync(_scratch.OnShelf("gaiad"));
    }

    [Fact]
    public async Task TwoAtOnceGetOneVersion()
    {
        await using var site = new WebSite(visit => visit.SendAsync("200 OK", "", Samples.Script));

        var staged = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Task.Run(() => _scratch.StageAsync(site.Link()), TestContext.Current.CancellationToken)));

        Assert.Single(site.Requests);
        Assert.Single(staged, s => s.Downloaded);
        Assert.Single(staged.Select(s => s.BinaryPath).Distinct());
    }

    [Fact]
    public async Task ABinaryPlacedDuringTheDownloadWins()
    {
        await using var site = new WebSite(visit =>
        {
            _ = Samples.PutExecutable(_scratch.InUpgrades("v2/bin/gaiad"), "#!/bin/sh\n# mine\n"u8.ToArray());
            return visit.SendAsync("200 OK", "", Samples.Script);
        });

        var staged = await _scratch.StageAsync(site.Link());

        Assert.False(staged.Downloaded);
        Assert.Equal("#!/bin/sh\n# mine\n", File.ReadAllText(staged.BinaryPath));
        Assert.Equal(["v2"], Directory.GetFileSystemEntries(_scratch.Home.Upgrades).Select(Path.GetFileName));
    }

    [Fact]
    public async Task ACancelledStagingLeavesNothing()
    {
        using var cancel = new CancellationTokenSource();
        await using var site = new WebSite(async visit =>
        {
            await visit.SendAsync("200 OK", "", Samples.Script, 1000);
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, visit.Closing);
        });
        var before = _scratch.UpgradesTree();

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _scratch.Stager.StageAsync(ScratchHome.Plan("v2", ScratchHome.InfoFor(site.Link())), cancel.Token));

        Assert.Equal(before, _scratch.UpgradesTree());
    }

    [Fact]
    public async Task WhatWeDownloadedIsTriedOnceBeforeItIsShown()
    {
        _ = Samples.PutExecutable(_scratch.OnShelf("gaiad"));

        _ = await _scratch.StageAsync(_scratch.OnShelf("gaiad"));

        var asked = Assert.Single(_scratch.Commands.Asked);
        Assert.Equal(["version"], asked.Arguments);
        Assert.Equal(TimeSpan.FromSeconds(10), asked.TimeLimit);
        Assert.EndsWith(".staging-v2/tree/bin/gaiad", asked.Path, StringComparison.Ordinal);
        Assert.False(Directory.Exists(asked.WorkingDirectory));
    }

    [Fact]
    public async Task ABinaryThatThisMachineCannotStartIsRefused()
    {
        _ = Samples.PutExecutable(_scratch.OnShelf("gaiad"));
        _scratch.Commands.Answer = new CommandEnd(
            new DaemonEnd.Exited(1), "gaiad: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.38' not found (required by gaiad)", null);

        Assert.Contains("could not be started: gaiad: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.38' not found",
            await _scratch.RefusedAsync(_scratch.OnShelf("gaiad")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnOddAnswerToVersionIsOnlyNoted()
    {
        _ = Samples.PutExecutable(_scratch.OnShelf("gaiad"));
        _scratch.Commands.Answer = new CommandEnd(null, "", "was stopped after its time limit of 10 s");

        Assert.True((await _scratch.StageAsync(_scratch.OnShelf("gaiad"))).Downloaded);
        Assert.Contains("gave no clear answer", _scratch.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFolderThatCannotBeWrittenIsNamed()
    {
        Assert.SkipWhen(Environment.UserName == "root", "root may write anywhere");
        _ = Samples.PutExecutable(_scratch.OnShelf("gaiad"));
        File.SetUnixFileMode(_scratch.Home.Upgrades, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Assert.Contains(_scratch.Home.Upgrades, await _scratch.RefusedAsync(_scratch.OnShelf("gaiad")), StringComparison.Ordinal);
    }

    public void Dispose() => _scratch.Dispose();
}
