using Cosmovisor.Fuzz;
using SharpFuzz;

// fuzz                      the names of all targets
// fuzz TARGET               runs under afl-fuzz, which hands it one input after the other
// fuzz TARGET FILE...       each file once: what a finding does, with its stack
if (args is [])
{
    Console.WriteLine(string.Join('\n', FuzzTargets.All.Keys.Order(StringComparer.Ordinal)));
    return 0;
}

if (!FuzzTargets.All.TryGetValue(args[0], out var target))
{
    await Console.Error.WriteLineAsync($"there is no target {args[0]}; without a name, all are listed").ConfigureAwait(false);
    return 64;
}

if (args is [_])
{
    Fuzzer.OutOfProcess.Run(stream =>
    {
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        target(bytes.ToArray());
    });
    return 0;
}

foreach (var file in args[1..])
{
    target(await File.ReadAllBytesAsync(file).ConfigureAwait(false));
}

return 0;
