using System.Runtime.Versioning;
using Cosmovisor.Home;
using Cosmovisor.Tests;

[assembly: SupportedOSPlatform("linux")]
[assembly: SupportedOSPlatform("macos")]

// Work on a home that tests may kill anywhere, and that benches time.
return args switch
{
    ["stage", var root, var link, var names] => await Stagings.ForeverAsync(new DaemonHome(root, "gaiad"), link, names),
    [var work, var root, var mode, var killAt] => Backups.Run(work, new DaemonHome(root, "simd"), mode, killAt),
    _ => throw new ArgumentException("usage: victim stage HOME LINK NAMES | victim take|ahead|restore HOME MODE KILL-AT"),
};
