using Cosmovisor.Staging;
using Xunit;

namespace Cosmovisor.Tests.Staging;

/// <summary>
/// In the samples a trailing slash marks a folder, a star an execute bit, an at sign a link; before it, % a program (ELF), ^ one for
/// another machine, ! a script, d a Debian package after a colon.
/// </summary>
public static class StagedLayouts
{
    private static readonly ElfMachine Here = new(Is64Bit: true, Number: 62);
    private static readonly ElfMachine There = new(Is64Bit: true, Number: 183);

    [Theory]
    [InlineData("bin/,bin/gaiad*,lib/libx.so", "", "bin/gaiad")]
    [InlineData("gaiad*,README.md", "", "gaiad")]
    [InlineData("gaiad-v2/,gaiad-v2/bin/gaiad*,gaiad-v2/LICENSE", "gaiad-v2", "bin/gaiad")]
    [InlineData("gaiad-v2/gaiad", "gaiad-v2", "gaiad")]
    [InlineData("gaiad/,gaiad/gaiad*", "gaiad", "gaiad")]
    [InlineData("gaiad-v2-linux-amd64%*,LICENSE,README", "", "gaiad-v2-linux-amd64")]
    [InlineData("dist/gaiad-v2%*,dist/README", "dist", "gaiad-v2")]
    [InlineData("anything%", "", "anything")]
    [InlineData("bin/gaiad@,bin/gaiad-v2%*", "", "bin/gaiad")]
    [InlineData("bin/gaiad*,gaiad*", "", "bin/gaiad")]
    [InlineData("x/bin/other%*", "x", "bin/other")]
    [InlineData("gaiad!*,other%*", "", "gaiad")]
    [InlineData("gaiad-v2%,install.sh!*,README", "", "gaiad-v2")]
    [InlineData("gaiad-v2%*,libwasmvm.x86_64.so%*,libx.so.1.2%*", "", "gaiad-v2")]
    [InlineData("gaiad-v2%*,gaiad-v2.debug%", "", "gaiad-v2")]
    [InlineData("amd64/gaiad-v2%*,arm64/gaiad-v2^*", "", "amd64/gaiad-v2")]
    [InlineData("gaiad-arm64^*,README", "", "gaiad-arm64")]
    [InlineData("gaiad-arm64^,README", "", "gaiad-arm64")]
    public static void AreRecognised(string entries, string top, string binary)
    {
        Assert.True(Find(entries).IsOk(out var layout, out var reason), reason);
        Assert.Equal((top, binary), (layout.Top, layout.Binary));
    }

    [Theory]
    [InlineData("injectived%*,libwasmvm.x86_64.so%*,peggo%*,README", "", "injectived", "libwasmvm.x86_64.so", "peggo")]
    [InlineData("v2/injectived*,v2/libx.so%,v2/libx.so.1@,v2/peggo%*,v2/run.sh!*", "v2", "injectived", "libx.so,libx.so.1", "peggo")]
    [InlineData("bin/injectived*,bin/libx.so%*,bin/peggo%*,lib/liby.so%,other%*", "", "bin/injectived", "bin/libx.so", "")]
    [InlineData("injectived*,lib/libx.so%,other/libz.so%,migrate%*", "", "injectived", "", "")]
    [InlineData("injectived@,injectived-v2%*,libx.so%", "", "injectived", "libx.so", "")]
    [InlineData("dist/linux/chain-v2%*,dist/linux/libx.so%,dist/README", "dist", "linux/chain-v2", "linux/libx.so", "")]
    public static void TakeLibrariesAndProgramsAlongThatLieBesideTheBinary(
        string entries, string top, string binary, string libraries, string programs)
    {
        Assert.True(StagedLayout.Find(Entries(entries), "injectived", Here).IsOk(out var layout, out var reason), reason);
        Assert.Equal((top, binary), (layout.Top, layout.Binary));
        Assert.Equal(libraries, string.Join(',', layout.Libraries.Select(e => e.Path)));
        Assert.Equal(programs, string.Join(',', layout.Programs.Select(e => e.Path)));
    }

