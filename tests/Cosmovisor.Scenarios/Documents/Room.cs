using Xunit;

namespace Cosmovisor.Tests.Documents;

/// <summary>A machine for the reader of a page: namespaces and a root file system of its own, over this machine's.</summary>
internal sealed class Room : IDisposable
{
    // What the pages use, and the scenes.
    private static readonly string[] Tools =
        ["apt-get", "curl", "etcd", "etcdctl", "jq", "journalctl", "minisign", "openssl", "ps", "python3", "tar", "useradd"];

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private const string Unshare = "/usr/bin/unshare";

    private static readonly string[] Namespaces = ["--mount", "--pid", "--net", "--fork", "--kill-child"];

    private static readonly string[] Programs = [Executable.Cosmovisor, Executable.Agent, Executable.SimNode];

    private static readonly string? Packages = Environment.GetEnvironmentVariable("COSMOVISOR_PACKAGES");

    private static readonly Lazy<bool> IsAllowed = new(CanBeOpened);

    private readonly ShellBlock[] _blocks;
    private readonly string _scene;
    private readonly TemporaryFolder _folder = new("room");

    public Room(ShellBlock[] blocks, string scene, Func<ShellBlock, Scene?> sceneOf)
    {
        (_blocks, _scene) = (blocks, scene);
        _ = Directory.CreateDirectory(In("blocks"));
        _ = Directory.CreateDirectory(In("work"));

        for (var i = 0; i < blocks.Length; i++)
        {
            Write(i, "", blocks[i].Script);
            Write(i, ".until", sceneOf(blocks[i])?.Until);
            Write(i, ".answers", sceneOf(blocks[i])?.Answers);
        }
    }

    /// <summary>Runs the blocks in order, and says of each what is wrong with it: null where it is as the page has it.</summary>
    public void Run(Action<ShellBlock, string?> tell)
    {
        string? all = null;

        try
        {
            using var run = new Run(Unshare, [.. Namespaces, "bash", Script("room"), In("work"), _scene, In("blocks")], Variables(_blocks[0].Page));
            var end = run.End(Limit);
            all = end.Code == 0 ? null : $"scene {_scene}, code {end.Code}: {end.Output}{end.Error}";
        }
        catch (TimeoutException late)
        {
            all = $"scene {_scene}: {late.Message}";
        }

        for (var i = 0; i < _blocks.Length; i++)
        {
            tell(_blocks[i], Finding(i) is { } finding ? finding + all : null);
        }
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Skips the test where this machine, or what was built, has no room for the scene.</summary>
    public static void Need(string scene)
    {
        Assert.SkipUnless(Environment.UserName == "root" && File.Exists(Unshare), "a root file system of its own needs root and unshare(1)");
        Assert.SkipUnless(IsAllowed.Value, "this machine allows no namespaces, or no overlay over its root file system");
        Assert.All(Tools, tool => Assert.SkipUnless(IsInstalled(tool), $"{tool} is not installed"));
        Assert.SkipUnless(
            scene != Scenes.Downloaded || Packages is not null, "needs the packages: COSMOVISOR_PACKAGES names the folder of packaging/build");
    }

    private static bool CanBeOpened()
    {
        const string Tries = "mount -t tmpfs tmpfs \"$0\" && cd \"$0\" && mkdir u w r && mount -t overlay o -o lowerdir=/,upperdir=u,workdir=w r";
        using var folder = new TemporaryFolder("room");
        using var run = new Run(Unshare, [.. Namespaces, "sh", "-c", Tries, folder.Path], new Dictionary<string, string>());
        var code = run.End().Code;
        return code == 0;
    }

    private static bool IsInstalled(string tool) =>
        ((string[])["/usr/bin", "/usr/sbin", "/bin", "/sbin"]).Any(folder => File.Exists(Path.Join(folder, tool)));

    private static Dictionary<string, string> Variables(string page) => new()
    {
        ["REPOSITORY"] = Repository.In(),
        ["UNITS_HOME"] = Scenes.OfAUnit.Contains(page) ? "/var/lib/osmosis" : "",
        ["PACKAGES"] = Packages ?? "",
        ["PROGRAMS"] = string.Join(':', Programs.Select(Path.GetDirectoryName).Distinct()),
    };

    private static string Script(string name) => Repository.In("tests", "Cosmovisor.Scenarios", "Documents", name);

    private string In(string name) => _folder.In(name);

    private string FileOf(int block, string ending) => In($"blocks/{block:00}.sh{ending}");

    private string Read(int block, string ending) => File.Exists(FileOf(block, ending)) ? File.ReadAllText(FileOf(block, ending)) : "(not run)";

    private string? Finding(int block)
    {
        var (code, said) = (Read(block, ".code"), Read(block, ".out"));
        var isWell = _blocks[block].Answer is { } answer ? answer.IsMatch(said) : code == "0\n";
        return isWell ? null : $"{_blocks[block].Place} ended with {code}{_blocks[block].Script}{said}\n";
    }

    private void Write(int block, string ending, string? text)
    {
        if (text is not null)
        {
            File.WriteAllText(FileOf(block, ending), text);
        }
    }
}
