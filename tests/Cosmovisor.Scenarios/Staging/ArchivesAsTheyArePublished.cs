using Xunit;

namespace Cosmovisor.Tests.Staging;

/// <summary>What projects publish on their release pages, fetched with <c>cosmovisorctl prepare</c>.</summary>
public static class ArchivesAsTheyArePublished
{
    [Fact]
    public static void OfSourcesAreRefusedAndTheirScriptIsNotRun()
    {
        using var home = Packed(
            """mkdir -p x/scripts; printf '#!/bin/sh\ntouch %s/was-run\n' "$PWD" > x/scripts/run.sh; chmod 755 x/scripts/run.sh; echo x > x/go.mod; tar czf a x""");

        var end = home.Ctl("prepare", "v2", "--link", home.In("a"));

        Assert.Equal(1, end.Code);
        Assert.Contains("the archive holds no dummyd", end.Output, StringComparison.Ordinal);
        Assert.Contains("it holds x/scripts/run.sh (a script), x/go.mod", end.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(home.In("was-run")));
        Assert.Empty(Directory.GetFileSystemEntries(home.In("cosmovisor/upgrades")));
    }

    [Fact]
    public static void ThatAreFlatAreSortedIntoBinAndLib()
    {
        // A program of this machine, and a library it does not need: copies of what is there anyway.
        using var home = Packed(
            """d=/bin/true; cp "$d" dummyd; cp "$d" peggo; cp "$d" libwasmvm.x86_64.so; echo x > ._dummyd; echo x > .DS_Store; tar czf a dummyd peggo libwasmvm.x86_64.so ._dummyd .DS_Store""");

        var end = home.Ctl("prepare", "v2", "--link", home.In("a"));

        Assert.True(end.Code == 0, end.Output + end.Error);
        Assert.Equal(
            "bin\nbin/dummyd\nbin/peggo\nlib\nlib/libwasmvm.x86_64.so\nstaged.json",
            string.Join('\n', home.Tree().Split('\n').Where(l => l.StartsWith("cosmovisor/upgrades/v2/", StringComparison.Ordinal)).Select(
                l => l["cosmovisor/upgrades/v2/".Length..])));
    }

    [Fact]
    public static void FindTheLibrariesThatTheOperatorHasPutThereAhead()
    {
        using var home = Packed("cp /bin/true dummyd; tar czf a dummyd").Write("cosmovisor/upgrades/v2/lib/mine.so", "mine");

        var end = home.Ctl("prepare", "v2", "--link", home.In("a"));

        Assert.True(end.Code == 0, end.Output + end.Error);
        Assert.True(File.Exists(home.In("cosmovisor/upgrades/v2/bin/dummyd")));
        Assert.Equal("mine", File.ReadAllText(home.In("cosmovisor/upgrades/v2/lib/mine.so")));
    }

    [Theory]
    [InlineData(
        """printf '!<arch>\ndebian-binary   1410122664  0     0     100644  4         `\n2.0\n' > a""",
        "is a Debian package (.deb), and should be a program for linux/")]
    [InlineData(
        """printf '<!DOCTYPE html>\n<html><body>Not found</body></html>' > a""",
        "is a web page (HTML), and should be a program for linux/")]
    [InlineData(
        """printf '\317\372\355\376\014\000\000\001' > dummyd; tar cf a dummyd""",
        "is a program for macOS (Mach-O), and should be a program for linux/")]
    [InlineData(
        """printf 'MZ\220' > dummyd.exe; tar cf a dummyd.exe""",
        "it holds dummyd.exe (a program for Windows (PE)). Take the build for Linux")]
    public static void InPlaceOfAProgramAreCalledByTheirNames(string packing, string because)
    {
        using var home = Packed(packing);

        var end = home.Ctl("prepare", "v2", "--link", home.In("a"));

        Assert.Equal(1, end.Code);
        Assert.Contains(because, end.Output, StringComparison.Ordinal);
    }

    private static NodeHome Packed(string packing)
    {
        var home = new NodeHome().Install("genesis", "echo v1");
        using var packer = new Run("/bin/sh", ["-ec", packing], new Dictionary<string, string>(), home.Path);
        Assert.Equal(0, packer.End().Code);
        return home;
    }
}
