namespace Cosmovisor.Running;

/// <summary>Asks the node of this home for its last block, beside everything else.</summary>
internal interface INodeHeight
{
    /// <summary>Whether there is an address to ask.</summary>
    bool CanAsk { get; }

    /// <summary>Begins to ask, and returns at once.</summary>
    /// <param name="answer">Receives the height, on any thread; null when the node did not answer in time or is another one.</param>
    void Ask(Action<long?> answer);
}
