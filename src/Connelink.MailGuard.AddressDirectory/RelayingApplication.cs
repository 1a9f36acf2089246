using System.Text;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory;

/// <summary>An application that sends for originators who are not declared (<c>mayRelayFrom</c>), as a web form for its visitors.</summary>
internal sealed class RelayingApplication(int entry, ApplicationTerms terms)
{
    private readonly byte[][] _originators = [.. terms.MayRelayFrom.Select(Encoding.UTF8.GetBytes)];
    private readonly byte[][] _reversePaths = [.. terms.ReversePaths.Concat(terms.MayRelayFrom).Select(Encoding.UTF8.GetBytes)];

    public int Entry => entry;

    public bool Relays(ReadOnlySpan<byte> originator) => Matches(_originators, originator);

    /// <summary>By one of its patterns, or the originator's own: not every application keeps bounces to itself.</summary>
    public bool SendsBy(ReadOnlySpan<byte> reversePath) => Matches(_reversePaths, reversePath);

    private static bool Matches(byte[][] patterns, ReadOnlySpan<byte> key)
    {
        foreach (var pattern in patterns)
        {
            if (AddressPattern.Matches(pattern, key)) return true;
        }
        return false;
    }
}
