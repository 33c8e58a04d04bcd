using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Plans;

namespace Cosmovisor.Commands;

/// <summary>The SDK's batch file after an upgrade was added by hand: images look for it, to hand in their batch once.</summary>
/// <param name="file">Where it lies.</param>
/// <param name="news">Informed when it cannot be written.</param>
/// <param name="output">The operator.</param>
internal sealed class PendingBatch(SdkBatchFile file, INews news, TextWriter output)
{
    /// <summary>Ours and what it held besides. It only serves others, so one that cannot be written is not a failure.</summary>
    public void Write(UpgradeSchedule ours)
    {
        try
        {
            if (file.Read().IsOk(out _, out var reason))
            {
                file.Write(file.With(ours));
                return;
            }

            Tell($"it cannot be understood: {reason}");
        }
        catch (DirectoryNotFoundException)
        {
            Tell("its folder is not there yet");
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            Tell(ex.Message);
        }
    }

    private void Tell(string reason)
    {
        output.WriteLine($"{file.Path} was not written, which matters only to scripts that look for it: {reason}");
        news.Tell(new Happening.SdkBatchNotWritten(file.Path, reason));
    }
}
