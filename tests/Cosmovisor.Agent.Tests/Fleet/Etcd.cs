using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Cosmovisor.Agent.Tests;

/// <summary>Debian's etcd, started for one test: one member, or one of several.</summary>
internal sealed class Etcd : IAsyncDisposable
{
    public const string Program = "/usr/bin/etcd";

    private readonly List<string> _arguments;
    private readonly string _folder = Path.Join(Path.GetTempPath(), "etcd-" + Path.GetRandomFileName());
    private readonly string _peer;
    private Process? _process;

    private readonly Certificates? _tls;

    public Etcd(params string[] arguments) : this(null, arguments) { }

    /// <param name="tls">Clients need a certificate of its authority.</param>
    /// <param name="arguments">Of etcd's own.</param>
    public Etcd(Certificates? tls, params string[] arguments)
    {
        _tls = tls;
        Assert.SkipUnless(File.Exists(Program), "etcd is not installed (Debian: etcd-server)");
        (Port, _peer) = (FreePort(), $"http://127.0.0.1:{FreePort()}");
        _ = Directory.CreateDirectory(_folder);
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

    public string Data => Path.Join(_folder, "data");

    /// <summary>Until it answers.</summary>
    /// <param name="isHealthyWithoutUser">Not where users are enabled: that it refuses us is an answer.</param>
    public async Task<Etcd> StartAsync(bool isHealthyWithoutUser = true)
    {
        // Its log is not wanted, and its pipe must not fill.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >\"$0\" 2>&1", Path.Join(_folder, "log"), Program, .. _arguments]);
        start.Environment["ETCD_UNSUPPORTED_ARCH"] = "arm64";
        _process = Process.Start(start)!;

        for (var i = 0; ; i++)
        {
            var (code, output) = await CtlAsync("endpoint", "health");

            if (code == 0 || (!isHealthyWithoutUser && output.Contains("user name is empty", StringComparison.Ordinal)))
            {
                return this;
            }

            Assert.True(i < 150 && !_process.HasExited, $"etcd does not start: {await File.ReadAllTextAsync(Path.Join(_folder, "log"))}");
            await Task.Delay(100);
        }
    }

    public async Task StopAsync()
    {
        _process?.Kill();
        await (_process?.WaitForExitAsync() ?? Task.CompletedTask);
        _process?.Dispose();
        _process = null;
    }

    public void DeleteData() => Directory.Delete(Data, recursive: true);

    /// <summary>Puts a backup in the data's place; to be started then.</summary>
    public Task RestoreAsync(string backup) =>
        MustAsync([
            "snapshot",
            "restore",
            backup,
            "--data-dir",
            Data,
            "--name",
            "default",
            "--initial-cluster",
            $"default={_peer}",
            "--initial-advertise-peer-urls",
            _peer
        ]);

    public async Task<(int Code, string Output)> CtlAsync(params string[] words)
    {
        var start = new ProcessStartInfo("/usr/bin/etcdctl", [
            "--endpoints",
            Client,
            "--command-timeout=5s",
            .. _tls is null ? Array.Empty<string>() : ["--cacert", _tls.Authority, "--cert", _tls.Client, "--key", _tls.ClientKey],
            .. words
        ])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ETCDCTL_API"] = "3";
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }

    /// <exception cref="InvalidOperationException">It ended with a code.</exception>
    public async Task<string> MustAsync(params string[] words) =>
        await CtlAsync(words) is (0, var output) ? output
            : throw new InvalidOperationException($"etcdctl {string.Join(' ', words)}: {(await CtlAsync(words)).Output}");

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
