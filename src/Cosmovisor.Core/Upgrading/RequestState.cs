using System.Text.Json.Serialization;

namespace Cosmovisor.Upgrading;

/// <summary>How far a request is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RequestState>))]
internal enum RequestState
{
    /// <summary>It is being carried out, and stands in the journal.</summary>
    [JsonStringEnumMemberName("taken")]
    Taken,

    /// <summary>Nothing was changed, and nothing will be.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,

    /// <summary>The new version was started.</summary>
    [JsonStringEnumMemberName("started")]
    Started,

    /// <summary>A step could not be done; the next start tries again.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>The new version ended right after its start.</summary>
    [JsonStringEnumMemberName("ended")]
    Ended,

    /// <summary>The old version is current again.</summary>
    [JsonStringEnumMemberName("taken-back")]
    TakenBack,
}
