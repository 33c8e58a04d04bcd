using System.Formats.Tar;

namespace Cosmovisor.Staging;

/// <summary>Puts what a tar holds into a tree.</summary>
internal static class TarUnpacking
{
    public static void Unpack(Stream tar, UnpackedTree into)
    {
        using var reader = new TarReader(tar, leaveOpen: true);

        while (reader.GetNextEntry() is { } entry)
        {
            switch (entry.EntryType)
            {
                case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                    into.AddFile(entry.Name, entry.Mode, entry.DataStream ?? Stream.Null);
                    break;
                case TarEntryType.Directory:
                    into.AddFolder(entry.Name);
                    break;
                case TarEntryType.SymbolicLink:
                    into.AddLink(entry.Name, entry.LinkName);
                    break;
                case TarEntryType.HardLink:
                    into.AddSecondName(entry.Name, entry.LinkName);
                    break;
                case TarEntryType.GlobalExtendedAttributes: // a comment: git archive leaves the commit's number here
                    break;
                default:
                    throw new RefusedException($"the archive's entry \"{entry.Name}\" is neither file, folder nor link ({entry.EntryType})");
            }
        }
    }
}
