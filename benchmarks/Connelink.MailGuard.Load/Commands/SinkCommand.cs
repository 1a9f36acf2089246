using System.CommandLine;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Connelink.MailGuard.Load.Sink;

namespace Connelink.MailGuard.Load.Commands;

/// <summary><c>sink</c>: the next hop of a measurement, until it is told to end.</summary>
internal static class SinkCommand
{
    public static Command Create()
    {
        var listen = new Option<string>("--listen") { Description = "address and port for SMTP", Required = true };
        var control = new Option<string?>("--control") { Description = "address and port for report, forget, delay and totals" };
        var delay = new Option<int>("--reply-delay") { Description = "milliseconds that each reply takes" };
        var certificate = new Option<string?>("--tls-cert") { Description = "PEM file with certificate and key; offers STARTTLS" };
        var listenTls = new Option<string?>("--listen-tls") { Description = "address and port where TLS begins with the first octet" };
        var report = new Option<string?>("--report") { Description = "file for the counts, written at the end" };
        var command = new Command("sink", "accepts all mail and counts it") { listen, control, delay, certificate, listenTls, report };
        command.SetAction((arguments, cancel) =>
        {
            var pem = arguments.GetValue(certificate);
            var options = new SinkOptions
            {
                Listen = IPEndPoint.Parse(arguments.GetValue(listen)!),
                Control = arguments.GetValue(control) is { } endpoint ? IPEndPoint.Parse(endpoint) : null,
                ListenTls = arguments.GetValue(listenTls) is { } tls ? IPEndPoint.Parse(tls) : null,
                Certificate = pem is null ? null : X509Certificate2.CreateFromPemFile(pem),
                ReplyDelay = arguments.GetValue(delay),
            };
            return RunAsync(options, arguments.GetValue(report), cancel);
        });
        return command;
    }

    private static async Task<int> RunAsync(SinkOptions options, string? report, CancellationToken cancel)
    {
        var tally = new SinkTally();
        var sink = new SmtpSink(options, tally).RunAsync(cancel);
        var control = options.Control is null ? sink : new SinkControl(options, tally).RunAsync(options.Control, cancel);
        try
        {
            await await Task.WhenAny(sink, control);
        }
        catch (OperationCanceledException)
        {
            // Told to end: the way it always ends.
        }
        if (report is not null) await File.WriteAllTextAsync(report, JsonSerializer.Serialize(tally.Report()), CancellationToken.None);
        return 0;
    }
}
