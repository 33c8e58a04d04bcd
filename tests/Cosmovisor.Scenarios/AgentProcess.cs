namespace Cosmovisor.Tests;

/// <summary>An agent that shows one home. Its end is a kill.</summary>
internal sealed class AgentProcess : IDisposable
{
    private readonly Run _run;

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
        Port = LoopbackPort.Free();
        var own = new Dictionary<string, string> { ["COSMOVISOR_LISTEN"] = $"127.0.0.1:{Port}" };

        foreach (var (name, value) in variables)
        {
            own[name] = value;
        }

        _run = new Run(words[0], words[1..], own).AwaitError("listens");
    }

    public int Pid => _run.Pid;

    public int Port { get; }

    public string Get(string path) => TryGet(Port, path) ?? throw new InvalidOperationException($"no answer at {path}");

    public void Await(string path, Func<string, bool> isSo)
    {
        var text = "";
        Wait.Until($"an answer at {path}", () => isSo(text = Get(path)), () => text);
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

    public void Dispose()
    {
        _run.KillAsync().GetAwaiter().GetResult();
        _run.Dispose();
    }
}
