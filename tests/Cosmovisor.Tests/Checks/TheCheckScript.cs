using Xunit;

namespace Cosmovisor.Tests.Checks;

/// <summary>
/// .ci/run with a dotnet that only prints what the real one would: a flaky test is run again, alone, is named, and never hides a real
/// failure.
/// </summary>
public static class TheCheckScript
{
    private const string AllPass = "Test run summary: Passed!\n  failed: 0\n  succeeded: 5\n  skipped: 1";

    [Fact]
    public static void AddsUpWhatEveryRunSays()
    {
        using var checks = new Checks();

        Assert.Equal((0, "25 passed, 0 failed, 5 skipped"), checks.Run());
        Assert.DoesNotContain("flaky", checks.Says, StringComparison.Ordinal);
    }

    [Fact]
    public static void RunsAFailedTestAgainAloneAndNamesItWhenItPassesThen()
    {
        using var checks = new Checks();
        checks.WholeRun(
            "failed A.B.Late(words: \"a (b)\") (1s 2ms)\nfailed A.B.Late(words: \"c\") (3ms)\n  failed: 2\n  succeeded: 3\n  skipped: 1");

        // All five runs fail alike; each time both rows pass the second time.
        Assert.Equal((1, "25 passed, 1 failed, 5 skipped"), checks.Run());
        Assert.Contains(
            "\nflaky: A.B.Late (Tests) failed, and passed when it was run again, alone\n", checks.Says, StringComparison.Ordinal);
        Assert.Contains("5 flaky tests are more than 3: a failure", checks.Says, StringComparison.Ordinal);
        Assert.Contains("--filter-method A.B.Late\n", checks.Asked, StringComparison.Ordinal);
    }

    [Fact]
    public static void PassesWithAFlakyTestAndSaysItsNameJustBeforeTheSum()
    {
        using var checks = new Checks();
        checks.WholeRun("failed A.B.Late (1ms)\n  failed: 1\n  succeeded: 4\n  skipped: 1", project: "Core.Tests");

        Assert.Equal((0, "25 passed, 0 failed, 5 skipped"), checks.Run());
        Assert.EndsWith("\nflaky: A.B.Late (Core.Tests) failed, and passed when it was run again, alone\n25 passed, 0 failed, 5 skipped\n",
            checks.Says, StringComparison.Ordinal);
    }

    [Fact]
    public static void FailsWhereATestFailsAloneToo()
    {
        using var checks = new Checks();
        checks.WholeRun("failed A.B.Broken (1ms)\n  failed: 1\n  succeeded: 4\n  skipped: 1", project: "Core.Tests");
        checks.AloneFails("A.B.Broken");

        Assert.Equal((1, "24 passed, 1 failed, 5 skipped"), checks.Run());
        Assert.DoesNotContain("flaky: ", checks.Says, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1, "20 passed, 1 failed, 4 skipped")] // died without a word
    [InlineData("  failed: 0\n  succeeded: 5\n  skipped: 0", 7, "25 passed, 1 failed, 4 skipped")] // died after its sum
    // never ended, and not the second time either
    [InlineData("  failed: 0\n  succeeded: 5\n  skipped: 0", 124, "25 passed, 1 failed, 4 skipped")]
    [InlineData("  failed: 0\n  succeeded: 0\n  skipped: 5", 0, "20 passed, 1 failed, 9 skipped")] // nothing was run
    [InlineData("failed A.B.C (1ms)\n  failed: 1\n  succeeded: 4\n  skipped: 0", 7, "24 passed, 1 failed, 4 skipped")] // died while it ran
    public static void FailsWhereARunIsNotWhole(string says, int code, string sum)
    {
        using var checks = new Checks();
        checks.WholeRun(says, code, "Core.Tests");

        Assert.Equal((1, sum), checks.Run());
    }

    [Fact]
    public static void NamesARunThatDidNotEnd()
    {
        using var checks = new Checks();
        checks.WholeRun("  failed: 0\n  succeeded: 5\n  skipped: 1", code: 124, project: "Core.Tests");

        _ = checks.Run();

        Assert.Contains("\n=== Core.Tests did not end within 20m: once more\n", checks.Says, StringComparison.Ordinal);
        Assert.Contains("\nflaky: Core.Tests (did not end) failed, and passed", checks.Says, StringComparison.Ordinal);
    }

