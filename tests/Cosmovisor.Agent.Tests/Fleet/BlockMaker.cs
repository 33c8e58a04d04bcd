using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Cosmovisor.Agent.Tests;

/// <summary>A node's RPC: one block further at each question, and whatever else a test puts there.</summary>
internal sealed class BlockMaker : IAsyncDisposable
{
    private readonly WebApplication _server;
    private long _height;

    private BlockMaker(WebApplication server) => _server = server;

    public int Port => new Uri(_server.Urls.First()).Port;

    /// <summary>Questions that were answered.</summary>
    public long Height => Interlocked.Read(ref _height);

    /// <summary>Answers to other questions, by path.</summary>
    public ConcurrentDictionary<string, string> Answers { get; } = new(StringComparer.Ordinal);

    public static async Task<BlockMaker> StartAsync(string chain)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        _ = builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var maker = new BlockMaker(builder.Build());
        maker._server.Run(context => context.Response.WriteAsync(maker.Answer(chain, context.Request)));
        await maker._server.StartAsync();
        return maker;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private string Answer(string chain, HttpRequest request)
    {
        var height = Interlocked.Increment(ref _height).ToString(CultureInfo.InvariantCulture);

        if (Answers.TryGetValue(request.Path + request.QueryString, out var answer))
        {
            return answer;
        }

        return request.Path == "/status"
            ? $$"""{"result":{"node_info":{"id":"n","network":"{{chain}}"},"sync_info":{"latest_block_height":"{{height}}","catching_up":false} } }"""
            : request.Path == "/abci_info" ? $$"""{"result":{"response":{"last_block_height":"{{height}}"} } }"""
            : """{"error":{"message":"unknown"} }""";
    }
}
