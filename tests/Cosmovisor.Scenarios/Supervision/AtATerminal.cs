using Xunit;

namespace Cosmovisor.Tests.Supervision;

/// <summary>Job control as everybody knows it, on a real pseudo-terminal with a real shell.</summary>
public static class AtATerminal
{
    private const int Stop = 19;
    private const string Start = "\"$EXE\" start; echo code=$?\n";

    [Theory]
    [InlineData("start")]
    [InlineData("run start")]
    public static void CtrlCReachesTheNodeExactlyOnce(string words)
    {
        using var home = new NodeHome().Install(
            "genesis",
            "trap 'echo got INT' INT; trap 'echo got USR1' USR1; trap 'exit 5' TERM; echo is ready; while :; do sleep 0.02; done");
        using var terminal = new PseudoTerminal(home).Type($"\"$EXE\" {words}; echo code=$?\n").Await("is ready");

        terminal.Type(PseudoTerminal.CtrlC).Await("got INT");
        Signal.Send(home.Supervisor(), Run.Usr1);
        terminal.Await("got USR1"); // had a second INT been on its way, it would have been there before

        Assert.Equal(1, terminal.Count("got INT"));
        Signal.Send(home.Supervisor(), Run.Terminate);
        terminal.Await("code=5");
    }

    [Fact]
    public static void CtrlCEndsAnOrdinaryNode()
    {
        using var home = new NodeHome().Install("genesis", "echo is ready; exec sleep 60");
        using var terminal = new PseudoTerminal(home).Type(Start).Await("is ready");

        terminal.Type(PseudoTerminal.CtrlC).Await("code=130");
    }

    [Theory]
    [InlineData("start")]
    [InlineData("run start")]
    public static void CtrlZStopsTheJobAndFgGoesOn(string words)
    {
        using var home = new NodeHome().Install("genesis", "echo pid=$$; while read line; do echo \"heard <$line>\"; done");
        using var terminal = new PseudoTerminal(home).Type($"\"$EXE\" {words}\n").Await("pid=");
        var supervisor = home.Supervisor();
        var node = Processes.OnlyChildOf(supervisor);

        for (var round = 1; round <= 2; round++)
        {
            terminal.Type(PseudoTerminal.CtrlZ);
            Wait.Until("a stopped supervisor", () => Processes.State(supervisor) == 'T');
            Wait.Until("a stopped node", () => Processes.State(node) == 'T');
            terminal.Type($"echo shell $((40 + {round}))\n").Await($"shell {40 + round}");
            terminal.Type("fg\n");
            Wait.Until("a running supervisor", () => Processes.IsAlive(supervisor) && Processes.State(supervisor) != 'T');
            terminal.Type($"line {round}\n").Await($"heard <line {round}>");
        }

        Assert.Contains("Stopped", terminal.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public static void AStopOfTheNodeAloneIsItsOwn()
    {
        using var home = new NodeHome().Install("genesis", "trap 'exit 6' USR1; echo is ready; while :; do sleep 0.02; done");
        using var terminal = new PseudoTerminal(home).Type(Start).Await("is ready");
        var supervisor = home.Supervisor();
        var node = Processes.OnlyChildOf(supervisor);

        Signal.Send(node, Stop);
        Wait.Until("a stopped node", () => Processes.State(node) == 'T');
        Signal.Send(supervisor, Run.Usr1); // read after the node's stop, by a supervisor that goes on
        Wait.Until("a signal passed on", () => home.Log.Contains("signal=USR1", StringComparison.Ordinal));
        Signal.Send(node, Run.Continue);

        terminal.Await("code=6");
    }

    [Fact]
    public static void CtrlCEndsAnUpgradeBeforeItsNextStep()
    {
        using var home = new NodeHome().Install("genesis", Sentences.Halt("chain2") + "\nexit 2");
        home.InstallUpgrade("chain2", "echo never started");
        _ = home.Write("cosmovisor/upgrades/chain2/migrate", "#!/bin/sh\ntouch begun; exec sleep 60\n");
        using var terminal = new PseudoTerminal(home).Type(Start);
        Wait.Until("the script", () => File.Exists(home.In("begun")));

        terminal.Type(PseudoTerminal.CtrlC).Await("code=130");

        Assert.Equal("genesis", home.Current);
        Assert.Equal(0, terminal.Count("never started"));
    }

    [Fact]
    public static void AnInteractiveCommandReadsAPassphraseUnseen()
    {
        using var home = new NodeHome()
            .Install("genesis", "stty -echo; printf 'Passphrase: '; read -r secret; stty echo; echo; echo \"got <$secret> of $(tty)\"");
        using var terminal = new PseudoTerminal(home).Type("\"$EXE\" keys add validator; echo code=$?\n").Await("Passphrase: ");

        terminal.Type("correct horse\n").Await("got <correct horse> of /dev/pts/").Await("code=0");

        Assert.Equal(1, terminal.Count("correct horse"));
    }

    [Fact]
    public static void TheNodeReadsTheTerminalUnderStartToo()
    {
        using var home = new NodeHome().Install("genesis", "test -t 0 && echo stdin is $(tty); read -r line; echo \"got <$line>\"");
        using var terminal = new PseudoTerminal(home).Type(Start).Await("stdin is /dev/pts/");

        terminal.Type("yes\n").Await("got <yes>").Await("code=0");
    }

    [Fact]
    public static void AResizedWindowIsToldOnce()
    {
        using var home = new NodeHome().Install(
            "genesis",
            "trap 'echo got WINCH $(stty size </dev/tty)' WINCH; trap 'echo got USR1' USR1; echo is ready; while :; do sleep 0.02; done");
        using var terminal = new PseudoTerminal(home).Type(Start).Await("is ready");

        terminal.Resize(33, 77);
        terminal.Await("got WINCH 33 77");
        Signal.Send(home.Supervisor(), Run.Usr1);
        terminal.Await("got USR1");

        Assert.Equal(1, terminal.Count("got WINCH"));
    }

    [Fact]
    public static void AHangUpReachesTheNodeWhenWeLeadTheSession()
    {
        // The kernel then tells the leader alone, not its group (tty_io(9)): `docker run -t`, `ssh -t host cosmovisor start`.
        using var home = new NodeHome().Install(
            "genesis", "trap 'echo got HUP >>\"$DAEMON_HOME/told\"; exit 4' HUP; echo is ready; while :; do sleep 0.02; done");
        using var terminal = new PseudoTerminal(home, "\"$EXE\" start").Await("is ready");

        terminal.HangUp();

        Assert.Equal("got HUP", home.Written("told"));
        Assert.Equal(4, terminal.End().Code);
    }
}
