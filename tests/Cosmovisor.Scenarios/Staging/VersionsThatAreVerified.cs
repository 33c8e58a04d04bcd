using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace Cosmovisor.Tests.Staging;

/// <summary>
/// <c>cosmovisorctl verify NAME</c>: what is plainly no daemon is refused by its name; what starts is told with its version and checksum.
/// </summary>
public static class VersionsThatAreVerified
{
    private static readonly byte[] MachO = [0xcf, 0xfa, 0xed, 0xfe, 7, 0, 0, 1];

    public static TheoryData<string> Kinds => [.. NoDaemons.Keys];

    private static Dictionary<string, (byte[] Content, string Says)> NoDaemons { get; } = new()
    {
        ["nothing"] = ([], "it begins with nothing: it is empty"),
        ["a text"] = ("simd v2 for linux\n"u8.ToArray(), "is neither a program (ELF) nor a script (#!): it begins with the bytes 73696d64"),
        ["a web page"] = ("<!DOCTYPE html><html></html>"u8.ToArray(), "is a web page (HTML), and should be a program for linux/"),
        ["an archive"] = ([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3], "is an archive, and should be a program for linux/"),
        ["macOS"] = (MachO, "is a program for macOS (Mach-O), and should be a program for linux/"),
        ["half an ELF"] = (Encoding.Latin1.GetBytes("\u007fELF\u0002\u0001\u0001"), "cut short"),
        ["no interpreter"] = ("#!/no/such/shell\n"u8.ToArray(), "is a script for /no/such/shell, which is not there"),
        ["no library"] = (
            Encoding.ASCII.GetBytes("#!/bin/sh\necho 'simd: error while loading shared libraries: libwasmvm.so' >&2\nexit 127\n"),
            "could not be started: simd: error while loading shared libraries: libwasmvm.so"),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public static void AreRefusedWhereTheyAreNoDaemon(string kind)
    {
        using var home = new NodeHome().Install("genesis", "true").Install("upgrades/v2", "true");
        File.WriteAllBytes(Binary(home), NoDaemons[kind].Content);
        var before = home.Tree();

        var end = home.Ctl("verify", "v2");

        Assert.Equal(1, end.Code);
        Assert.StartsWith($"not usable: {Binary(home)} ", end.Output, StringComparison.Ordinal);
        Assert.Contains(NoDaemons[kind].Says, end.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("sha256:", end.Output, StringComparison.Ordinal);
        Assert.Equal(before, home.Tree());
    }

    [Fact]
    public static void UnderAnotherNameAreNamedAndNotRun()
    {
        using var home = new NodeHome().Install("genesis", "true");
        _ = home.Install("upgrades/v2", $"touch {home.In("ran")}");
        File.Move(Binary(home), Binary(home).Replace("dummyd", "install.sh", StringComparison.Ordinal));

        var end = home.Ctl("verify", "v2");

        Assert.Equal(1, end.Code);
        Assert.Contains("install.sh", end.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(home.In("ran")));
    }

    [Theory]
    [InlineData("echo 2.0.0", "starts, version 2.0.0")]
    [InlineData("true", "starts; its \"version\" prints nothing")]
    [InlineData("echo 'unknown command' >&2; exit 1", "starts; \"version\" ended with code 1")]
    public static void ThatStartAreToldWithTheirChecksum(string script, string says)
    {
        using var home = new NodeHome().Install("genesis", "true").Install("upgrades/v2", script);
        var sum = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Binary(home))));

        var end = home.Ctl("verify", "v2");

        Assert.Equal(0, end.Code);
        Assert.StartsWith($"usable: {Binary(home)} {says}", end.Output, StringComparison.Ordinal);
        Assert.EndsWith($"\nsha256: {sum}\n", end.Output, StringComparison.Ordinal);
    }

    private static string Binary(NodeHome home) => home.In("cosmovisor/upgrades/v2/bin/dummyd");
}
