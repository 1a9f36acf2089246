namespace Connelink.MailGuard.Archives;

/// <summary>The caller's side of an inspection: takes files found inside others.</summary>
public interface IContainedFiles
{
    /// <summary>A file begins. Null when it is of no interest; then nothing is inflated only for the caller's sake.</summary>
    /// <param name="depth">Containers around the file, 1 or more. What the caller finds in it is inspected with this depth.</param>
    IContainedFileSink? Open(ContainedKind kind, int depth);
}

/// <summary>Takes the octets of one file, in order, from its start. Spans are valid during the call only.</summary>
/// <remarks>Files nest: another may be opened and ended before this one ends. After an abandoned inspection no Complete comes.</remarks>
public interface IContainedFileSink
{
    void Write(ReadOnlySpan<byte> octets);

    void Complete();
}
