namespace Cosmovisor.LookAhead;

/// <summary>What a change of the outlook is about.</summary>
internal enum OutlookSubject
{
    /// <summary>An upgrade that was not known, or has been decided.</summary>
    Coming,

    Changed,

    Cancelled,

    /// <summary>Whether it could be carried out here.</summary>
    Readiness,

    /// <summary>It is near.</summary>
    Near,

    /// <summary>The look itself.</summary>
    Trouble,
}
