using System.Text.Json.Serialization;

namespace Cosmovisor.LookAhead;

/// <summary>What a check found.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CheckResult>))]
internal enum CheckResult
{
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>The upgrade would go through, and something about it is worth a look.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>The upgrade would fail here.</summary>
    [JsonStringEnumMemberName("problem")]
    Problem,

    /// <summary>It could not be found out. It never counts as ok.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,
}

/// <summary>Whether a coming upgrade would succeed here.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Readiness>))]
internal enum Readiness
{
    [JsonStringEnumMemberName("yes")]
    Yes,

    [JsonStringEnumMemberName("no")]
    No,

    [JsonStringEnumMemberName("unknown")]
    Unknown,
}

/// <summary>One question about a coming upgrade, with its answer.</summary>
/// <param name="Check">Its name, in a word or two; never changes.</param>
/// <param name="Result">What was found.</param>
/// <param name="Says">The same as a sentence.</param>
/// <param name="Todo">What to do about it, as a command where there is one; null for nothing.</param>
internal sealed record ReadinessCheck(string Check, CheckResult Result, string Says, string? Todo = null)
{
    /// <summary>What many checks come to: one problem is a no, and what is unknown is never a yes.</summary>
    public static Readiness Of(IReadOnlyCollection<ReadinessCheck> checks) =>
        checks.Any(check => check.Result == CheckResult.Problem) ? Readiness.No
        : checks.Count == 0 || checks.Any(check => check.Result == CheckResult.Unknown) ? Readiness.Unknown
        : Readiness.Yes;
}
