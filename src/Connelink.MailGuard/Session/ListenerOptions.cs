using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.Session;

/// <summary>What to do with a bare LF in mail data.</summary>
public enum BareLineFeed : byte
{
    /// <summary>Inbound normalises nothing, outbound and submission do (Domino and programs behind it send what they were given).</summary>
    ByDirection,
    Refuse,
    Normalise,
}

/// <summary>One listening address: which way mail passes there, from whom, and where to.</summary>
public sealed class ListenerOptions
{
    /// <summary>For logs and metrics.</summary>
    public string Name { get; set; } = "";

    /// <summary>Address and port, "127.0.0.1:2525" or "[::1]:2525".</summary>
    public string Endpoint { get; set; } = "";

    public Direction Direction { get; set; }

    /// <summary>A name of MailGuard:NextHops.</summary>
    public string NextHop { get; set; } = "";

    /// <summary>Networks that may connect ("192.0.2.0/24", "::1"); nobody else (rule trusted-client).</summary>
    public string[] AllowedClients { get; set; } = [];

    /// <summary>554 instead of 421 for a client that is not allowed.</summary>
    public bool RefuseUntrustedPermanently { get; set; }

    public BareLineFeed BareLineFeed { get; set; }

    /// <summary>PEM or PFX file of the server's certificate; STARTTLS is offered when set.</summary>
    public string? Certificate { get; set; }

    /// <summary>PEM file of the private key where it is not in <see cref="Certificate"/>.</summary>
    public string? CertificateKey { get; set; }

    /// <summary>File that holds the password of the key or of the PFX.</summary>
    public string? CertificatePasswordFile { get; set; }

    /// <summary>Whether a bare LF becomes CRLF here.</summary>
    public bool NormalisesBareLineFeed =>
        BareLineFeed == BareLineFeed.Normalise || (BareLineFeed == BareLineFeed.ByDirection && Direction != Direction.Inbound);
}
