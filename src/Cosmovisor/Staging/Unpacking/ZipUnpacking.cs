using System.IO.Compression;
using System.Text;

namespace Cosmovisor.Staging;

/// <summary>Puts what a zip holds into a tree.</summary>
internal static class ZipUnpacking
{
    private const int TypeBits = 0xf000; // S_IFMT, in the upper half of the external attributes when a Unix tool made the zip
    private const int NoType = 0;
    private const int Folder = 0x4000;
    private const int Regular = 0x8000;
    private const int Link = 0xa000;
    private const int LongestTarget = 4096;

    /// <summary>
    /// Room for the list of 10 000 files at its end. The framework reads that list whole, and keeps it, before we can count.
    /// </summary>
    private const int LongestDirectory = 4 << 20;

    // Strict, because a name that is not UTF-8 would be another name on every machine.
    private static readonly UTF8Encoding Names = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false);

    public static void Unpack(Stream zip, UnpackedTree into)
    {
        using var metered = new MeteredStream(
            zip, LongestDirectory, $"the archive's own list of its files has more than {LongestDirectory >> 20} MiB");
        using var archive = new ZipArchive(metered, ZipArchiveMode.Read, leaveOpen: true, Names);
        var entries = archive.Entries;
        metered.LetOff();

        foreach (var entry in entries)
        {
            if (entry.IsEncrypted)
            {
                throw new RefusedException($"the archive's entry {ForeignText.Quote(entry.FullName)} is encrypted");
            }

            Add(entry, into);
        }
    }

    private static void Add(ZipArchiveEntry entry, UnpackedTree into)
    {
        var mode = (entry.ExternalAttributes >> 16) & 0xffff;

        switch (mode & TypeBits)
        {
            case Folder:
                into.AddFolder(entry.FullName);
                break;
            case NoType when entry.FullName.EndsWith('/'):
                into.AddFolder(entry.FullName);
                break;
            case NoType or Regular:
                using (var content = Checked(entry))
                {
                    into.AddFile(entry.FullName, (UnixFileMode)(mode & 0xfff), content);
                }

                break;
            case Link:
                into.AddLink(entry.FullName, TargetOf(entry));
                break;
            default:
                throw new RefusedException($"the archive's entry {ForeignText.Quote(entry.FullName)} is neither file, folder nor link");
        }
    }

    private static string TargetOf(ZipArchiveEntry entry)
    {
        using var content = Checked(entry);
        var target = new byte[LongestTarget];
        return Encoding.UTF8.GetString(target, 0, content.ReadAtLeast(target, target.Length, throwOnEndOfStream: false));
    }

    private static Crc32Stream Checked(ZipArchiveEntry entry) => new(entry.Open(), entry.Crc32, entry.FullName);
}
