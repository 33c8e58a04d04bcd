using Cosmovisor.Staging;

namespace Cosmovisor.Fuzz.Targets;

/// <summary>Programs, archives, checksums and signatures.</summary>
internal static class OfFiles
{
    public static IEnumerable<KeyValuePair<string, Action<byte[]>>> All { get; } =
    [
        new("elf", bytes => Must.BeWhole(
            ElfFile.Parse(new InMemory(bytes)), elf => elf.Needed.Count <= bytes.Length && elf.RunPath.Count <= bytes.Length)),
        new("xz", bytes => Must.BeWhole(XzDictionaries.Largest(new InMemory(bytes)), size => size is >= 0 and <= uint.MaxValue)),
        new("tar-header", Tar),
        new("pax", bytes => Must.BeWhole(PaxRecords.Parse(bytes), records => records.Size is null or >= 0)),
        new("archive-path", EntryPath),
        new("first-bytes", First),
        new("script-line", bytes => _ = ScriptLine.Of(Must.Text(bytes))),
        new("checksum-list", ChecksumList),
        new("minisign-signature", bytes => Must.BeWhole(
            MinisignSignature.Parse(Must.Text(bytes)), signature => signature.OfFile.Length == 64 && signature.OfComment.Length == 64)),
        new("minisign-keys", bytes => Must.BeWhole(
            MinisignKey.ParseFile(Must.Text(bytes)), keys => keys.Count > 0 && keys.All(key => key.Ed25519.Length == 32))),
        new("netrc", bytes => _ = Netrc.Find(Must.Text(bytes), "example.org")),
    ];

    private static void Tar(byte[] bytes)
    {
        if (bytes.Length >= TarHeader.BlockSize)
        {
            Must.BeWhole(
                TarHeader.Parse(bytes.AsSpan(0, TarHeader.BlockSize)), header => header is { Size: >= 0, Mode: >= 0 and <= 0xfff });
        }
    }

    /// <summary>Nothing that is unpacked leaves its folder, whatever an entry or a link is called.</summary>
    private static void EntryPath(byte[] bytes)
    {
        var names = Must.Text(bytes).Split('\n', 2);
        var answer = ArchiveEntryPath.Parse(names[0]);
        Must.BeWhole(answer);

        if (answer.IsOk(out var path, out _))
        {
            var full = Path.GetFullPath(Path.Join("/a", path.Value));
            Must.Hold((full + "/").StartsWith("/a/", StringComparison.Ordinal), full);

            if (names.Length > 1 && path.WhatIsWrongWithLink(names[1]) is null)
            {
                var target = Path.GetFullPath(Path.Join(Path.GetDirectoryName(Path.Join("/a", path.Value)), names[1]));
                Must.Hold((target + "/").StartsWith("/a/", StringComparison.Ordinal), $"a link to {target}");
            }
        }
    }

    private static void First(byte[] bytes)
    {
        var first = bytes.AsSpan(0, Math.Min(bytes.Length, FileFormats.BytesToSee));
        _ = ArchiveKinds.Of(first);
        var format = FileFormats.Of(first);
        _ = FileFormats.MachineOf(first);
        Must.Hold(FileFormats.NameOf(format) is not "" && FileFormats.AdviceFor(format) is not "", "a name without letters");
    }

    private static void ChecksumList(byte[] bytes)
    {
        Must.BeWhole(ChecksumFile.Find(Must.Text(bytes), "/releases/v2/simd-linux-amd64"));
        Must.BeWhole(Checksum.Parse(Must.Text(bytes)));
    }
}
