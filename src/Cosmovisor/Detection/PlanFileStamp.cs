using Cosmovisor.Home;
using Cosmovisor.Linux;

namespace Cosmovisor.Detection;

/// <summary>What changes when a plan file is written again, or another takes its name.</summary>
internal readonly record struct PlanFileStamp(bool Exists, long Written, long Size, ulong Inode, bool IsMarked)
{
    public static PlanFileStamp Of(string path) =>
        FileFacts.OfTarget(path) is { } facts
            ? new PlanFileStamp(true, facts.Modified, facts.Size, facts.Inode, PlanFileOnDisk.IsExecutable(facts)) : default;
}
