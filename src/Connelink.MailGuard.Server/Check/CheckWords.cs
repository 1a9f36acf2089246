using System.Globalization;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Server.Configuration;

namespace Connelink.MailGuard.Server.Check;

/// <summary>How figures and sources are put for people, the same on the terminal and in the report.</summary>
internal static class CheckWords
{
    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"1 message", "1,200 messages".</summary>
    public static string Count(long number, string one) => $"{Count(number)} {one}{(number == 1 ? "" : "s")}";

    /// <summary>"0.4 %"; what is not zero never looks like it.</summary>
    public static string Share(long part, long whole)
    {
        if (part == 0 || whole == 0) return "0 %";
        var percent = 100.0 * part / whole;
        return percent < 0.1 ? "< 0.1 %" : string.Create(CultureInfo.InvariantCulture, $"{(part < whole ? Math.Min(percent, 99.9) : percent):0.#} %");
    }

    public static string Size(long octets) => octets switch
    {
        < 1000 => Count(octets, "octet"),
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{octets / 1024.0:0.#} KiB"),
        < 1024L * 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{octets / 1048576.0:0.#} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{octets / 1073741824.0:0.##} GiB"),
    };

    public static string Date(DateOnly date) => date.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    private static string Source(SenderSource source) => source switch
    {
        SenderSource.Given => "--from",
        SenderSource.ReturnPath => "Return-Path",
        SenderSource.From => "From",
        SenderSource.Sender => "Sender",
        _ => "nothing (taken as null)",
    };

    private static string Source(RecipientSource source) => source switch
    {
        RecipientSource.Given => "--to",
        RecipientSource.EnvelopeTo => "Envelope-To",
        RecipientSource.OriginalTo => "X-Original-To",
        RecipientSource.DeliveredTo => "Delivered-To",
        RecipientSource.ReceivedFor => "Received ... for",
        RecipientSource.ToCcBcc => "To, Cc and Bcc",
        _ => "nothing (judged without recipients)",
    };

    /// <summary>"Return-Path (1,200), From (3)".</summary>
    public static string Senders(CheckSummary summary) =>
        List(Enum.GetValues<SenderSource>().Select((source, i) => (Source(source), summary.SenderSources[i])));

    public static string Recipients(CheckSummary summary) =>
        List(Enum.GetValues<RecipientSource>().Select((source, i) => (Source(source), summary.RecipientSources[i])));

    public static string Directions(CheckSummary summary) =>
        List(Enum.GetValues<Direction>().Select((direction, i) => (SettingValue.Word(direction), summary.Directions[i])));

    private static string List(IEnumerable<(string Word, long Count)> entries) =>
        string.Join(", ", entries.Where(e => e.Count > 0).Select(e => $"{e.Word} ({Count(e.Count)})"));

    /// <summary>"mail.mbox #12"; a file with one message needs no number.</summary>
    public static string Place(CheckedMessage message) =>
        message is { Number: 1, Offset: 0 } ? message.File.ShortName : $"{message.File.ShortName} #{message.Number}";
}
