namespace Connelink.MailGuard.Server.Hosting;

/// <summary>Why the program cannot start, in one sentence for the operator.</summary>
internal sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner);
