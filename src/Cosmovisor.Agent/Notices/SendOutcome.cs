using System.Globalization;

namespace Cosmovisor.Agent.Notices;

/// <summary>How a try to send ended.</summary>
internal abstract record SendOutcome
{
    private SendOutcome() { }

    /// <param name="Thread">Slack's name of the message, for those that follow.</param>
    internal sealed record Sent(string? Thread = null) : SendOutcome;

    /// <param name="Why">In words, without secrets.</param>
    /// <param name="After">As long as the receiver asks for; null where it says nothing.</param>
    internal sealed record TryAgain(string Why, TimeSpan? After = null) : SendOutcome;

    /// <summary>The receiver does not want this one. It is tried a few times, and then left out.</summary>
    internal sealed record Refused(string Why) : SendOutcome;

    /// <summary>There is nothing behind the address.</summary>
    internal sealed record NothingThere(string Why) : SendOutcome;
}

/// <summary>What an answer means, and when to try again.</summary>
internal static class RetryRule
{
    public const int TriesOfARefusedOne = 3;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestAsked = TimeSpan.FromHours(1);

    /// <param name="code">Of HTTP.</param>
    /// <param name="retryAfter">The header; null for none.</param>
    /// <param name="now">For a header with a date.</param>
    public static SendOutcome Of(int code, string? retryAfter, DateTimeOffset now) => code switch
    {
        >= 200 and < 300 => new SendOutcome.Sent(),
        404 or 410 => new SendOutcome.NothingThere($"it answered {code}"),
        408 or 425 or 429 or >= 500 => new SendOutcome.TryAgain($"it answered {code}", After(retryAfter, now)),
        _ => new SendOutcome.Refused($"it answered {code}"),
    };

    /// <summary>1, 2, 4 … seconds, at most ten minutes; what the receiver asks for, at most an hour.</summary>
    /// <param name="tries">So far, 1 or more.</param>
    /// <param name="asked">By the receiver.</param>
    public static TimeSpan Pause(int tries, TimeSpan? asked = null) =>
        asked is { } wish ? wish > LongestAsked ? LongestAsked : wish
        : tries > 10 ? LongestPause
        : TimeSpan.FromSeconds(Math.Min(FirstPause.TotalSeconds * Math.Pow(2, tries - 1), LongestPause.TotalSeconds));

    private static TimeSpan? After(string? header, DateTimeOffset now) =>
        header is null ? null
        : int.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds)
        : DateTimeOffset.TryParse(header, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date > now ? date - now : TimeSpan.Zero
        : null;
}
