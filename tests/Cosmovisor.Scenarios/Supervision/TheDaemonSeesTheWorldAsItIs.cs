using System.Text;
using Xunit;

namespace Cosmovisor.Tests.Supervision;

/// <summary>"Application binaries' directives such as command-line flags and environment variables work normally."</summary>
public static class TheDaemonSeesTheWorldAsItIs
{
    // An unknown word is supervised, a client's word is handed over: both must be the same to the daemon.
    public static TheoryData<string> Words => ["start", "somethingelse", "query"];

    [Theory]
    [MemberData(nameof(Words))]
    public static void EveryArgumentIsPassedOnAsItWasTyped(string word)
    {
        using var home = new NodeHome().Install("genesis", "for a in \"$@\"; do echo \"[$a]\"; done");
        string[] arguments = [word, "--flag=a b", "", "-", "--", "*", "$HOME", "new\nline", "é", "'\"\\", "--help-me"];

        var end = home.Run(arguments);

        Assert.Equal(string.Concat(arguments.Select(argument => $"[{argument}]\n")), end.Output);
        Assert.Equal("", end.Error);
    }

    [Theory]
    [MemberData(nameof(Words))]
    public static void ArgumentsThatAreNotTextSurvive(string word)
    {
        using var home = new NodeHome().Install("genesis", "shift; printf '%s|' \"$@\"");

        var end = home.Shell($"exec \"$0\" {word} \"$(printf 'a\\377b')\" \"$(printf '\\303')\"");

        Assert.Equal([(byte)'a', 0xff, (byte)'b', (byte)'|', 0xc3, (byte)'|'], end.OutputBytes);
    }

    [Theory]
    [MemberData(nameof(Words))]
    public static void TheEnvironmentIsPassedOn(string word)
    {
        using var home = new NodeHome().Install(
            "genesis", "printf '%s|' \"$DAEMON_NAME\" \"$SIMD_TRACE\" \"$RAW\"; env | grep -c '^DOTNET_' || true")
            .Set("SIMD_TRACE", "two words");

        var end = home.Shell($"RAW=$(printf '\\377') exec \"$0\" {word}");

        Assert.Equal([.. "dummyd|two words|"u8, 0xff, .. "|"u8], end.OutputBytes[..19]);
    }

    [Theory]
    [MemberData(nameof(Words))]
    public static void TheWorkingDirectoryIsOurs(string word)
    {
        using var home = new NodeHome().Install("genesis", "pwd");

        Assert.Equal("/usr\n", home.Shell($"cd /usr && exec \"$0\" {word}").Output);
    }

    [Theory]
    [MemberData(nameof(Words))]
    public static void StandardInputIsTheDaemons(string word)
    {
        using var home = new NodeHome().Install("genesis", "cat");
        using var run = home.Start(word);
        byte[] typed = [.. "yes\n"u8, 0, 0xff, .. "no line end"u8];

        run.Input.Write(typed);

        Assert.Equal(typed, run.End().OutputBytes);
    }

    [Theory]
    [MemberData(nameof(Words))]
    public static void EachStreamStaysItsOwn(string word)
    {
        using var home = new NodeHome().Install("genesis", "echo out; echo error >&2; printf 'end of out'; printf 'end of error' >&2");

        var end = home.Run(word);

        Assert.Equal("out\nend of out", end.Output);
        Assert.Equal("error\nend of error", end.Error);
    }

    [Theory]
    [MemberData(nameof(Words))]
    public static void NothingOfOursIsOnItsStreams(string word)
    {
        using var home = new NodeHome().Install("genesis", "true");

        var end = home.Run(word);

        Assert.Equal((0, "", ""), (end.Code, end.Output, end.Error));
    }

    [Fact]
    public static void ItsOwnNameIsThePathItRunsFrom()
    {
        using var home = new NodeHome().Install("genesis", "echo \"$0\"");

        Assert.Equal(home.In("cosmovisor/genesis/bin/dummyd\n"), home.Run("start").Output);
    }

    [Fact]
    public static void AHandedOverCommandHasOurProcessId()
    {
        using var home = new NodeHome().Install("genesis", "echo $$");
        using var run = home.Start("version");
        var pid = run.Pid;

        Assert.Equal($"{pid}\n", run.End().Output);
    }

    [Fact]
    public static void LibrariesOfItsVersionComeBeforeThoseOfTheSystem()
    {
        using var home = new NodeHome().Install("genesis", "echo \"$LD_LIBRARY_PATH\"").Set("LD_LIBRARY_PATH", "/mine");
        _ = Directory.CreateDirectory(home.In("cosmovisor/genesis/lib"));

        Assert.Equal($"{home.In("cosmovisor/genesis/lib")}:/mine\n", home.Run("start").Output);
        Assert.Equal($"{home.In("cosmovisor/genesis/lib")}:/mine\n", home.Run("version").Output);
    }

    [Fact]
    public static void WithoutLibrariesOfItsOwnNoPathIsSet()
    {
        using var home = new NodeHome().Install("genesis", "echo \"${LD_LIBRARY_PATH-none}\"");
        var unset = Encoding.UTF8.GetString(home.Shell("unset LD_LIBRARY_PATH; exec \"$0\" start").OutputBytes);

        Assert.Equal("none\n", unset);
    }
}
