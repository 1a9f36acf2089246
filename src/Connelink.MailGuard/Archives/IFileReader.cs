namespace Connelink.MailGuard.Archives;

/// <summary>Reads the format of one file from its first octet.</summary>
internal interface IFileReader
{
    /// <summary>Nothing that still comes matters.</summary>
    bool IsDone { get; }

    void Begin();

    void Write(ReadOnlySpan<byte> octets);

    /// <summary>The file has ended.</summary>
    void Complete();

    /// <summary>Gives back what is held.</summary>
    void Abandon();
}
