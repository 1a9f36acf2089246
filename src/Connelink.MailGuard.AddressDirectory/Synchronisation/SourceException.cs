namespace Connelink.MailGuard.AddressDirectory.Synchronisation;

/// <summary>A source could not be read, or not to its end: the directory stays as it is. The message is for the operator, as it is.</summary>
public sealed class SourceException(string message, Exception? cause = null) : Exception(message, cause);
