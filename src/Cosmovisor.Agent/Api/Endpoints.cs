using System.Globalization;
using System.Text;
using System.Text.Json;
using Cosmovisor.Agent.Files;
using Cosmovisor.Agent.Fleet;
using Cosmovisor.Agent.Homes;
using Cosmovisor.Agent.Metrics;
using Cosmovisor.Agent.Node;
using Cosmovisor.Agent.Page;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cosmovisor.Agent.Api;

/// <summary>
/// What is answered at which path. <c>Api/openapi.json</c> says it to the world, and a test holds it against the answers.
/// </summary>
/// <param name="homes">What is shown.</param>
/// <param name="events">The stream of them all.</param>
/// <param name="metrics">For scrapes.</param>
/// <param name="fleet">The fleet; null for none.</param>
/// <param name="clock">For the times of the answers.</param>
internal sealed class Endpoints(
    IReadOnlyList<ServedHome> homes, EventStream events, Exposition metrics, FleetLook? fleet, TimeProvider clock)
{
    private const int UsualLines = 100;
    private const int MostLines = 1000;

    // Each holds its lines in memory until its client, who may be slow, has them.
    private const int MostListsAtOnce = 8;

    private static readonly TimeSpan LongestList = TimeSpan.FromSeconds(20);

    private static readonly byte[] OpenApi = Resource("openapi.json");

    private int _lists;

    public void Map(IEndpointRouteBuilder routes)
    {
        _ = routes.MapGet(Paths.Page, PageAsync);
        _ = routes.MapGet(Paths.Status, StatusAsync);
        _ = routes.MapGet(Paths.Outlook, OutlookAsync);
        _ = routes.MapGet(Paths.Events, EventsAsync);
        _ = routes.MapGet(Paths.History, context => LinesAsync(context, "history", (home, most) => home.History.Last(most)));
        _ = routes.MapGet(Paths.Upgrades, UpgradesAsync);
        _ = routes.MapGet(Paths.Settings, SettingsAsync);
        _ = routes.MapGet(Paths.Fleet, FleetAsync);
        _ = routes.MapGet(Paths.Metrics, MetricsAsync);
        _ = routes.MapGet(Paths.OpenApi, context => Answer.WriteAsync(context, Answer.Json, OpenApi));
        _ = routes.MapGet(Paths.Live, context => ProbeAsync(context, LiveAsync));
        _ = routes.MapGet(Paths.Ready, context => ProbeAsync(context, ReadyAsync));
        _ = routes.MapFallback(context => Refusal.WriteAsync(
            context, StatusCodes.Status404NotFound, "there is nothing at this path; /openapi.json lists what there is"));
    }

    private async Task StatusAsync(HttpContext context)
    {
        var statuses = await Task.WhenAll(homes.Select(home => StatusAsync(home, context.RequestAborted)));
        var answer = new StatusAnswer(clock.GetUtcNow(), Environment.MachineName, Help.Number, statuses);
        await Answer.WriteAsync(context, answer, ApiJson.Default.StatusAnswer);
    }

    private Task UpgradesAsync(HttpContext context) => Answer.WriteAsync(
        context,
        new UpgradesAnswer(clock.GetUtcNow(), [.. homes.Select(home => new HomeUpgrades(home.Files.Path, UpgradeAnswer.Of(home.Files)))]),
        ApiJson.Default.UpgradesAnswer);

    private Task SettingsAsync(HttpContext context) => Answer.WriteAsync(
        context,
        new SettingsAnswer(clock.GetUtcNow(), [.. homes.Select(home => new HomeSettings(home.Files.Path, SettingsSeen.Of(home.Files)))]),
        ApiJson.Default.SettingsAnswer);

    private async Task FleetAsync(HttpContext context)
    {
        var seen = fleet is null ? null : await fleet.AskAsync(context.RequestAborted);
        await Answer.WriteAsync(
            context, new FleetAnswer(clock.GetUtcNow(), seen?.Fleet, seen?.Report, seen?.Problem), ApiJson.Default.FleetAnswer);
    }

    private static Task PageAsync(HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = PageFile.Policy;
        return Answer.WriteAsync(context, PageFile.Type, PageFile.Bytes);
    }

    private Task OutlookAsync(HttpContext context) => Answer.WriteAsync(
        context, new OutlookAnswer(clock.GetUtcNow(), [.. homes.Select(home => Outlook(home.Files))]), ApiJson.Default.OutlookAnswer);

    private Task EventsAsync(HttpContext context) =>
        context.Request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.OrdinalIgnoreCase)
            ? events.SendAsync(context)
            : LinesAsync(context, "events", (home, most) => home.Events.Last(most));

    private async Task MetricsAsync(HttpContext context)
    {
        var isOpenMetrics =
            context.Request.Headers.Accept.ToString().Contains("application/openmetrics-text", StringComparison.OrdinalIgnoreCase);
        var text = await metrics.WriteAsync(isOpenMetrics, context.RequestAborted);
        await Answer.WriteAsync(context, isOpenMetrics ? MetricText.OpenMetricsType : MetricText.PrometheusType, text);
    }

    private Task LinesAsync(HttpContext context, string name, Func<HomeFiles, int, IReadOnlyList<JsonElement>> last)
    {
        var limit = context.Request.Query["limit"].ToString();

        if (!int.TryParse(limit.Length == 0 ? UsualLines.ToString(CultureInfo.InvariantCulture) : limit, NumberStyles.None,
            CultureInfo.InvariantCulture, out var most) || most is < 1 or > MostLines)
        {
            return Refusal.WriteAsync(context, StatusCodes.Status400BadRequest, $"limit must be a number from 1 to {MostLines}");
        }

        if (Interlocked.Increment(ref _lists) > MostListsAtOnce)
        {
            _ = Interlocked.Decrement(ref _lists);
            context.Response.Headers.RetryAfter = "1";
            return Refusal.WriteAsync(context, StatusCodes.Status503ServiceUnavailable,
                $"{MostListsAtOnce} lists are being sent, the most that are allowed; ask again");
        }

        return SendAsync();

        async Task SendAsync()
        {
            using var late = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
            late.CancelAfter(LongestList);

            try
            {
                await Lines.WriteAsync(
                    context, name, homes.SelectMany(home => last(home.Files, most).Select(line => (home.Files.Path, line))), late.Token);
            }
            catch (OperationCanceledException)
            {
                // The server's own rate counts what went into the kernel's buffers as read: a client that reads nothing had minutes by it.
                context.Abort();
            }
            finally
            {
                _ = Interlocked.Decrement(ref _lists);
            }
        }
    }

    private async Task ProbeAsync(HttpContext context, Func<HomeFiles, NodeAsker, CancellationToken, Task<string>> probe)
    {
        var words = await Task.WhenAll(homes.Select(home => probe(home.Files, home.Node, context.RequestAborted)));
        var word = words.FirstOrDefault(word => word != Probes.Ok) ?? Probes.Ok;
        context.Response.StatusCode = word == Probes.Ok ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        await Answer.WriteAsync(context, Answer.Text, Encoding.ASCII.GetBytes($"{word}\n"));
    }

    private static Task<string> LiveAsync(HomeFiles home, NodeAsker node, CancellationToken ct) =>
        Task.FromResult(Probes.Live(home.Supervisor, home.State.Value));

    private static async Task<string> ReadyAsync(HomeFiles home, NodeAsker node, CancellationToken ct) =>
        Probes.Ready(home.Supervisor, home.State.Value, await node.AskAsync(ct), home.Outlook.Value?.Node?.SecondsPerBlock);

    private static async Task<HomeStatus> StatusAsync(ServedHome home, CancellationToken ct)
    {
        var files = home.Files;
        var state = files.State;
        var node = NodeAnswer.Of(await home.Node.AskAsync(ct), home.Node.Recent);
        var moniker = HomeNow.Of(files, node.At).Moniker;
        return new HomeStatus(
            files.Path, files.Supervisor, state.Value, node, moniker, home.Meter.Backups, files.Holds, files.IsThere ? state.Problem
                : $"{files.Root} is not there");
    }

    private static HomeOutlookAnswer Outlook(HomeFiles home)
    {
        var outlook = home.Outlook;
        return new HomeOutlookAnswer(home.Path, outlook.Value, outlook.Problem);
    }

    private static byte[] Resource(string name)
    {
        using var resource = typeof(Endpoints).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the program was built without {name}");
        using var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        return bytes.ToArray();
    }
}
