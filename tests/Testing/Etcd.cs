using Xunit;

namespace Cosmovisor.Testing;

/// <summary>Debian's etcd, started for one test: one member, or one of several.</summary>
internal sealed class Etcd : IAsyncDisposable
{
    public const string Program = "/usr/bin/etcd";

    private readonly List<string> _arguments;
    private readonly TemporaryFolder _folder;
    private readonly string _peer;
    private readonly Certificates? _tls;

#pragma warning disable CA2213 // Disposable fields should be disposed: StopAsync does, and DisposeAsync calls it
    private Run? _run;
#pragma warning restore CA2213

    public Etcd(params string[] arguments) : this(null, arguments) { }

    /// <param name="tls">Clients need a certificate of its authority.</param>
    /// <param name="arguments">Of etcd's own.</param>
    public Etcd(Certificates? tls, params string[] arguments)
    {
        _tls = tls;
        Assert.SkipUnless(File.Exists(Program), "etcd is not installed (Debian: etcd-server)");
        _folder = new TemporaryFolder("etcd");
        (Port, _peer) = (LoopbackPort.Free(), $"http://127.0.0.1:{LoopbackPort.Free()}");
        _arguments =
        [
            "--data-dir", Data, "--listen-client-urls", Client, "--advertise-client-urls", Client, "--listen-peer-urls", _peer,
            "--initial-advertise-peer-urls", _peer, "--initial-cluster", $"default={_peer}", "--logger", "zap", "--log-level",
            "error", .. arguments,
            .. tls is null ? Array.Empty<string>()
                : ["--client-cert-auth", "--trusted-ca-file", tls.Authority, "--cert-file", tls.Server, "--key-file", tls.ServerKey],
        ];
    }

    public int Port { get; }

    public string Client => $"{(_tls is null ? "http" : "https")}://127.0.0.1:{Port}";

    public string Fleet => $"{(_tls is null ? "etcd" : "etcds")}://127.0.0.1:{Port}/test";

    public string Data => _folder.In("data");

    /// <summary>Until it answers.</summary>
    /// <param name="isHealthyWithoutUser">Not where users are enabled: that it refuses us is an answer.</param>
    public async Task<Etcd> StartAsync(bool isHealthyWithoutUser = true)
    {
        _run = new Run(Program, _arguments, new Dictionary<string, string> { ["ETCD_UNSUPPORTED_ARCH"] = "arm64" });
        await Wait.UntilAsync("an etcd that answers", () => IsHealthyAsync(isHealthyWithoutUser), () => _run.ErrorSoFar);
        return this;
    }

    public async Task StopAsync()
    {
        if (_run is not null)
        {
            await _run.KillAsync();
            _run.Dispose();
            _run = null;
        }
    }

    public void DeleteData() => Directory.Delete(Data, recursive: true);

    /// <summary>Puts a backup in the data's place; to be started then.</summary>
    public Task RestoreAsync(string backup) =>
        MustAsync("snapshot", "restore", backup, "--data-dir", Data, "--name", "default", "--initial-cluster", $"default={_peer}",
            "--initial-advertise-peer-urls", _peer);

    public async Task<(int Code, string Output)> CtlAsync(params string[] words)
    {
        using var run = new Run("/usr/bin/etcdctl",
        [
            "--endpoints", Client, "--command-timeout=5s",
            .. _tls is null ? Array.Empty<string>() : ["--cacert", _tls.Authority, "--cert", _tls.Client, "--key", _tls.ClientKey],
            .. words,
        ], new Dictionary<string, string> { ["ETCDCTL_API"] = "3" });
        var end = await run.EndAsync();
        return (end.Code, end.Says);
    }

    /// <exception cref="InvalidOperationException">It ended with a code.</exception>
    public async Task<string> MustAsync(params string[] words) =>
        await CtlAsync(words) is (0, var output) ? output
            : throw new InvalidOperationException($"etcdctl {string.Join(' ', words)}: {(await CtlAsync(words)).Output}");

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Dispose();
    }

    private async Task<bool> IsHealthyAsync(bool isHealthyWithoutUser)
    {
        Assert.False(_run!.HasEnded, $"etcd does not start: {_run.ErrorSoFar}");
        var (code, output) = await CtlAsync("endpoint", "health");
        return code == 0 || (!isHealthyWithoutUser && output.Contains("user name is empty", StringComparison.Ordinal));
    }
}
