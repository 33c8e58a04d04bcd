using System.Diagnostics;
using Cosmovisor.Agent.Fleet;
using Cosmovisor.Agent.Fleet.Etcd;
using Cosmovisor.Fleet;
using Xunit;

namespace Cosmovisor.Agent.Tests.Page;

/// <summary>The page in a real browser.</summary>
/// <remarks><c>PICTURES=1</c> takes those of docs/images anew.</remarks>
public static class WhatThePageShows
{
    private const string NotReady =
        """{"check":"binary","result":"problem","says":"upgrades/v31/bin/osmosisd is not there","todo":"cosmovisorctl prepare v31"},{"check":"clock","result":"ok","says":"fine"}""";

    [Fact]
    public static async Task WhetherItRunsWhatComesAndWhetherItIsReady()
    {
        await using var home = new AgentHome();
        await using var node = ShownNode.Create(home).Calm();
        await using var browser = await Browser.OpenAsync(await home.PageAsync());
        await browser.WaitForAsync("25,973,000");
        await browser.WaitForAsync("v30-rc1: taken back"); // the past is asked for once the present is drawn

        var text = await browser.TextAsync();

        Assert.All([
            "Running",
            "all is well",
            "sentry-fra-2",
            "osmosis-1",
            "v31",
            "Ready",
            "v32",
            "v30-rc1: taken back",
            "224 GiB",
            "a coming upgrade is ready"
        ], word => Assert.Contains(word, text, StringComparison.Ordinal));
        Assert.Equal([], browser.Complaints);
        await PictureAsync(browser, "page-light");
    }

    [Fact]
    public static async Task InTheDarkToo()
    {
        await using var home = new AgentHome();
        await using var node = ShownNode.Create(home).Calm(ready: "no", checks: NotReady);
        await using var browser = await Browser.OpenAsync(await home.PageAsync(), isDark: true);

        await browser.WaitForAsync("cosmovisorctl prepare v31");

        Assert.Contains("Not ready", await browser.TextAsync(), StringComparison.Ordinal);
        Assert.Equal([], browser.Complaints);
        await PictureAsync(browser, "page-dark");
    }

    [Fact]
    public static async Task AnUpgradeAsItHappens()
    {
        await using var home = new AgentHome();
        await using var node = ShownNode.Create(home).Calm();
        await using var browser = await Browser.OpenAsync(await home.PageAsync());
        await browser.WaitForAsync("all is well");
        await browser.WaitForAsync("live");

        // Faster than any poll of the page: the stream brings it.
        var watch = Stopwatch.StartNew();
        _ = node.Upgrading();
        node.Event(0, "upgrade-began", "info", "upgrade begins");
        node.Event(0, "step-began", "info", "step begins");
        await browser.WaitForAsync("Upgrading to v31");
        await browser.WaitForAsync("175 GiB of 250 GiB");
        await PictureAsync(browser, "page-upgrade");
        _ = node.Upgrading(260_000_000_000);
        await browser.WaitForAsync("242 GiB of 250 GiB");

        Assert.Contains("upgrade begins", await browser.TextAsync(), StringComparison.Ordinal);
        Assert.Equal([], browser.Complaints);
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData(360)]
    [InlineData(320)]
    public static async Task OnAPhoneWithoutScrollingSideways(int width)
    {
        await using var home = new AgentHome();
        await using var node = ShownNode.Create(home, moniker: new string('m', 90)).Calm(ready: "no", checks: NotReady);
        await using var browser = await Browser.OpenAsync(await home.PageAsync(), width, 800);
        await browser.WaitForAsync("cosmovisorctl prepare v31");

        Assert.Equal(width, (int)(await browser.EvaluateAsync("document.documentElement.scrollWidth"))!);
    }

