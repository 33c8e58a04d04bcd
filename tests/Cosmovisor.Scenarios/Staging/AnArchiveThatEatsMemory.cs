using System.Security.Cryptography;
using Xunit;

namespace Cosmovisor.Tests.Staging;

/// <summary>
/// The memory that the child has for unpacking is not enough: the step fails in words, and the supervisor goes its ordinary way.
/// </summary>
public static class AnArchiveThatEatsMemory
{
    private const int NotEnoughMemory = 100_000; // KiB that it can write to; the window of the archive alone has 131 072

    [Fact]
    public static void FailsInWordsAndTheNextStartGoesOn()
    {
        Assert.SkipUnless(Executable.IsNative, "under the JIT the supervisor itself needs more memory than is left here");
        SystemTool.Need("zstd");
        using var home = new NodeHome();
        Announce(home);

        // A limit of the kernel, which is handed on to children: real archives within our bounds do not reach the one they have.
        var end = home.RunUnder("/bin/sh", "-c", $"ulimit -d {NotEnoughMemory}; exec {Executable.Cosmovisor} start");

        Assert.True(end.Code == 70, $"code {end.Code}: {end.Error}");
        Assert.Contains("unpacking it needs more memory than it may have", end.Error, StringComparison.Ordinal);
        Assert.Contains("nothing was switched", end.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(home.In("cosmovisor/upgrades")));

        var next = home.Run("start");
        Assert.True(next.Code == 0, next.Error);
        Assert.Equal("upgrades/v2", home.Current);
    }

    // From a pipe: where zstd knows the length, it asks for no more than that.
    private static void Announce(NodeHome home)
    {
        var packed = home.RunUnder(
            "/bin/sh", "-ec",
            """cd "$DAEMON_HOME"; printf '#!/bin/sh\necho v2\n' > dummyd; chmod 755 dummyd; tar cf - dummyd | zstd -q --long=27 > a.tar.zst; rm dummyd""");
        Assert.True(packed.Code == 0, packed.Error);
        var sum = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(home.In("a.tar.zst"))));
        _ = home.Set("DAEMON_ALLOW_DOWNLOAD_BINARIES", "true").Set("DAEMON_RESTART_AFTER_UPGRADE", "false")
            .Install("genesis", Scripts.Halt(
                "v2", info: $$"""{"binaries":{"any":"file://{{home.In("a.tar.zst")}}?checksum=sha256:{{sum}}"} }"""));
    }
}
