using Cosmovisor.Linux;
using Cosmovisor.Plans;

namespace Cosmovisor.Detection;

/// <summary>Reads a plan file, the node's or our own record of one, whatever lies in its place.</summary>
internal static class PlanFileOnDisk
{
    private const int LargestPlan = 1024 * 1024;

    public static bool IsThere(string path) => Path.Exists(path);

    /// <summary>The plan, or why there is none. Never takes more than a plan's worth into memory, and never waits.</summary>
    public static Parsed<UpgradePlan> Read(string path)
    {
        try
        {
            // A pipe or a device of that name would hold us for ever.
            if (!RegularFile.IsAt(path))
            {
                return Parsed.Invalid<UpgradePlan>(IsThere(path) ? "it is no regular file" : "it is not there");
            }

            using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
            var size = RandomAccess.GetLength(file);

            if (size > LargestPlan)
            {
                return Parsed.Invalid<UpgradePlan>($"it has {size} bytes, and a plan file at most {LargestPlan}");
            }

            var bytes = new byte[size];
            var read = RandomAccess.Read(file, bytes, 0);
            return PlanFile.Parse(bytes.AsMemory(0, read));
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return Parsed.Invalid<UpgradePlan>(ex.Message);
        }
    }
}
