using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace Cosmovisor.Tests.Staging;

/// <summary>
/// Staging is done by children of the supervisor. Whatever becomes of them, it is a failed step, and the next start goes on.
/// </summary>
[ManyStarts]
public static partial class WorkOnBytesOfStrangers
{
    private const string Good = "#!/bin/sh\necho v2\n";

    private static bool HasLandlock => AskKernel(444, 0, 0, 1) > 0; // landlock_create_ruleset(2), for its version

    [Fact]
    public static void ThatIsKilledFailsInWordsAndTheNextStartGoesOn()
    {
        using var home = new NodeHome();
        using var mirror = new TcpListener(IPAddress.Loopback, 0);
        mirror.Start();
        Announce(home, $"http://{mirror.LocalEndpoint}/v2?checksum=sha256:{SumOf(Good)}");

        using (var run = home.Start("start"))
        {
            _ = run.Await("a child that asks the mirror", mirror.Pending);
            Assert.Equal(0, home.RunUnder("/bin/sh", "-c", $"kill -9 {ChildOf(run.Pid, "fetch")}").Code);
            var end = run.End();

            Assert.Equal(70, end.Code);
            Assert.Contains("was killed by signal 9 (KILL) before it was done", end.Error, StringComparison.Ordinal);
        }

        Assert.Empty(Directory.GetFileSystemEntries(home.In("cosmovisor/upgrades")));
        _ = home.Install("upgrades/v2", "echo v2");
        Assert.Equal(0, home.Run("start").Code);
        Assert.Equal("upgrades/v2", home.Current);
    }

    [Theory]
    [InlineData("kill -9 $PPID; sleep 5", 70)] // the child itself
    [InlineData("while :; do sleep 60 & done", 0)]
    [InlineData("yes & yes", 0)]
    [InlineData("x=x; while :; do x=$x$x; done", 0)] // memory, until there is no more of it
    [InlineData("echo stolen > $DAEMON_HOME/data/stolen; rm -rf $DAEMON_HOME/cosmovisor/genesis; echo v2", 0)]
    public static void ThatTriesToDoHarmDoesNone(string version, int code)
    {
        using var home = new NodeHome();
        var hostile = $"#!/bin/sh\n[ \"$1\" = version ] || exit 1\n{version}\n";
        _ = home.Write("shelf/v2", hostile).Write("data/kept", "");
        Announce(home, $"file://{home.In("shelf/v2")}?checksum=sha256:{SumOf(hostile)}");

        var end = home.Run("start");

        Assert.True(code == end.Code, $"code {end.Code}: {end.Error}");
        Assert.False(HasLandlock && File.Exists(home.In("data/stolen")), "a file was written outside the folder it was given");
        Assert.False(
            HasLandlock && !File.Exists(home.In("cosmovisor/genesis/bin/dummyd")), "a file was removed outside the folder it was given");
        Assert.DoesNotContain(
            Directory.GetFileSystemEntries(home.In("cosmovisor/upgrades")), path => Path.GetFileName(path).StartsWith('.'));
    }

    [Fact]
    public static async Task OpensNoSocketAndNoTlsLibraryInTheSupervisor()
    {
        SystemTool.Need("strace");
        using var home = new NodeHome();
        await using var mirror = new WebSite(visit => visit.SendAsync("200 OK", "", Encoding.ASCII.GetBytes(Good)));
        Announce(home, $"{mirror.Link("/v2")}?checksum=sha256:{SumOf(Good)}");

        // One file for each thread.
        var end = home.RunUnder("/usr/bin/strace", "-ff", "-s", "4096", "-e", "trace=socket,openat,execve,clone,clone3",
            "-o", home.In("trace"), Executable.Cosmovisor, "start");

        Assert.True(end.Code == 0, end.Error);
        var threads = Directory.GetFiles(home.Path, "trace.*").ToDictionary(path => path.Split('.')[^1], File.ReadAllText);
        var supervisor = SupervisorsOf(threads);
        Assert.Contains(threads.Values, text => text.Contains("socket(AF_INET", StringComparison.Ordinal));
        Assert.Contains(supervisor, text => text.Contains("cosmovisor/lock\"", StringComparison.Ordinal));
        Assert.DoesNotContain(supervisor, text => text.Contains("socket(AF_INET", StringComparison.Ordinal));
        Assert.DoesNotContain(
            supervisor, text => text.Contains("libssl", StringComparison.Ordinal) || text.Contains("libcrypto", StringComparison.Ordinal));
    }

