using Connelink.MailGuard.Fuzz;
using SharpFuzz;

return args switch
{
    [var name] when Targets.All.TryGetValue(name, out var target) => Fuzz(target),
    ["seeds", var name, var folder] when Targets.All.ContainsKey(name) => Seeds.Write(name, folder),
    _ => Usage(),
};

// Under afl-fuzz each input in turn; without it the one on standard input, which is how a crash is looked at.
static int Fuzz(Action<byte[]> target)
{
    Fuzzer.OutOfProcess.Run(stream =>
    {
        using var octets = new MemoryStream();
        stream.CopyTo(octets);
        target(octets.ToArray());
    });
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine($"TARGET               reads one input from standard input; run by fuzz.sh. Targets: {string.Join(", ", Targets.All.Keys)}");
    Console.Error.WriteLine("seeds TARGET FOLDER  writes inputs to begin with");
    return 2;
}
