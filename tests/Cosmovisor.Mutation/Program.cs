using System.Globalization;
using System.Text.Json;
using Cosmovisor.Mutation;

// Beside the tests of Core, with a Core.dll that Stryker has written: it holds all mutants at once, and one field says which is active.
//
//   cover FILE                            which mutants each test reaches, and how long it takes
//   kill COVERAGE RESULTS ID=TEST,…       for each mutant, these tests until one fails; a line when it begins and one when it is decided
//   fresh COVERAGE RESULTS ID=TEST,…      the same for one mutant that is read only once, when its class is first used
return args switch
{
    ["cover", var file] => Cover(file),
    ["kill", var coverage, var results, var work] => Kill(coverage, results, File.ReadAllLines(work), isFresh: false),
    ["fresh", var coverage, var results, var work] => Kill(coverage, results, [work], isFresh: true),
    _ => 2,
};

static int Cover(string file)
{
    MutantSwitch.Covers(true);
    TestCase.UseAllClasses();
    var early = MutantSwitch.TakeCovered();
    var reached = TestCase.All().Select(test =>
    {
        MutantSwitch.TakeCovered();
        return (Test: test, Failure: test.Failure(), Mutants: MutantSwitch.TakeCovered());
    }).ToList();

    // Once more for the time: to see what is reached takes far longer than the test.
    MutantSwitch.Covers(false);
    var tests = reached.Select(one =>
    {
        var cpu = Environment.CpuUsage.TotalTime;
        var failure = one.Failure ?? one.Test.Failure();
        return new Covered(one.Test.Name, (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds, failure, one.Mutants);
    });
    File.WriteAllText(file, JsonSerializer.Serialize(new Coverage(early, [.. tests])));
    return 0;
}

static int Kill(string coverageFile, string results, string[] work, bool isFresh)
{
    var coverage = JsonSerializer.Deserialize<Coverage>(File.ReadAllText(coverageFile))!;
    using var told = new StreamWriter(results, append: true) { AutoFlush = true };
    var limit = new TimeLimit(told);
    var ready = new Dictionary<string, TestCase>();

    if (!isFresh)
    {
        // A class that is first used under a mutant would keep what the mutant made of its fields.
        TestCase.UseAllClasses();
        ready = TestCase.All().ToDictionary(test => test.Name);
    }

    foreach (var line in work)
    {
        var (mutant, tests) = (Id(line), Tests(line, coverage));
        told.WriteLine($"begun {mutant}");
        MutantSwitch.Activate(mutant);
        var killer = Killer(mutant, tests, isFresh ? null : ready, limit);
        limit.End();
        told.WriteLine(killer is null ? $"survived {mutant}" : $"killed {mutant} {killer}");
    }

    return 0;
}

// The first test that fails; null where all pass.
static string? Killer(int mutant, IReadOnlyList<Covered> tests, Dictionary<string, TestCase>? ready, TimeLimit limit)
{
    var usual = tests.ToDictionary(test => test.Name, test => test.Milliseconds);
    limit.Begin(mutant, 0);

    try
    {
        var cases = ready is null ? TestCase.Named(usual.Keys) : tests.Select(test => ready[test.Name]);
        return cases.FirstOrDefault(test =>
        {
            limit.Begin(mutant, usual[test.Name]);
            return test.Failure() is not null;
        })?.Name;
    }
    catch (Exception) // the data of a test could not be made, which fails the test too
    {
        return "data";
    }
}

static int Id(string line) => int.Parse(line.AsSpan(0, line.IndexOf('=', StringComparison.Ordinal)), CultureInfo.InvariantCulture);

static IReadOnlyList<Covered> Tests(string line, Coverage coverage) =>
    [.. line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..].Split(',', StringSplitOptions.RemoveEmptyEntries)
        .Select(place => coverage.Tests[int.Parse(place, CultureInfo.InvariantCulture)])];
