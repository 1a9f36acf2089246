namespace Connelink.MailGuard.Mime;

/// <summary>Bounds of the scanner. Reaching one is an irregularity that refuses, never a silent pass.</summary>
public static class MimeLimits
{
    /// <summary>Parts inside each other, messages included.</summary>
    public const int MaxDepth = 64;

    /// <summary>Messages that stand decoded or unannounced inside each other: each costs another pass over its octets.</summary>
    public const int MaxDecodedMessages = 16;

    public const int MaxParts = 10_000;

    /// <summary>In the header section of each part.</summary>
    public const int MaxHeaderOctets = 128 * 1024;

    /// <summary>RFC 2046 5.1.1.</summary>
    public const int MaxBoundaryOctets = 70;

    /// <summary>Ways to read a leaf, side by side; half of them in what stands decoded in a leaf, and so on.</summary>
    public const int MaxReadings = 5;

    /// <summary>Undecoded octets at the start of a leaf that are kept, so that a reading which parts from the others can begin at the start.</summary>
    public const int HeldOctets = 32 * 1024;
}
