namespace Connelink.MailGuard.Protection;

/// <summary>Takes files that are attached to a document, one after the other, as their octets stand in it: compressed.</summary>
public interface IAttachedFiles
{
    void BeginFile();

    /// <summary>False: its end was reached, or it is none of interest. What comes may go beyond it.</summary>
    bool Content(ReadOnlySpan<byte> octets);

    void EndFile();
}