    [Fact]
    public static void RunsNothingAgainWhereAllIsBroken()
    {
        using var checks = new Checks();
        checks.WholeRun(string.Join('\n', Enumerable.Range(0, 13).Select(i => $"failed A.B.C{i} (1ms)"))
            + "\n  failed: 13\n  succeeded: 1\n  skipped: 0", project: "Core.Tests");

        Assert.Equal((1, "21 passed, 13 failed, 4 skipped"), checks.Run());
        Assert.DoesNotContain("--filter-method", checks.Asked, StringComparison.Ordinal);
    }

    [Fact]
    public static void CountsAStepThatSaysItWasSkipped()
    {
        using var checks = new Checks();
        checks.Prints("packaging/tests/units", "skipped: a tool is not installed\nand two lines\nand three\nand four");
        checks.Prints("packaging/kubernetes/check", "6 documents\nskipped: what another tool makes of them");
        checks.Prints("bench/soak", "nothing was skipped");

        Assert.Equal((0, "25 passed, 0 failed, 7 skipped"), checks.Run());
    }

    /// <summary>A folder with the script, and a dotnet and an apt-get that only note what they were asked.</summary>
    private sealed class Checks : IDisposable
    {
        // What builds the packages and the site, and tries them, is not tried here: it passes, and has no sums.
        private static readonly string[] PackagingTools =
        [
            "build",
            "packaging/tests/run", "packaging/tests/units", "packaging/tests/root-of-debian", "packaging/tests/again",
            "packaging/kubernetes/check", "bin/lintian", "bench/fuzz", "bench/soak",
        ];

        private readonly TemporaryFolder _folder = new("checks");

        public Checks()
        {
            Write(".ci/run", File.ReadAllText(Repository.In(".ci/run")));
            Write("bin/apt-get", "#!/bin/sh\n");
            Write("bin/dotnet", $"""
                #!/bin/sh
                echo "$*" >> {_folder.Path}/asked
                case "$*" in
                  *--filter-method*) shift $(($# - 1)); [ ! -e "{_folder.Path}/broken.$1" ] || exit 2; echo '  failed: 0'; echo '  succeeded: 2'; exit 0 ;;
                  publish*) exit 0 ;;
                  test*) shift 2; cat "{_folder.Path}/says.${"{1##*/}"}"; exit "$(cat "{_folder.Path}/code.${"{1##*/}"}")" ;;
                esac
                """);
            Write("packaging/build", """
                #!/bin/sh
                mkdir -p "$2/linux-x64"
                printf '#!/bin/sh\n' > "$2/linux-x64/cosmovisorctl"
                chmod +x "$2/linux-x64/cosmovisorctl"
                """);

            foreach (var tool in PackagingTools)
            {
                Prints(tool, "0 passed, 0 failed, 0 skipped");
            }

            WholeRun(AllPass, code: 0);
        }

        /// <summary>All that it printed.</summary>
        public string Says { get; private set; } = "";

        /// <summary>What dotnet was asked, a line each.</summary>
        public string Asked => File.ReadAllText(_folder.In("asked"));

        public void WholeRun(string says, int code = 2, string? project = null)
        {
            foreach (var each in project is null ? ["Core.Tests", "Tests", "Agent.Tests", "Scenarios"] : (IEnumerable<string>)[project])
            {
                Write($"says.Cosmovisor.{each}", says + "\n");
                Write($"code.Cosmovisor.{each}", $"{code}");
            }
        }

        public void Prints(string tool, string says) => Write(tool, $"#!/bin/sh\necho '{says}'\n");

        public void AloneFails(string method) => Write($"broken.{method}", "");

        /// <returns>Its code and its last line.</returns>
        public (int Code, string Sum) Run()
        {
            using var run = new Run("/usr/bin/env", ["--unset=SIGNALS_AS_NEW", "/bin/bash", _folder.In(".ci/run")],
                new Dictionary<string, string> { ["PATH"] = $"{_folder.Path}/bin:{Environment.GetEnvironmentVariable("PATH")}" });
            var end = run.End(TimeSpan.FromMinutes(5));
            Says = end.Output;
            return (end.Code, Says.TrimEnd('\n').Split('\n')[^1]);
        }

        public void Dispose() => _folder.Dispose();

        private void Write(string relative, string text) => _ = _folder.WriteProgram(relative, text);
    }
}
