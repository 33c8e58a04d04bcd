namespace Cosmovisor.Supervision;

/// <summary>The codes we end with on our own account; all others are the daemon's. Numbers follow sysexits.h.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>Nothing more precise fits.</summary>
    public const int Failed = 1;

    /// <summary>EX_USAGE: a command of ours was called wrongly.</summary>
    public const int Usage = 64;

    /// <summary>EX_NOINPUT: there is no such binary.</summary>
    public const int NoBinary = 66;

    /// <summary>EX_SOFTWARE: the upgrade failed, <c>current</c> is as before.</summary>
    public const int UpgradeFailed = 70;

    /// <summary>EX_TEMPFAIL: another supervisor holds this home.</summary>
    public const int LockHeld = 75;

    /// <summary>128 + INT: a command of ours was interrupted.</summary>
    public const int Interrupted = 130;

    /// <summary>EX_CONFIG: the settings are wrong. Meant for <c>RestartPreventExitStatus=78</c>.</summary>
    public const int BadSettings = 78;
}
