namespace Cosmovisor.Supervision;

/// <summary>What is done next in a life of the daemon.</summary>
internal enum LifeAction
{
    /// <summary>The next observation goes to the detector.</summary>
    Observe,

    /// <summary>Witnesses do what is due; then it is waited until something happens.</summary>
    Watch,

    /// <summary>The daemon is stopped, because an operator's command asks for another life.</summary>
    StopForAnother,

    /// <summary>The daemon has ended by itself: everything it started is ended, and its witnesses report what they still have.</summary>
    HearOut,

    /// <summary>What a witness has left in doubt until the end is settled.</summary>
    Settle,

    /// <summary>How the daemon has ended goes to the detector, last of all.</summary>
    TellItsEnd,
}
