using System.Text;

namespace Cosmovisor.Testing;

/// <summary>How a program ended, and every byte it wrote.</summary>
internal sealed record Finished(int Code, byte[] OutputBytes, byte[] ErrorBytes)
{
    public string Output => Encoding.UTF8.GetString(OutputBytes);

    /// <summary>All that it said.</summary>
    public string Says => Output + Error;

    public string Error => Encoding.UTF8.GetString(ErrorBytes);
}
