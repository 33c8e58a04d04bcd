namespace Cosmovisor.Agent.Settings;

/// <summary>What stands behind an address, which decides what is said there and how.</summary>
internal enum NoticeForm
{
    /// <summary>The event as JSON.</summary>
    Webhook,

    /// <summary>Slack's incoming webhook: one message each.</summary>
    SlackHook,

    /// <summary>Slack's API with a token: one thread an upgrade.</summary>
    SlackChannel,
    Discord,
    Telegram,

    /// <summary>Trouble alone: opened and resolved.</summary>
    PagerDuty,

    /// <summary>Trouble alone, sent again while it lasts.</summary>
    Alertmanager,

    /// <summary>A program of the operator's, with the event's JSON on its standard input.</summary>
    Exec,

    /// <summary>Called every minute while all is well.</summary>
    Heartbeat,
}
