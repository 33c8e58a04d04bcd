namespace Cosmovisor.Staging;

/// <summary>Turns a downloaded file, whatever it is, into a version's folder with the binary at <c>bin/$DAEMON_NAME</c>.</summary>
internal static class Unpacker
{
    /// <summary>Unpacks and arranges; the folder returned lies in <paramref name="tree"/>'s.</summary>
    /// <param name="file">What was downloaded.</param>
    /// <param name="archive">The link's <c>archive=</c>.</param>
    /// <param name="daemonName">The name the binary must have.</param>
    /// <param name="tree">Where to unpack to; empty.</param>
    public static string Unpack(string file, string? archive, string daemonName, UnpackedTree tree)
    {
        try
        {
            Fill(file, archive, daemonName, tree);
        }
        catch (Exception e) when (e is not (RefusedException or OperationCanceledException or OutOfMemoryException))
        {
            // Any exception: the decoders throw whatever comes to their mind over bytes that somebody made up.
            throw new RefusedException($"the archive is damaged or of a kind that cannot be read: {ForeignText.Printable(e.Message)}", e);
        }

        return StagedLayout.Find(tree.Entries, daemonName, UsableBinary.ThisMachine.Elf).IsOk(out var layout, out var reason)
            ? new VersionFolder(tree, layout, daemonName).Arrange()
            : throw new RefusedException(reason);
    }

    private static void Fill(string file, string? archive, string daemonName, UnpackedTree tree)
    {
        using var packed = File.OpenRead(file);
        var first = new byte[ArchiveKinds.BytesToSee];
        first = first[..packed.ReadAtLeast(first, first.Length, throwOnEndOfStream: false)];
        packed.Position = 0;
        var kind = archive == "false" ? ArchiveKind.None : ArchiveKinds.Of(first);

        if (kind is ArchiveKind.None && archive is not (null or "false"))
        {
            throw new RefusedException(
                $"the link says archive={ForeignText.Printable(archive)}, and the file is not an archive: it begins with {FirstBytes.Show(first)}");
        }

        if (kind is ArchiveKind.Xz)
        {
            XzFileStream.RefuseHugeDictionaries(file);
        }

        if (kind is ArchiveKind.Zip)
        {
            ZipUnpacking.Unpack(packed, tree);
        }
        else if (Decompression.IsCompressed(kind))
        {
            using var plain = new PeekedStream(Decompression.Open(kind, packed), ArchiveKinds.BytesToSee);
            FillFrom(plain, ArchiveKinds.Of(plain.First) is ArchiveKind.Tar, daemonName, tree);
        }
        else
        {
            FillFrom(packed, kind is ArchiveKind.Tar, daemonName, tree);
        }
    }

    private static void FillFrom(Stream plain, bool isTar, string daemonName, UnpackedTree tree)
    {
        if (!isTar)
        {
            tree.AddFile(daemonName, UnixFileMode.UserExecute, plain);
            return;
        }

        TarUnpacking.Unpack(plain, tree);

        // A tar ends before its file does. Read on: the checksum of what is packed around it comes last.
        var rest = new byte[64 * 1024];

        while (plain.Read(rest) is > 0 and var count)
        {
            tree.Grow(count);
        }
    }
}
