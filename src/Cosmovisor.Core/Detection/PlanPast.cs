namespace Cosmovisor.Detection;

/// <summary>What the history of this home says about a plan that lies there at the start.</summary>
internal enum PlanPast
{
    /// <summary>Nothing that speaks against it.</summary>
    Nothing,

    /// <summary>The node went past it with <c>--unsafe-skip-upgrades</c>.</summary>
    Skipped,

    /// <summary>The upgrade was carried out, and taken back.</summary>
    TakenBack,

    /// <summary>The operator gave it up.</summary>
    GivenUp,

    /// <summary><c>current</c> was pointed elsewhere by hand after it had been carried out, or after a later one had.</summary>
    PointedElsewhere,
}
