using Cosmovisor.SimNode;
using Cosmovisor.SimNode.Settings;

return Commands.Run(OptionReader.Read(args));
