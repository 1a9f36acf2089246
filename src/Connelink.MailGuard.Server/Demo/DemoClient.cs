using System.Net;

namespace Connelink.MailGuard.Server.Demo;

/// <summary>Sends one sample message the way a mail server would, and keeps the decisive reply.</summary>
internal static class DemoClient
{
    private static readonly byte[] EndOfData = "\r\n.\r\n"u8.ToArray();

    public static async Task<string> SendAsync(DemoMessage message, IPEndPoint server, CancellationToken cancel)
    {
        using var dialog = await SmtpDialog.ConnectAsync(server, cancel);
        var greeting = await dialog.ReadAsync(cancel);
        if (!IsPositive(greeting)) return greeting;

        var hello = await dialog.SendAsync("EHLO demo.partner.example", cancel);
        if (!IsPositive(hello)) return hello;
        var reply = await MailAsync(dialog, message, cancel);
        await dialog.SendAsync("QUIT", cancel);
        return reply;
    }

    /// <summary>MAIL to final dot. A client goes on when one of many recipients was refused; that refusal stays the decisive reply.</summary>
    private static async Task<string> MailAsync(SmtpDialog dialog, DemoMessage message, CancellationToken cancel)
    {
        string[] envelope = [$"MAIL FROM:<{message.ReversePath}>{message.Parameters}", .. message.Recipients.Select(r => $"RCPT TO:<{r}>")];
        var replies = await dialog.SendAsync(envelope, cancel);
        var refusal = replies.FirstOrDefault(r => !IsPositive(r));
        if (!IsPositive(replies[0]) || !replies.Skip(1).Any(IsPositive)) return refusal!;

        var reply = await dialog.SendAsync("DATA", cancel);
        if (reply.StartsWith("354", StringComparison.Ordinal))
        {
            await dialog.WriteAsync((byte[])[.. message.Data(message), .. EndOfData], cancel);
            reply = await dialog.ReadAsync(cancel);
        }
        return refusal ?? reply;
    }

    private static bool IsPositive(string reply) => reply.StartsWith('2');
}
