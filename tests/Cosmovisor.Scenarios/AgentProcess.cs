using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Cosmovisor.Tests;

/// <summary>An agent that shows one home. Its end is a kill.</summary>
internal sealed class AgentProcess : IDisposable
{
    private readonly Process _process;
    private readonly int _port = FreePort();

    public AgentProcess(NodeHome home, params (string Name, string Value)[] variables)
        : this(home, [], variables)
    {
    }

    /// <param name="home">Whose.</param>
    /// <param name="under">A program that becomes the agent, and its arguments; none for the agent itself.</param>
    /// <param name="variables">Besides where it listens.</param>
    public AgentProcess(NodeHome home, string[] under, params (string Name, string Value)[] variables)
    {
        string[] words = [.. under, Executable.Agent, "--home", home.Path];
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardError = true };
        start.Environment["COSMOVISOR_LISTEN"] = $"127.0.0.1:{_port}";

        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        Assert.Contains("listens", _process.StandardError.ReadLine() ?? "it ended", StringComparison.Ordinal);
    }

    public int Pid => _process.Id;

    public int Port => _port;

    public string Get(string path) => TryGet(_port, path) ?? throw new InvalidOperationException($"no answer at {path}");

    public void Await(string path, Func<string, bool> isSo)
    {
        var limit = Stopwatch.StartNew();
        string text;

        while (!isSo(text = Get(path)))
        {
            Assert.True(limit.Elapsed < TimeSpan.FromSeconds(60), text);
            Thread.Sleep(20);
        }
    }

    /// <returns>Null where nobody answers.</returns>
    public static string? TryGet(int port, string path)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };

        try
        {
            using var question = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}{path}");
            using var answer = client.Send(question);
            using var reader = new StreamReader(answer.Content.ReadAsStream());
            return reader.ReadToEnd();
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
