namespace Connelink.MailGuard.Load.Client;

/// <summary>The reply that decided about a message; code 0 when the connection ended without one.</summary>
/// <param name="Code">The reply code.</param>
/// <param name="Objection">A short text for the statistics, null for a message that was accepted.</param>
internal readonly record struct SendResult(int Code, string? Objection)
{
    public static readonly SendResult Accepted = new(250, null);

    public static SendResult Refused(string command, int code) => new(code, Text(command, code));

    public static SendResult Failed(string reason) => new(0, reason);

    // One text for each pair, made once: one percent of refusals must not be one percent of garbage.
    private static string Text(string command, int code) => Texts.GetOrAdd((command, code), key => $"{key.Command}: {key.Code}");

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<(string Command, int Code), string> Texts = new();
}
