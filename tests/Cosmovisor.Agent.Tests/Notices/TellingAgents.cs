using Cosmovisor.Agent.Notices;
using Cosmovisor.Agent.Settings;
using Cosmovisor.Fleet;
using Xunit;

namespace Cosmovisor.Agent.Tests.Notices;

/// <summary>What lies in etcd for the agents of a fleet that send notices, and what receivers have heard.</summary>
internal sealed class TellingAgents
{
    public DateTimeOffset Clock { get; set; } = Some.Now;

    /// <summary>What is wrong.</summary>
    public HashSet<string> Wrong { get; } = [];

    /// <summary>The agent whose lease lives; null for none.</summary>
    public string? Teller { get; set; }

    public FleetTold? Told { get; set; }

    public long Revision { get; set; }

    /// <summary>What arrived, in order.</summary>
    public List<Notice> Heard { get; } = [];

    public IEnumerable<string> Words => Heard.Select(one => $"{(one.Trouble!.IsOpen ? "opened" : "resolved")} {one.Trouble.Key}");

    public TellingAgent Agent(string name) => new(this, name);
}

/// <summary>One of them: its book on the disk, and one run of it at a time.</summary>
internal sealed class TellingAgent
{
    private static readonly NoticeAddress[] Addresses = [AddressesOfNotices.Parse("http://127.0.0.1/hook")];

    private readonly TellingAgents _fleet;
    private FleetTroubles _now = FleetTroubles.Unknown;
    private FleetHandOver _handOver;
    private (FleetTold Told, FleetTroubles From)? _toKeep;

    public TellingAgent(TellingAgents fleet, string name)
    {
        (_fleet, Name) = (fleet, name);
        _handOver = Begin();
    }

    public string Name { get; }

    public bool IsCut { get; set; }

    public NoticeBook Book { get; private set; } = new() { Position = "" };

    public List<Notice> Waiting => Book.Of(Addresses[0]).Waiting;

    /// <summary>Asks etcd, or sees for minutes that it is away.</summary>
    public TellingAgent Ask()
    {
        if (IsCut)
        {
            _now = _now.Troubles is { } known ? _now with { Troubles = [.. known, Trouble(FleetTrouble.Away)] } : _now;
            return this;
        }

        if (_toKeep is { } made && made.From.ToldAt == _fleet.Revision && (made.From.Troubles is null || _fleet.Teller == Name))
        {
            // As etcd gives it back.
            Assert.True(FleetText.Told(FleetText.Write(made.Told)).IsOk(out var told, out var why), why);
            (_fleet.Told, _fleet.Revision) = (told, _fleet.Revision + 1);
        }

        _toKeep = null;
        _fleet.Teller ??= Name;
        _now = new FleetTroubles(IsKnown: true, _fleet.Teller == Name ? [.. _fleet.Wrong.Select(Trouble)] : null)
        {
            Told = _fleet.Told,
            ToldAt = _fleet.Revision
        };
        return this;
    }

    /// <summary>Looks for news, as a store does.</summary>
    public TellingAgent Look()
    {
        _ = _handOver.Take(Book, Addresses, null);
        _ = Book.Compare([.. _handOver.Found(Book)], new NoticeSender("h", "/home", null, null), _fleet.Clock, Addresses, null);
        _handOver.Give(Book);
        return this;
    }

    /// <summary>Sends what may be sent.</summary>
    public TellingAgent Send()
    {
        while (Next() is { } notice)
        {
            _fleet.Heard.Add(notice);
            Book.Of(Addresses[0]).Remove(notice);
            Book.Hear(notice);
            _ = _handOver.Take(Book, Addresses, null);
            _handOver.Give(Book);
        }

        return this;
    }

    /// <summary>All of it, and once more: what it sent has come to etcd, too.</summary>
    public TellingAgent Turn() => Ask().Look().Send().Ask().Look();

    /// <summary>Killed, and started again with what lies on its disk.</summary>
    public TellingAgent Restart()
    {
        Book = NoticeBook.Parse(Book.Text())!;
        (_now, _toKeep, _handOver) = (FleetTroubles.Unknown, null, Begin());
        return this;
    }

    private Notice? Next()
    {
        _ = _handOver.Take(Book, Addresses, null);
        return Waiting.FirstOrDefault(one => !_handOver.Holds(one));
    }

    private FleetHandOver Begin() => new(new FleetNewsSource(() => _now, (told, from) => _toKeep = (told, from), "mainnet", Name));

    private static FleetTrouble Trouble(string kind) => new(kind, null, IsError: true, $"it is so: {kind}");
}
