namespace Connelink.MailGuard.Load.Sink;

/// <summary>What the sink got of one run.</summary>
internal sealed class RunTally(uint run)
{
    private readonly NumberSet _honest = new();
    private readonly NumberSet _poison = new();

    public uint Run => run;

    public void Count(LoadId id) => (id.IsPoison ? _poison : _honest).Add(id.Number);

    public SinkReport Report()
    {
        var honest = _honest.Seen().ToList();
        var poison = _poison.Seen().ToList();
        return new SinkReport
        {
            Run = $"{run:x8}",
            Messages = honest.Sum(seen => (long)seen.Count) + poison.Sum(seen => (long)seen.Count),
            Ids = NumberSet.Print(honest.Select(seen => seen.Number)),
            Doubled = NumberSet.Print(honest.Concat(poison).Where(seen => seen.Count > 1).Select(seen => seen.Number).Order()),
            PoisonPassed = poison.Sum(seen => (long)seen.Count),
        };
    }
}
