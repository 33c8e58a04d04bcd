namespace Cosmovisor.SimNode;

internal static class Help
{
    public const string Text =
        """
        simnode: a daemon that behaves like a Cosmos SDK node where a supervisor looks

          simnode [OPTION...] start [NODE FLAG...]
          simnode [OPTION...] version | status | init | export | migrate | pre-upgrade | config | query | ...
          simnode echo-args | cat | env NAME | pwd | exit CODE | kill SIGNAL

          --as VERSION --handles NAME,NAME        which binary this is, and the upgrades it contains
          --plan NAME@HEIGHT[:INFO]               what the chain has decided
          --era 0.42|0.45|0.46|0.47|0.50|0.53|…   whose log lines, plan file and way of halting, 0.38 to 0.55
          --rpc unix://PATH|tcp://HOST:PORT       where it answers /status, /abci_info and its current plan

        All options: src/Cosmovisor.SimNode/README.md

        """;
}