    [Fact]
    public static void ThatIsKilledWhileItUnpacksFailsInWordsAndTheNextStartGoesOn()
    {
        using var home = new NodeHome();
        AnnounceLargeArchive(home);

        using (var run = home.Start("start"))
        {
            SignalChild(run, "unpack", Run.Kill);
            var end = run.End();

            Assert.Equal(70, end.Code);
            Assert.Contains("the process that unpacks what came from", end.Error, StringComparison.Ordinal);
            Assert.Contains("was killed by signal 9 (KILL) before it was done", end.Error, StringComparison.Ordinal);
        }

        Assert.Empty(Directory.GetFileSystemEntries(home.In("cosmovisor/upgrades")));
        var next = home.Run("start");
        Assert.True(next.Code == 0, next.Error);
        Assert.Equal("upgrades/v2", home.Current);
    }

    [Theory]
    [InlineData("fetch")]
    [InlineData("unpack")]
    public static void ThatHangsDoesNotHoldUpAStopAndTheNextStartGoesOn(string task)
    {
        using var home = new NodeHome();
        AnnounceLargeArchive(home);

        using (var run = home.Start("start"))
        {
            var child = SignalChild(run, task, 19); // SIGSTOP: it does nothing any more, and hears no TERM
            run.Signal(Run.Terminate);
            var end = run.End();

            Assert.True(end.Code == 128 + Run.Terminate, $"code {end.Code}: {end.Error}");
            Assert.DoesNotContain("__cosmovisor-task", ReadProc(child, "cmdline"), StringComparison.Ordinal);
        }

        var next = home.Run("start");
        Assert.True(next.Code == 0, next.Error);
        Assert.Equal("upgrades/v2", home.Current);
        Assert.Equal([home.In("cosmovisor/upgrades/v2")], Directory.GetFileSystemEntries(home.In("cosmovisor/upgrades")));
    }

    // 100 MiB behind the program, which do not shrink: long enough in the unpacking to be met there.
    private static void AnnounceLargeArchive(NodeHome home)
    {
        var packed = home.RunUnder(
            "/bin/sh", "-ec",
            """cd "$DAEMON_HOME"; printf '#!/bin/sh\necho v2\n' > dummyd; chmod 755 dummyd; mkdir lib; head -c 100M /dev/urandom > lib/data.so; tar cf - dummyd lib | gzip -1 > a.tar.gz; rm -r dummyd lib""");
        Assert.True(packed.Code == 0, packed.Error);
        AnnounceFile(home, "a.tar.gz");
    }

    private static void AnnounceFile(NodeHome home, string archive) =>
        Announce(home,
            $"file://{home.In(archive)}?checksum=sha256:{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(home.In(archive))))}");

    private static int SignalChild(Run run, string task, int signal)
    {
        var child = 0;
        _ = run.Await($"a child for {task}", () => run.HasEnded || (child = ChildrenOf(run.Pid, task).SingleOrDefault()) > 0);
        Assert.True(child > 0 && SendSignal(child, signal) == 0, $"the child was gone: {run.ErrorSoFar}");
        return child;
    }

    private static void Announce(NodeHome home, string link) => home
        .Set("DAEMON_ALLOW_DOWNLOAD_BINARIES", "true")
        .Set("DAEMON_RESTART_AFTER_UPGRADE", "false")
        .Install("genesis", Scripts.Halt("v2", info: $$"""{"binaries":{"any":"{{link}}"} }"""));

    private static string SumOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static int ChildOf(int parent, string task) => ChildrenOf(parent, task).Single();

    private static IEnumerable<int> ChildrenOf(int parent, string task) => Directory.GetDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
        .Where(pid => pid > 0 && ReadProc(pid, "cmdline").Contains($"__cosmovisor-task-confined\0{task}\0", StringComparison.Ordinal)
            && ReadProc(pid, "status").Contains($"PPid:\t{parent}\n", StringComparison.Ordinal));

    private static string ReadProc(int pid, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/{file}");
        }
        catch (IOException)
        {
            return ""; // gone
        }
    }

    private static List<string> SupervisorsOf(Dictionary<string, string> threads)
    {
        var first = threads.Single(thread => thread.Value.Split('\n')[0]
            .StartsWith($"execve(\"{Executable.Cosmovisor}\", [\"{Executable.Cosmovisor}\", \"start\"]", StringComparison.Ordinal));
        var found = new List<string> { first.Key };

        for (var i = 0; i < found.Count; i++)
        {
            found.AddRange(ThreadStart().Matches(threads[found[i]]).Select(match => match.Groups[1].Value).Where(threads.ContainsKey));
        }

        return [.. found.Select(id => threads[id])];
    }

    [GeneratedRegex(@"^clone3?\(.*CLONE_THREAD.*\) = (\d+)$", RegexOptions.Multiline)]
    private static partial Regex ThreadStart();

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint AskKernel(nint number, nint attributes, nint size, nint flags);
}
