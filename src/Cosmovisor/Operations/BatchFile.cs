using Cosmovisor.Linux;
using Cosmovisor.Plans;

namespace Cosmovisor.Operations;

/// <summary>The file of <c>add-batch-upgrade --upgrade-file</c>.</summary>
internal static class BatchFile
{
    private const int Largest = 1024 * 1024;

    public static Parsed<IReadOnlyList<ManualUpgrade>> Read(string path)
    {
        try
        {
            var read = !File.Exists(path) || !RegularFile.IsAt(path) ? Wrong("it is no file that is there")
                : new FileInfo(path).Length > Largest ? Wrong($"it has more than {Largest} bytes")
                : UpgradeBatch.FromFile(File.ReadAllText(path));
            return read.IsOk(out _, out var reason) ? read : Wrong($"{path}: {reason}");
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return Wrong($"{path}: {ex.Message}");
        }
    }

    private static Parsed<IReadOnlyList<ManualUpgrade>> Wrong(string reason) => Parsed.Invalid<IReadOnlyList<ManualUpgrade>>(reason);
}
