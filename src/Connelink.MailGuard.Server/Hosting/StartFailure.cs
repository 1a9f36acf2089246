using System.ComponentModel;
using System.Net.Sockets;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.Server.Configuration;
using Microsoft.AspNetCore.Connections;

namespace Connelink.MailGuard.Server.Hosting;

/// <summary>One clear line for whatever kept the program from starting.</summary>
internal static class StartFailure
{
    /// <summary>Null: a mistake of ours, whose stack is needed.</summary>
    public static string? Explain(Exception failure, Settings settings) => failure switch
    {
        StartupException => failure.Message,
        DirectoryException => OneLine(failure.Message),
        IOException { InnerException: AddressInUseException } => Management(settings, "the address is in use"),
        SocketException when settings.MailGuard.Management.Endpoint.Length > 0 => Management(settings, failure.Message),
        IOException or UnauthorizedAccessException or Win32Exception or InvalidDataException or PlatformNotSupportedException => OneLine(failure.Message),
        _ => null,
    };

    private static string Management(Settings settings, string reason) =>
        $"the management endpoint cannot be opened on {settings.MailGuard.Management.Endpoint}: {reason}";

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").TrimEnd('.', ' ');
}
