using Connelink.MailGuard.Attacks;
using Connelink.MailGuard.Attacks.Costs;

return args switch
{
    ["judge"] => Judge(),
    ["costs"] => Costs(null),
    ["costs", var family] => Costs(family),
    ["list"] => List(),
    ["write", var folder] => Write(folder),
    _ => Usage(),
};

static int Judge()
{
    var board = Scoreboard.Of(new EngineJudge(), Samples.All);
    board.Print(Console.Out);
    return board.IsClean ? 0 : 1;
}

static int Costs(string? family)
{
    new CostTable(Console.Out).Print(family);
    return 0;
}

static int List()
{
    foreach (var family in Samples.All.GroupBy(message => (message.IsAttack, message.Family)))
    {
        Console.WriteLine($"{(family.Key.IsAttack ? "attack" : "innocent"),-9} {family.Count(),4}  {family.Key.Family,-28} {family.First().Source}");
    }
    Console.WriteLine($"{Samples.Attacks.Count()} attacks, {Samples.Innocents.Count()} innocents");
    return 0;
}

static int Write(string folder)
{
    SampleFolder.Write(folder, Samples.All);
    Console.WriteLine($"{Samples.All.Count()} messages in {folder}");
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine("judge         tries the engine: every attack that it misses and every innocent that it refuses, and the counts");
    Console.Error.WriteLine("costs [FAMILY] how fast messages made to cost are judged, in MB/s, the worst last");
    Console.Error.WriteLine("list          counts by family");
    Console.Error.WriteLine("write FOLDER  one .eml a message, and index.json");
    return 2;
}
