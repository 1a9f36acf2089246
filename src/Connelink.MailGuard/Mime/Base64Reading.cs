namespace Connelink.MailGuard.Mime;

/// <summary>How base64 is read where it leaves RFC 2045 6.8.</summary>
internal enum Base64Reading : byte
{
    /// <summary>Junk is skipped, padding ends a quantum and another may follow: RFC 2045 6.8 and most programs.</summary>
    /// <remarks>Programs that stop at junk or padding see a prefix of this one, so it stands for them, too.</remarks>
    Lenient,

    /// <summary>Padding is skipped like junk, without regard to quanta (PHP's base64_decode).</summary>
    WithoutPadding,

    /// <summary>As Lenient, and "-" and "_" are letters (Node's Buffer; RFC 4648 5).</summary>
    UrlSafe,

    /// <summary>As Lenient, and each line begins a quantum (uudeview).</summary>
    ByLine,
}
