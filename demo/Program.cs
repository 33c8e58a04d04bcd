using System.Runtime.Versioning;
using Cosmovisor.Demo;

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
    using var home = new DemoHome(options.Keep);

    try
    {
        if (options.BuildFirst)
        {
            Builder.Build(screen, Options.Configuration, interruption.Token);
        }

        new Story(options, home, screen, interruption.Token).Tell();
        screen.Tell("", options.Keep ? $"All of it is kept in {home.Path}" : "Nothing of it is left behind; --keep would keep the folder.");
        screen.SaveCast(options.Cast);
        return 0;
    }
    catch (ExpectationException ex)
    {
        screen.Wrong(ex.Message, home.Log);
        return 1;
    }
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
