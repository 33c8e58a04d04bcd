using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Cosmovisor.Upgrading;

/// <summary>
/// An operator's wish that a version which needs no height takes the place of the one that runs: <c>cosmovisorctl upgrade NAME --now</c>.
/// </summary>
/// <remarks>It is carried out at most once: the journal and the history keep its <see cref="Id"/>.</remarks>
/// <param name="Id">Tells it from every other.</param>
/// <param name="Name">The version's, as a plan would have it.</param>
/// <param name="From">What <c>current</c> pointed to when it was asked for.</param>
/// <param name="Asked">When that was.</param>
internal sealed partial record UpgradeRequest(string Id, string Name, string From, DateTimeOffset Asked)
{
    public int Version { get; init; } = 1;

    /// <summary>Who asks, in words.</summary>
    public string Who { get; init; } = "";

    /// <summary>Not before this; null for at once.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>A plan that comes soon is not a reason against it.</summary>
    public bool Force { get; init; }

    /// <summary>The old version can read the new one's data, says the operator.</summary>
    public bool TakeBack { get; init; }

    /// <summary>What became of it by now; null for nothing yet.</summary>
    public RequestAnswer? Answer { get; init; }

    /// <summary>Nothing of it is still to come.</summary>
    [JsonIgnore]
    public bool IsOver => Answer is { State: not RequestState.Taken };

    public static bool IsId(string text) => Ids().IsMatch(text);

    [GeneratedRegex(@"^[0-9a-f]{32}\z")]
    private static partial Regex Ids();
}

/// <summary>What the supervisor has done about a request.</summary>
/// <param name="State">How far it is.</param>
/// <param name="Says">In words.</param>
/// <param name="At">When.</param>
internal sealed record RequestAnswer(RequestState State, string Says, DateTimeOffset At);

/// <summary>What is kept of a request by the upgrade that it asked for.</summary>
/// <param name="Id">The request's.</param>
/// <param name="TakeBack">As the operator has said.</param>
internal sealed record RequestMark(string Id, bool TakeBack);
