namespace Connelink.MailGuard.Archives;

/// <summary>Reads an archive that begins anywhere in a file.</summary>
internal interface IEmbeddedReader
{
    /// <summary>Its end was not reached yet.</summary>
    bool IsOpen { get; }
}
