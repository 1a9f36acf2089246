namespace Connelink.MailGuard.Archives;

/// <summary>The name of a ZIP entry as it passes: a hash to compare it by, and whether it ends like the name of an archive. Never the name itself.</summary>
internal struct ZipName
{
    /// <summary>Not known to those who write files, so that nobody can make names that look the same to us.</summary>
    private static readonly ulong Key = (ulong)Random.Shared.NextInt64() << 1 | 1;

    /// <summary>The last sixteen octets, in lower case; the last one lowest.</summary>
    private UInt128 _end;

    public ulong Hash { get; private set; }

    public readonly bool IsFolder => (byte)_end == '/';

    /// <summary>Names of archives: something must be known of their content.</summary>
    public readonly bool IsArchive =>
        Ends(".zip"u8) || Ends(".zipx"u8) || Ends(".7z"u8) || Ends(".rar"u8) || Ends(".jar"u8) || Ends(".gz"u8) || Ends(".tgz"u8) || Ends(".tar"u8)
        || Ends(".xz"u8) || Ends(".bz2"u8) || Ends(".zst"u8);

    /// <summary>Names of files that may hold archives: looked through to their end even where their head shows nothing.</summary>
    public readonly bool MayHoldArchives => IsArchive || Ends(".exe"u8) || Ends(".msg"u8) || Ends(".eml"u8) || Ends(".dat"u8);

    /// <summary>META-INF/manifest.xml, where an OpenDocument package lists its files.</summary>
    public readonly bool IsManifest => Ends("inf/manifest.xml"u8);

    /// <summary>What a browser opens.</summary>
    public readonly bool IsPage => Ends(".html"u8) || Ends(".htm"u8) || Ends(".xhtml"u8) || Ends(".shtml"u8) || Ends(".hta"u8) || Ends(".svg"u8);

    /// <summary>Programs read a backslash as a slash, and names that are not ASCII in the code page they like: 7-Zip compares them so, too.</summary>
    public void Write(ReadOnlySpan<byte> octets)
    {
        var (hash, end) = (Hash, _end);
        foreach (var octet in octets)
        {
            var folded = octet == '\\' ? (byte)'/' : octet;
            if (folded < 0x80) hash = (hash ^ folded) * Key;
            end = end << 8 | (folded is >= (byte)'A' and <= (byte)'Z' ? (byte)(folded | 0x20) : folded);
        }
        (Hash, _end) = (hash, end);
    }

    private readonly bool Ends(ReadOnlySpan<byte> suffix)
    {
        var end = _end;
        for (var i = suffix.Length - 1; i >= 0; i--)
        {
            if ((byte)end != suffix[i]) return false;
            end >>= 8;
        }
        return true;
    }
}
