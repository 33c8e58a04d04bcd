namespace Cosmovisor.SimNode.Posix;

/// <summary>Signals by the names people type; the numbers above 15 differ between Linux and macOS.</summary>
internal static class SignalNumber
{
    public const int Pipe = 13;

    public static int User1 => OperatingSystem.IsMacOS() ? 30 : 10;

    public static int User2 => OperatingSystem.IsMacOS() ? 31 : 12;

    /// <returns>Null for a name that is not known here.</returns>
    public static int? Parse(string name) => name.ToUpperInvariant().Replace("SIG", "", StringComparison.Ordinal) switch
    {
        "HUP" => 1,
        "INT" => 2,
        "QUIT" => 3,
        "ILL" => 4,
        "TRAP" => 5,
        "ABRT" => 6,
        "FPE" => 8,
        "KILL" => 9,
        "SEGV" => 11,
        "PIPE" => Pipe,
        "ALRM" => 14,
        "TERM" => 15,
        "BUS" => OperatingSystem.IsMacOS() ? 10 : 7,
        "USR1" => User1,
        "USR2" => User2,
        var other => int.TryParse(other, out var number) && number is > 0 and < 65 ? number : null,
    };
}
