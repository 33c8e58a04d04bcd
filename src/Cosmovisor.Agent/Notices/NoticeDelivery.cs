using Cosmovisor.Agent.Settings;

namespace Cosmovisor.Agent.Notices;

/// <summary>What becomes of a notice once it was tried: sent, left out, tried again later, or its address given up.</summary>
/// <param name="book">Whose queues change.</param>
/// <param name="settings">The addresses.</param>
/// <param name="clock">For pauses.</param>
/// <param name="tell">Hears what cannot be sent, in words without secrets.</param>
internal sealed class NoticeDelivery(NoticeBook book, AgentSettings settings, TimeProvider clock, Action<string> tell)
{
    /// <summary>How a try ended.</summary>
    public void Note(NoticeAddress address, Notice notice, SendOutcome outcome)
    {
        var queue = book.Of(address);
        queue.Tries++;

        switch (outcome)
        {
            case SendOutcome.Sent sent:
                queue.Remove(notice);
                book.Sent++;
                queue.Remember(notice, sent.Thread);
                book.Hear(notice);
                break;
            case SendOutcome.Refused refused when queue.Tries >= RetryRule.TriesOfARefusedOne:
                queue.Remove(notice);
                book.Failed++;
                tell($"{address} refuses a notice, which is not sent again: {refused.Why}");
                break;
            case SendOutcome.NothingThere nothing:
                GiveUp(address, queue, nothing.Why);
                break;
            case SendOutcome.TryAgain again:
                Postpone(address, queue, again.Why, again.After);
                break;
            case SendOutcome.Refused refused:
                Postpone(address, queue, refused.Why, null);
                break;
            default:
                throw new InvalidOperationException("an outcome is one of four");
        }
    }

    private void Postpone(NoticeAddress address, NoticeQueue queue, string why, TimeSpan? asked)
    {
        var pause = RetryRule.Pause(queue.Tries, asked);
        queue.NotBefore = clock.GetUtcNow() + pause;

        if (queue.Tries == 1)
        {
            tell($"no notice can be sent to {address} now: {why}. {queue.Waiting.Count} notices wait, and are sent again after growing pauses");
        }
    }

    private void GiveUp(NoticeAddress address, NoticeQueue queue, string why)
    {
        book.Failed += queue.Waiting.Count;
        queue.Waiting.Clear();
        (queue.IsGivenUp, queue.Tries, queue.NotBefore) = (true, 0, null);
        tell($"{address} is given up until the agent is started again: {why}");
        book.Queue(
            new Notice
            {
                Id = $"given-up:{address.Id}:{clock.GetUtcNow().ToUnixTimeMilliseconds()}",
                At = clock.GetUtcNow(),
                Event = "notices-given-up",
                Level = "error",
                Says = $"no notices are sent to {address} any more: {why}. Correct the address and start the agent again",
            },
            settings.Notify,
            settings.NotifyLevel);
    }
}
