namespace Connelink.MailGuard.Attacks.Costs;

/// <summary>A message made to keep the gateway busy. Text has one character for each octet.</summary>
/// <param name="IsOutbound">Judged as mail of our own, whose originators are looked at.</param>
public sealed record CostlyMessage(string Family, string Name, Func<byte[]> Make, bool IsOutbound = false)
{
    public static IEnumerable<CostlyMessage> All => [.. CostlyHeaders.All(), .. CostlyStructure.All(), .. CostlyText.All(), .. CostlyArchives.All(), .. CostlyProtection.All(), .. CostlyDocuments.All()];

    public override string ToString() => $"{Family}: {Name}";
}
