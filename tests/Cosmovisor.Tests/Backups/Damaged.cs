using Cosmovisor.Linux;

namespace Cosmovisor.Tests.Backups;

internal static class Damaged
{
    /// <summary>Other bytes of the same length under the same time: what only reading can find.</summary>
    public static void File(string file)
    {
        var facts = FileFacts.Of(file)!.Value;
        System.IO.File.WriteAllText(file, new string('X', (int)facts.Size));
        Assert(FileMetadata.Carry(new MetadataTarget(file), new MetadataTarget(file), facts).Trouble is null
            && facts.IsUnchangedFrom(FileFacts.Of(file)!.Value));
    }

    private static void Assert(bool done) => Xunit.Assert.True(done);
}
