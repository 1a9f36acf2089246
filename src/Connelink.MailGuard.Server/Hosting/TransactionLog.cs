using Connelink.MailGuard.Session;

namespace Connelink.MailGuard.Server.Hosting;

/// <summary>Where the lines of the transaction log go.</summary>
internal static class TransactionLog
{
    /// <summary>Appended, and readable for others while it grows; the log itself buffers.</summary>
    public static Stream Open(TransactionLogOptions options) => options.Path.Length == 0
        ? Console.OpenStandardOutput()
        : new FileStream(options.Path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
}
