using System.Diagnostics;
using System.Globalization;
using Ambassadors.Benchmarks;
using Ambassadors.Matching.Exchange;

// dotnet run -c Release --project tests/Ambassadors.Benchmarks [-- MOST]: every bar up to so many applications, each in a process of its own.
// … -- candidates: what finding the candidates of a pool costs, and a look at a catalogue.
// … -- numbering CONNECTION [WRITES A SECOND] [SECONDS]: from the commit of a journal entry to its position, on an empty PostgreSQL database.
// … -- problem 20000 > problem.json: the problem of a size as a file.
switch (args)
{
    case ["run", var applications, var kind]:
        Measured.Run(int.Parse(applications, CultureInfo.InvariantCulture), kind == "budget");
        return 0;
    case ["problem", var applications]:
        using (var output = Console.OpenStandardOutput())
            MatchingFiles.WriteProblem(Programme.Of(int.Parse(applications, CultureInfo.InvariantCulture), withBudget: true), output);
        return 0;
    case ["candidates"]:
        Pools.Measure(applications: 20_000, offers: 12_000, catalogue: 5_000);
        return 0;
    case ["numbering", var connection, .. var rest]:
        await Numbering.MeasureAsync(connection, Number(rest, 0, 200), TimeSpan.FromSeconds(Number(rest, 1, 30)));
        return 0;
    case [] or [_] when args.Length == 0 || int.TryParse(args[0], CultureInfo.InvariantCulture, out _):
        var most = args.Length == 0 ? int.MaxValue : int.Parse(args[0], CultureInfo.InvariantCulture);
        Console.WriteLine("applications  rules    CPU s    bar  ratio    MB  bar  ratio  outcome");
        return Bar.All.Where(bar => bar.Applications <= most).Sum(Compare) == 0 ? 0 : 1;
    default:
        Console.Error.WriteLine("usage: Ambassadors.Benchmarks [MOST APPLICATIONS]    or: Ambassadors.Benchmarks candidates    or: Ambassadors.Benchmarks numbering CONNECTION [RATE] [SECONDS]    or: Ambassadors.Benchmarks problem APPLICATIONS > FILE");
        return 2;
}

static int Number(string[] arguments, int index, int usual) => arguments.Length > index ? int.Parse(arguments[index], CultureInfo.InvariantCulture) : usual;

static int Compare(Bar bar)
{
    var kind = bar.WithBudget ? "budget" : "network";
    var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
    // Where the host is "dotnet" itself, its first argument is the program.
    if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
    foreach (var argument in (string[])["run", bar.Applications.ToString(CultureInfo.InvariantCulture), kind])
        start.ArgumentList.Add(argument);
    using var process = Process.Start(start)!;
    var line = process.StandardOutput.ReadToEnd().Trim();
    process.WaitForExit();
    if (process.ExitCode != 0)
    {
        Console.WriteLine($"{bar.Applications,12}  {kind,-7}  failed with exit code {process.ExitCode}");
        return 1;
    }
    var parts = line.Split(' ', 3);
    var (seconds, megabytes) = (double.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{bar.Applications,12}  {kind,-7}  {seconds,5:0.00}  {bar.Seconds,5:0.00}  {seconds / bar.Seconds,5:0.00}  {megabytes,4}  {bar.Megabytes,3}  {(bar.Megabytes is { } most ? $"{megabytes / (double)most,5:0.00}" : "     ")}  {parts[2]}"));
    return 0;
}
