using Cosmovisor.Detection;
using Cosmovisor.Settings;

namespace Cosmovisor;

/// <summary>What comes back where a parser got foreign text: a value for which something holds, or a reason that can be shown.</summary>
internal static class Answer
{
    public static bool IsWhole<T>(Parsed<T> answer, Func<T, bool>? holds = null) =>
        answer.IsOk(out var value, out var reason) ? holds is null || holds(value) : IsSentence(reason);

    /// <summary>A file of settings says what is wrong with it in sentences, each setting at most once.</summary>
    public static bool IsWhole(SettingsFile file) =>
        file.Complaints.Concat(file.Warnings).All(IsSentence)
            && file.Settings.DistinctBy(one => one.Setting).Count() == file.Settings.Count;

    /// <summary>What a line says is nothing, or names what it speaks of.</summary>
    public static bool IsWhole(Observation? seen) => seen switch
    {
        Observation.Announced { Plan: var plan } => plan is { Name.Length: > 0, Height: > 0 },
        Observation.Halted { Name: var name } => name.Length > 0,
        Observation.NeedsVersion { Name: var name } => name.Length > 0,
        Observation.BinaryAhead { Name: var name } => name.Length > 0,
        Observation.HaltHeightReached { Height: var height } => height > 0,
        Observation.BlockMade { Height: var height } => height > 0,
        _ => true,
    };

    // As it stands in a longer sentence; the text of an exception would name its type or our parameters.
    private static bool IsSentence(string reason) =>
        reason.Length > 3
            && !reason.Contains("Exception", StringComparison.Ordinal)
            && !reason.Contains("Parameter '", StringComparison.Ordinal);
}
