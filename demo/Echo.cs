using System.Diagnostics;
using System.Security.Cryptography;

namespace Cosmovisor.Demo;

/// <summary>Random bytes go into the node and must come out of cosmovisor as they are.</summary>
internal static class Echo
{
    private const int Size = 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<(int Bytes, string Hash, TimeSpan Took)> Through(
        string supervisor, DemoHome home, CancellationToken interrupted)
    {
        var sent = RandomNumberGenerator.GetBytes(Size);
        var livesBefore = OwnLog.Parse(home.Log).Pids.Count;
        var began = Stopwatch.GetTimestamp();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(interrupted);
        limit.CancelAfter(Patience);
        using var process = Launch.Start(supervisor, home, ["cat"]);

        try
        {
            var (got, said) = await Converse(process, sent, limit.Token);
            var took = Stopwatch.GetElapsedTime(began);
            Expect.That(process.ExitCode == 0, $"cosmovisor cat ended with {process.ExitCode} and said: {said.Trim()}");

            // Handed over instead of supervised, the bytes would not have gone through cosmovisor at all.
            Expect.That(OwnLog.Parse(home.Log).Pids.Count == livesBefore + 1, "cosmovisor cat was not supervised");
            Expect.That(
                sent.AsSpan().SequenceEqual(got),
                $"{sent.Length} random bytes went in, and {got.Length} bytes came out that are not the same");
            return (got.Length, Convert.ToHexString(SHA256.HashData(got)), took);
        }
        catch (OperationCanceledException) when (!interrupted.IsCancellationRequested)
        {
            throw new ExpectationException($"cosmovisor cat did not end within {Patience.TotalSeconds:0} s");
        }
        finally
        {
            Launch.End(process);
        }
    }

    private static async Task<(byte[] Got, string Said)> Converse(Process process, byte[] sent, CancellationToken ct)
    {
        var reading = All(process.StandardOutput.BaseStream, ct);
        var complaining = process.StandardError.ReadToEndAsync(ct);

        try
        {
            await process.StandardInput.BaseStream.WriteAsync(sent, ct);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading: its exit code says more than the broken pipe.
        }

        await Task.WhenAll(reading, complaining, process.WaitForExitAsync(ct));
        return (await reading, await complaining);
    }

    private static async Task<byte[]> All(Stream stream, CancellationToken ct)
    {
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, ct);
        return all.ToArray();
    }
}