    [Fact]
    public static async Task AsAPictureOfAPhone()
    {
        await using var home = new AgentHome();
        await using var node = ShownNode.Create(home).Calm();
        await using var browser = await Browser.OpenAsync(await home.PageAsync(), 390, 1500);
        await browser.WaitForAsync("25,973,000");

        await PictureAsync(browser, "page-phone");
        Assert.Equal([], browser.Complaints);
    }

    [Fact]
    public static async Task HostileNamesAsTextAndNothingElse()
    {
        const string name = "<img src=x onerror=alert(1)>\\u2028</script><script>document.title='owned'</script>\\u202e'\\\"\\n";
        await using var home = new AgentHome();
        await using var node = ShownNode.Create(home, chain: "<b>chain</b>", moniker: "<i>node</i>").Calm(name);
        node.Event(0, "plan-scheduled", "warning", name);
        await using var browser = await Browser.OpenAsync(await home.PageAsync());

        await browser.WaitForAsync("<img src=x onerror=alert(1)>\\u2028</script>");

        var counts = await browser.EvaluateAsync(
            "JSON.stringify([document.images.length, document.scripts.length, document.querySelectorAll('i, b').length, document.title.includes('owned')])");
        Assert.Equal("[0,1,0,false]", (string)counts!);
        Assert.Contains("\\u202e'\"\u21b5", await browser.TextAsync(), StringComparison.Ordinal);
        Assert.Equal([], browser.Complaints);
    }

