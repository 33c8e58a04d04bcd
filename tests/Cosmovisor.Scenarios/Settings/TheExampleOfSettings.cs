using System.Text.RegularExpressions;
using Xunit;

namespace Cosmovisor.Tests.Settings;

/// <summary>packaging/examples/node.env, with every line that it offers taken.</summary>
public static partial class TheExampleOfSettings
{
    private static readonly string Example = File.ReadAllText(Repository.In("packaging", "examples", "node.env"));

    [Fact]
    public static void IsRightWithAllItsLines()
    {
        using var home = new NodeHome().Install("genesis", "true").Write("data/here", "");

        foreach (var line in Lines().Matches(Example).Cast<Match>())
        {
            _ = home.Set(line.Groups[1].Value, Regex.Replace(line.Groups[2].Value, "^/srv/gaia|^/var/lib/NAME", home.Path));
        }

        var end = home.Ctl("config");

        Assert.Equal(0, end.Code);
        Assert.StartsWith("cosmovisorctl: this home was not run yet", Assert.Single(end.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
        Assert.Equal("true", home.Settings["DAEMON_DOWNLOAD_MUST_HAVE_CHECKSUM"]);
        Assert.Equal("true", home.Settings["DAEMON_ALLOW_DOWNLOAD_BINARIES"]);
    }

    [GeneratedRegex("^#?(DAEMON_[A-Z_]+)=(.*)$", RegexOptions.Multiline)]
    private static partial Regex Lines();
}
