namespace Cosmovisor.Tests.InTheWild;

/// <summary>A unit of systemd as other people's roles write it: nothing in its environment but what it names, and Restart=always.</summary>
/// <param name="home">Its <c>DAEMON_HOME</c>.</param>
/// <param name="call">The words of <c>ExecStart=</c> behind the program.</param>
/// <param name="variables">Its <c>Environment=</c> lines, but for name and home.</param>
internal sealed class UnitInTheWild(NodeHome home, string call, params string[] variables)
{
    /// <summary>What a shell of the home's user says, with the same two variables.</summary>
    public static Finished Shell(NodeHome home, string line) => home.Shell($"env -i HOME={home.Path} PATH=\"$PATH\" {Named(home)} {line}");

    /// <summary>The unit is started; it runs until it is signalled, or ends.</summary>
    public Run Start() => home.StartShell(
        $"exec env -i LANG=C.UTF-8 USER=node HOME={home.Path} PATH=\"$PATH\" {Named(home)} {string.Join(' ', variables)} \"$0\" {call}");

    /// <summary>A run of the unit, to its end.</summary>
    public Finished Run()
    {
        using var run = Start();
        return run.End();
    }

    private static string Named(NodeHome home) => $"DAEMON_NAME={NodeHome.DaemonName} DAEMON_HOME={home.Path}";
}