    [Theory]
    [InlineData("", "holds no gaiad", "no file at all")]
    [InlineData("a/,b/", "holds no gaiad", "no file at all")]
    [InlineData("a%*,b%*", "holds no gaiad", "a (a program (ELF)), b (a program (ELF))")]
    [InlineData("a,b", "holds no gaiad", "a, b")]
    [InlineData("anything", "one single program (ELF) of any name", "it holds anything")]
    [InlineData("a/b/gaiad*,c,d*", "holds no gaiad", "a/b/gaiad, c, d")]
    [InlineData("1*,2*,3,4,5,6,7,8,9", "1, 2, 3, 4, 5, 6, 7, 8 and more", "accepted are bin/gaiad")]
    [InlineData("bin/gaiad/,x%*,y%*", "folder where the binary should be", "bin/gaiad")]
    [InlineData("src/scripts/run.sh!*,src/go.mod", "holds no gaiad", "src/scripts/run.sh (a script), src/go.mod")]
    [InlineData("run!*", "holds no gaiad", "run (a script)")]
    [InlineData("libx.so%*,liby.so.2%", "holds no gaiad", "libx.so, liby.so.2")]
    [InlineData("README,LICENSE,1,2,3,4,5,6,7,gaiad_2.0_amd64.deb:d", "it holds gaiad_2.0_amd64.deb (a Debian package (.deb)), README",
        "take the binary out with dpkg-deb -x")]
    public static void WithoutADaemonAreRefused(string entries, string because, string andWhy)
    {
        Assert.False(Find(entries).IsOk(out _, out var reason));
        Assert.Contains(because, reason, StringComparison.Ordinal);
        Assert.Contains(andWhy, reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gaiad/,x%*,y%*", "gaiad")]
    [InlineData("bin/gaiad/,x%*,y%*", "bin/gaiad")]
    [InlineData("v2/bin/gaiad/,v2/x%*,v2/y%*", "v2/bin/gaiad")]
    [InlineData("v2/gaiad/,v2/x%*,v2/y%*", "v2/gaiad")]
    [InlineData("gaiad/,gaiad/gaiad/,gaiad/x%*,gaiad/y%*", "gaiad/gaiad")]
    public static void NameTheFolderThatIsInTheBinarysPlace(string entries, string folder)
    {
        Assert.False(Find(entries).IsOk(out _, out var reason));
        Assert.Equal($"the archive has a folder where the binary should be: {folder}", reason);
    }

    [Theory]
    [InlineData("1,2,3,4,5,6,7,8", "1, 2, 3, 4, 5, 6, 7, 8")]
    [InlineData("1,2,3,4,5,6,7,8,9", "1, 2, 3, 4, 5, 6, 7, 8 and more")]
    [InlineData("gaiad/,gaiad/x%*,gaiad/y%*", "gaiad/x (a program (ELF)), gaiad/y (a program (ELF))")] // the folder around everything
    [InlineData("other/,x%*,y%*", "x (a program (ELF)), y (a program (ELF))")]
    public static void SayWhatTheyHoldInstead(string entries, string held)
    {
        Assert.False(Find(entries).IsOk(out _, out var reason));
        Assert.EndsWith($"one single program (ELF) of any name; it holds {held}", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("libx.so", true)]
    [InlineData("lib/libwasmvm.x86_64.so", true)]
    [InlineData("libx.so.1", true)]
    [InlineData("libx.so.1.2.3", true)]
    [InlineData("gaiad", false)]
    [InlineData("gaiad.so.d/gaiad", false)]
    [InlineData("gaiad-1.2.3", false)]
    [InlineData("libx.so1", false)]
    [InlineData("libx.so.", false)]
    [InlineData(".so", false)]
    [InlineData(".so.1", false)]
    [InlineData("libx.a", false)]
    public static void TellALibraryByItsName(string path, bool isLibrary) => Assert.Equal(isLibrary, SharedLibrary.IsNameOfOne(path));

    [Theory]
    [InlineData("__MACOSX/._gaiad", true)]
    [InlineData("bin/._gaiad", true)]
    [InlineData(".DS_Store", true)]
    [InlineData("v2/.DS_Store", true)]
    [InlineData("_gaiad", false)]
    [InlineData(".gaiad", false)]
    [InlineData("v2.DS_Store", false)]
    [InlineData("x__MACOSX/y", false)]
    public static void KnowWhatMacOsLeavesBehind(string path, bool isLeftover) => Assert.Equal(isLeftover, MacLeftovers.IsOne(path));

    private static Parsed<StagedLayout> Find(string entries) => StagedLayout.Find(Entries(entries), "gaiad", Here);

    private static List<StagedEntry> Entries(string entries) =>
        [.. entries.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Entry)];

    private static StagedEntry Entry(string text) => new(
        text.Split(':')[0].TrimEnd('/', '*', '@', '%', '^', '!'),
        text[^1] switch { '/' => StagedEntryKind.Folder, '@' => StagedEntryKind.Link, _ => StagedEntryKind.File },
        text[^1] == '*')
    {
        Format = text.EndsWith(":d", StringComparison.Ordinal) ? FileFormat.Deb
            : text.TrimEnd('*')[^1] switch { '%' or '^' => FileFormat.ElfProgram, '!' => FileFormat.Script, _ => FileFormat.Unknown },
        Machine = text.TrimEnd('*')[^1] switch { '%' => Here, '^' => There, _ => null },
    };
}