    [Fact]
    public static async Task HowOldItsNewsIsWhenTheAgentIsGone()
    {
        await using var home = new AgentHome();
        await using var node = ShownNode.Create(home).Calm();
        await using var browser = await Browser.OpenAsync(await home.PageAsync());
        await browser.WaitForAsync("all is well");

        await home.StopAsync();
        _ = await browser.EvaluateAsync("heard -= 60000; age()");
        await browser.WaitForAsync("no answer from the agent: this is");

        Assert.Contains("all is well", await browser.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public static async Task SeveralNodesWithTheirTrouble()
    {
        await using var first = new AgentHome();
        await using var second = new AgentHome();
        await using var a = ShownNode.Create(first).Calm();
        await using var b =
            ShownNode.Create(second, "juno-1", "archive", 19_000_000).Calm().Trouble("upgrade failed at Backup: no room left");
        await using var browser = await Browser.OpenAsync(await first.PageAsync(second.Path), isDark: true);

        await browser.WaitForAsync("no room left");
        var text = await browser.TextAsync();

        Assert.Contains("archive · juno-1", text, StringComparison.Ordinal);
        Assert.Contains("sentry-fra-2 · osmosis-1", text, StringComparison.Ordinal);
    }

    [Fact]
    public static async Task TheFleetBesideTheNode()
    {
        await using var home = new AgentHome();
        await using var node = ShownNode.Create(home).Calm();
        using var look = new FleetLook("sentries", _ => Task.FromResult(Some.Fleet()), TimeProvider.System);
        await using var browser = await Browser.OpenAsync(await home.PageAsync(look), 360, 800);

        await browser.WaitForAsync("1 of 3 are well");
        var text = await browser.TextAsync();

        Assert.All([
            "Fleet sentries",
            "late",
            "trouble: no room left",
            "v2 at 100, ready",
            "1 of 3",
            "b: no room for v2; c: late",
            "stopped",
            "b failed: no room left"
        ], word => Assert.Contains(word, text, StringComparison.Ordinal));
        Assert.Equal(360, (int)(await browser.EvaluateAsync("document.documentElement.scrollWidth"))!);
        Assert.Equal([], browser.Complaints);
    }

    [Fact]
    public static async Task AFleetWhoseEtcdIsAway()
    {
        await using var home = new AgentHome();
        await using var node = ShownNode.Create(home).Calm();
        using var look = new FleetLook(
            "sentries", _ => Task.FromException<FleetView>(new EtcdException(EtcdProblem.Away, "etcd is away")), TimeProvider.System);
        await using var browser = await Browser.OpenAsync(await home.PageAsync(look));

        await browser.WaitForAsync("Nodes go on as without a fleet");

        Assert.Contains("all is well", await browser.TextAsync(), StringComparison.Ordinal);
        Assert.Equal([], browser.Complaints);
    }

    [Fact]
    public static async Task WithTheKeyboardAlone()
    {
        await using var home = new AgentHome();
        await using var node = ShownNode.Create(home).Calm(ready: "no", checks: NotReady);
        await using var browser = await Browser.OpenAsync(await home.PageAsync());
        await browser.WaitForAsync("cosmovisorctl prepare v31");
        var reached = new List<string>();

        for (var i = 0; i < 6; i++)
        {
            await browser.PressAsync("Tab", 9);
            reached.Add(
                (string)(await browser.EvaluateAsync(
                    "document.activeElement.tagName + ' ' + (document.activeElement.getAttribute('aria-label') || document.activeElement.textContent)"))!);
        }

        Assert.Contains("A To the nodes", reached);
        Assert.Contains("BUTTON Copy cosmovisorctl prepare v31", reached);
        Assert.Contains(reached, one => one.StartsWith("SUMMARY Binaries", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public static async Task WithoutABarrierThatAxeKnows(bool isDark)
    {
        var axe = await AxeAsync();
        await using var home = new AgentHome();
        await using var node = ShownNode.Create(home).Calm(ready: "no", checks: NotReady);
        using var look = new FleetLook("sentries", _ => Task.FromResult(Some.Fleet()), TimeProvider.System);
        await using var browser = await Browser.OpenAsync(await home.PageAsync(look), isDark: isDark);
        await browser.WaitForAsync("cosmovisorctl prepare v31");
        await browser.WaitForAsync("1 of 3 are well");
        _ = await browser.EvaluateAsync(axe + "\n;true");

        var found = (string?)await browser.EvaluateAsync(
            "axe.run(document, { resultTypes: ['violations'] }).then(r => JSON.stringify(r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' | '))))");

        Assert.Equal("[]", found);
    }

    // Its licence is not ours, so it is fetched where a test wants it, and the test is skipped where it cannot be.
    private static async Task<string> AxeAsync()
    {
        var folder = Path.Join(Path.GetTempPath(), "cosmovisor-axe");
        var file = Path.Join(folder, "node_modules/axe-core/axe.min.js");
        Assert.SkipUnless(File.Exists("/usr/bin/npm") || File.Exists(file), "npm is not installed, which fetches axe-core");

        if (!File.Exists(file))
        {
            _ = Directory.CreateDirectory(folder);
            using var npm =
                Process.Start(
                    new ProcessStartInfo(
                        "/usr/bin/npm", $"install --silent --no-audit --no-fund --ignore-scripts --prefix {folder} axe-core@4")
                    {
                        RedirectStandardOutput = true,
                        RedirectStandardError = true
                    })!;
            await npm.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        }

        Assert.SkipUnless(File.Exists(file), "npm could not fetch axe-core");
        return await File.ReadAllTextAsync(file);
    }

    private static async Task PictureAsync(Browser browser, string name)
    {
        if (Environment.GetEnvironmentVariable("PICTURES") == "1")
        {
            // As high as the page is.
            var height = (int)(await browser.EvaluateAsync("Math.min(2400, document.documentElement.scrollHeight)"))!;
            var width = (int)(await browser.EvaluateAsync("window.innerWidth"))!;
            await Wait.UntilAsync("the curve or the upgrade", async () => (bool)(await browser.EvaluateAsync(
                "document.querySelector('svg path') !== null || document.querySelector('.upgrading') !== null"))!);
            await browser.ResizeAsync(width, height);
            _ = Directory.CreateDirectory(Repository.In("docs/images"));
            await File.WriteAllBytesAsync(Repository.In("docs/images", $"{name}.png"), await browser.PictureAsync());
        }
    }
}
