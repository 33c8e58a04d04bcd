using System.Text.RegularExpressions;
using Xunit;

namespace Cosmovisor.Tests.Homes;

/// <summary>
/// The first start of packaging/kubernetes/example on an empty volume: its init containers as they stand, then its settings.
/// </summary>
public static partial class TheKubernetesExample
{
    private static readonly string Base = File.ReadAllText(Repository.In("packaging", "kubernetes", "base", "statefulset.yaml"));
    private static readonly string Overlay = File.ReadAllText(Repository.In("packaging", "kubernetes", "example", "kustomization.yaml"));

    [Fact]
    public static void StartsOnAnEmptyVolume()
    {
        using var home = Prepared();

        Initialise(home);
        var end = home.Run("start", "--home", home.Path);

        Assert.Equal((0, "the genesis of the chain\n"), (end.Code, end.Output));
    }

    [Fact]
    public static void TriesAgainWhereFillingTheVolumeFailed()
    {
        using var home = Prepared();
        _ = home.Write("chain/fill.sh", "mkdir \"$1/config\"; exit 5\n");
        Assert.Equal(5, Init(home, "first-home").Code);
        Assert.False(Directory.Exists(home.In("config")));

        _ = home.Write("chain/fill.sh", Fill);

        Initialise(home);
        Assert.False(Directory.Exists(home.In(".filling")));
    }

    [Fact]
    public static void LeavesAVolumeThatIsFilledAsItIs()
    {
        using var home = Prepared();
        Initialise(home);
        _ = home.Write("data/priv_validator_state.json", "signed").Write("config/genesis.json", "mine");

        Initialise(home);

        Assert.Equal("signed", File.ReadAllText(home.In("data/priv_validator_state.json")));
        Assert.Equal("mine", File.ReadAllText(home.In("config/genesis.json")));
    }

    // The page has no chain: a daemon that makes a home as all of them do, and a download that is a file.
    private static string Fill => WgetLine().Replace(File.ReadAllText(Repository.In("packaging", "kubernetes", "example", "fill.sh")),
        "echo 'the genesis of the chain' >\"$1/config/genesis.json\"").Replace(
            new string('0', 64), Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("the genesis of the chain\n"u8)), StringComparison.Ordinal);

    private static NodeHome Prepared()
    {
        var home = new NodeHome();
        Directory.Delete(home.In("cosmovisor"));
        _ = home.Write("chain/osmosisd",
            """
            #!/bin/sh
            for home; do :; done
            case $1 in
              init) mkdir -p "$home/config" "$home/data" ;;
              start) exec cat "$home/config/genesis.json" ;;
            esac

            """);
        File.SetUnixFileMode(home.In("chain/osmosisd"), (UnixFileMode)Convert.ToInt32("755", 8));
        _ = home.Write("chain/fill.sh", Fill);

        foreach (var setting in SettingLine().Matches(Overlay).Cast<Match>())
        {
            _ = home.Set(setting.Groups[1].Value, setting.Groups[2].Value.Replace("/home", home.Path, StringComparison.Ordinal));
        }

        return home;
    }

    private static void Initialise(NodeHome home)
    {
        string[] containers = [.. InitContainer().Matches(Base).Select(name => name.Groups[1].Value)];
        Assert.Equal(["first-binary", "first-home"], containers);
        Assert.All(containers, container => Assert.Equal((0, ""), Ended(Init(home, container))));
    }

    private static (int Code, string Error) Ended(Finished end) => (end.Code, end.Error);

    // By the paths of this machine; the script itself is the document's.
    private static Finished Init(NodeHome home, string container)
    {
        var text = Regex.Match(Base, $"- name: {container}\n.*?args:\n +- \\|\n((?: {{14}}[^\n]*\n)+)", RegexOptions.Singleline, TimeSpan.FromSeconds(5)).Groups[1].Value;
        var script = text.Replace("/home", home.Path, StringComparison.Ordinal).Replace("/fill/", home.In("chain/"), StringComparison.Ordinal);
        return home.RunUnder("/usr/bin/env", $"PATH={home.In("chain")}:/usr/bin:/bin", "/bin/sh", "-ec", script);
    }

    [GeneratedRegex("^ +- (DAEMON_[A-Z_]+)=(.*)$", RegexOptions.Multiline)]
    private static partial Regex SettingLine();

    [GeneratedRegex("^ {8}- name: (first-[a-z]+)$", RegexOptions.Multiline)]
    private static partial Regex InitContainer();

    [GeneratedRegex("^wget .*$", RegexOptions.Multiline)]
    private static partial Regex WgetLine();
}
