using Cosmovisor.LookAhead;
using Cosmovisor.Staging;
using Xunit;

namespace Cosmovisor.Tests.Staging;

/// <summary>
/// A plan's info changes, or the plan is cancelled, after its binary was fetched: what is ours follows, what is the operator's stays.
/// </summary>
public sealed class StagedForAnotherInfo : IDisposable
{
    private readonly ScratchHome _scratch = new();

    public StagedForAnotherInfo()
    {
        File.WriteAllText(_scratch.OnShelf("one"), "#!/bin/sh\necho one\n");
        File.WriteAllText(_scratch.OnShelf("two"), "#!/bin/sh\necho number two\n");
    }

    private string Binary => _scratch.InUpgrades("v2/bin/gaiad");

    private Preparation Preparation => new(_scratch.Home, _scratch.Settings, _scratch.Work, mayFetch: true, _scratch.Log);

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task IsFetchedAgainAndTheOperatorsFilesStay()
    {
        await PrepareAsync("one");
        File.WriteAllText(_scratch.InUpgrades("v2/migrate"), "#!/bin/sh\n");
        File.WriteAllText(_scratch.InUpgrades("v2/lib/libx.so"), "theirs");

        await PrepareAsync("two");

        Assert.Contains("number two", File.ReadAllText(Binary), StringComparison.Ordinal);
        Assert.True(File.Exists(_scratch.InUpgrades("v2/migrate")));
        Assert.Equal("theirs", File.ReadAllText(_scratch.InUpgrades("v2/lib/libx.so")));
    }

    [Fact]
    public async Task IsNotFetchedAgainForTheSameInfo()
    {
        await PrepareAsync("one");
        var before = _scratch.UpgradesTree();
        File.Delete(_scratch.OnShelf("one"));

        await PrepareAsync("one");

        Assert.Equal(before, _scratch.UpgradesTree());
    }

    [Fact]
    public async Task StaysWhereAnOperatorHasPutItThere()
    {
        await PrepareAsync("one");
        File.WriteAllText(Binary, "#!/bin/sh\necho mine\n");

        await PrepareAsync("two");
        await Preparation.GiveUpAsync("v2", CancellationToken.None);

        Assert.Contains("mine", File.ReadAllText(Binary), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StaysWhereTheNewOneCannotBeHad()
    {
        await PrepareAsync("one");
        File.Delete(_scratch.OnShelf("two"));

        var trouble = await Preparation.PrepareAsync(Plan("two"), CancellationToken.None);

        Assert.StartsWith("the plan's info has changed since its binary was fetched: ", trouble?.Reason, StringComparison.Ordinal);
        Assert.Contains("echo one", File.ReadAllText(Binary), StringComparison.Ordinal);
    }

    [Fact]
    public async Task IsNotTakenAtTheUpgrade()
    {
        await PrepareAsync("one");

        var staged = await _scratch.Stager.StageAsync(Plan("two"), CancellationToken.None);

        Assert.True(staged.Downloaded);
        Assert.Contains("number two", File.ReadAllText(Binary), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StopsTheUpgradeWhereTheNewOneCannotBeHad()
    {
        await PrepareAsync("one");
        File.Delete(_scratch.OnShelf("two"));

        var reason = await _scratch.RefusedAsync(() => _scratch.Stager.StageAsync(Plan("two"), CancellationToken.None));

        Assert.StartsWith("the plan's info has changed since its binary was fetched: ", reason, StringComparison.Ordinal);

        _scratch.Settings = _scratch.Settings with { AllowDownload = false };
        reason = await _scratch.RefusedAsync(() => _scratch.Stager.StageAsync(Plan("two"), CancellationToken.None));

        Assert.StartsWith("the plan's info has changed since its binary was fetched, ", reason, StringComparison.Ordinal);
        Assert.Contains("downloading disabled", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task IsTakenAtTheUpgradeWhereThePlanSaysTheSameOrNothingUseful()
    {
        await PrepareAsync("one");
        File.Delete(_scratch.OnShelf("one"));

        foreach (var info in new[] { "", "{\"binaries\":{\"li", "\n" + ScratchHome.InfoFor(_scratch.OnShelf("one")) })
        {
            Assert.False((await _scratch.Stager.StageAsync(ScratchHome.Plan("v2", info), CancellationToken.None)).Downloaded);
        }
    }

    [Fact]
    public async Task GoesWithItsPlan()
    {
        await PrepareAsync("one");

        await Preparation.GiveUpAsync("v2", CancellationToken.None);

        Assert.Empty(_scratch.UpgradesTree());
    }

    [Fact]
    public async Task LeavesWhatIsTheOperatorsWhenItGoes()
    {
        await PrepareAsync("one");
        File.WriteAllText(_scratch.InUpgrades("v2/migrate"), "#!/bin/sh\n");

        await Preparation.GiveUpAsync("v2", CancellationToken.None);

        Assert.False(File.Exists(Binary));
        Assert.True(File.Exists(_scratch.InUpgrades("v2/migrate")));
    }

    [Fact]
    public async Task IsLeftAloneWhereItRuns()
    {
        await PrepareAsync("one");
        _ = File.CreateSymbolicLink(_scratch.Home.Current, "upgrades/v2");

        await PrepareAsync("two");
        await Preparation.GiveUpAsync("v2", CancellationToken.None);

        Assert.Contains("echo one", File.ReadAllText(Binary), StringComparison.Ordinal);
    }

    [Fact]
    public async Task IsLeftAloneWhereAnOperatorTypedTheLink()
    {
        Assert.True(DownloadUrl.Parse(_scratch.OnShelf("one")).IsOk(out var link, out var reason), reason);
        _ = await _scratch.Stager.StageAsync("v2", link, CancellationToken.None);

        await PrepareAsync("two");
        await Preparation.GiveUpAsync("v2", CancellationToken.None);

        Assert.Contains("echo one", File.ReadAllText(Binary), StringComparison.Ordinal);
    }

    private async Task PrepareAsync(string name) => _ = await Preparation.PrepareAsync(Plan(name), CancellationToken.None);

    private Plans.UpgradePlan Plan(string name) => ScratchHome.Plan("v2", ScratchHome.InfoFor(_scratch.OnShelf(name)));
}
