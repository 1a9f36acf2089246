using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Connelink.MailGuard.Load.Sink;

/// <summary>Where the sink listens and how it answers.</summary>
internal sealed class SinkOptions
{
    public required IPEndPoint Listen { get; init; }

    /// <summary>Where TLS begins with the first octet.</summary>
    public IPEndPoint? ListenTls { get; init; }

    public IPEndPoint? Control { get; init; }

    public X509Certificate2? Certificate { get; init; }

    /// <summary>Milliseconds that each single reply takes; may change while the sink runs.</summary>
    public volatile int ReplyDelay;
}
