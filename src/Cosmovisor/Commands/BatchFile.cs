using Cosmovisor.Disk;
using Cosmovisor.Plans;

namespace Cosmovisor.Commands;

/// <summary>The file of <c>add-batch-upgrade --upgrade-file</c>.</summary>
internal static class BatchFile
{
    public static Parsed<IReadOnlyList<ManualUpgrade>> Read(string path) =>
        !BoundedFile.ReadText(OperatorsFiles.NameOf(path)).IsOk(out var text, out var reason) ? Parsed.Invalid<IReadOnlyList<ManualUpgrade>>($"{path} {reason}")
        : UpgradeBatch.FromFile(text) is var batch && batch.IsOk(out _, out reason) ? batch
        : Parsed.Invalid<IReadOnlyList<ManualUpgrade>>($"{path}: {reason}");
}
