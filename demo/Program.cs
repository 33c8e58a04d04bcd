using System.Runtime.Versioning;
using Cosmovisor.Demo;
using Cosmovisor.Demo.Fleet;

[assembly: SupportedOSPlatform("linux")]
[assembly: SupportedOSPlatform("macos")]

var (options, wrong) = Options.Read(args);

if (options is null)
{
    return Options.Say(wrong);
}

var screen = new Screen(options.Cast is null ? null : new Cast());
using var interruption = new Interruption();

try
{
    return options.Agent is null ? OneNode() : Fleet();
}
catch (OperationCanceledException) when (interruption.Signal is not null)
{
    screen.Tell("Interrupted. The node was stopped.");
    return 128 + interruption.Signal.Value;
}
catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
{
    screen.Wrong($"a file or folder of the demo could not be used: {ex.Message}", "");
    return 1;
}

int OneNode()
{
    using var home = new DemoHome(options.Keep);
    return Tell(() => new Story(options, home, screen, interruption.Token).Tell(), home.Path, () => home.Log);
}

int Fleet()
{
    if (DemoEtcd.Find() is not { } etcd)
    {
        screen.Wrong(
            "there is no etcd, which the members of a fleet speak through. On Debian: apt-get install etcd-server. Nothing was started",
            "");
        return 1;
    }

    using var place = new FleetPlace(options);
    using var story = new FleetStory(options, place, etcd, screen, interruption.Token);
    return Tell(story.Tell, place.Path, () => story.Logs);
}

// What is shown is built first, if it has to be.
int Tell(Action story, string folder, Func<string> logs)
{
    try
    {
        if (options.BuildFirst)
        {
            Builder.Build(screen, Options.Configuration, options.Agent is not null, interruption.Token);
        }

        story();
        screen.Tell("", options.Keep ? $"All of it is kept in {folder}" : "Nothing of it is left behind; --keep would keep the folder.");
        screen.SaveCast(options.Cast);
        return 0;
    }
    catch (ExpectationException ex)
    {
        screen.Wrong(ex.Message, logs());
        return 1;
    }
}
