using System.Diagnostics;

namespace Cosmovisor.Demo.Fleet;

/// <summary>Programs beside the story: what they print goes into a file.</summary>
internal static class Background
{
    public static Process Start(string log, string program, string[] arguments, Dictionary<string, string> variables)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >>\"$0\" 2>&1 </dev/null", log, program, .. arguments]);
        Launch.Forget(start);

        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new ExpectationException($"{program} did not start");
    }
}
