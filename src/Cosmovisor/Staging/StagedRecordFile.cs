using System.Text;
using Cosmovisor.Disk;
using Cosmovisor.Home;
using Cosmovisor.Linux;

namespace Cosmovisor.Staging;

/// <summary><c>staged.json</c> in a version's folder: which of its files are ours.</summary>
internal static class StagedRecordFile
{
    public static string In(string version) => Path.Join(version, DaemonHome.StagedRecordName);

    /// <summary>Of a binary that still lies there as we put it. Null where it is the operator's, or nothing tells.</summary>
    /// <param name="home">Whose.</param>
    /// <param name="version">The version's folder.</param>
    public static StagedRecord? Untouched(DaemonHome home, string version) =>
        Read(version) is { } record && FactsOf(home.BinaryIn(version)) is { } now && now == record.Binary ? record : null;

    /// <summary>Before the version takes its place: the file is in it when it does.</summary>
    public static void Write(DaemonHome home, string version, Func<StagedBinary, StagedRecord> record)
    {
        if (FactsOf(home.BinaryIn(version)) is { } binary)
        {
            AtomicFile.Write(In(version), [Encoding.UTF8.GetString(record(binary).Json())]);
        }
    }

    private static StagedRecord? Read(string version) =>
        BoundedFile.Read(In(version)).Then(bytes => StagedRecord.Parse(bytes)).IsOk(out var record, out _) ? record : null;

    private static StagedBinary? FactsOf(string binary) =>
        FileFacts.OfTarget(binary) is { } facts ? new StagedBinary(facts.Size, facts.Modified, facts.Inode) : null;
}
