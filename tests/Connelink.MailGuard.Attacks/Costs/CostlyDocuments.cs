using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Costs;

/// <summary>Documents that hold files, with as many as there is room for: calendars, RTF, PDF, pages in archives.</summary>
internal static class CostlyDocuments
{
    private const int Octets = 4 << 20;

    public static IEnumerable<CostlyMessage> All()
    {
        var small = Text.Latin1(Packed.Zlib("x"u8.ToArray()));
        var coded = Text.Latin1(Packed.Zlib(Text.Octets(string.Concat(Enumerable.Range(0, 40).Select(i => $"{i * 7919}")))));
        (string Name, string Type, string Head, string Unit)[] cases =
        [
            ("properties", "text/calendar", "BEGIN:VCALENDAR\r\n", "A:x\r\n"),
            ("encoded properties", "text/calendar", "BEGIN:VCALENDAR\r\n", "A;ENCODING=BASE64:UEsDBA==\r\n"),
            ("short encoded properties", "text/calendar", "BEGIN:VCALENDAR\r\n", "A;ENCODING=B:A\r\n"),
            ("half encoded properties", "text/calendar", "BEGIN:VCALENDAR\r\n", ";ENCODING="),
            ("folds", "text/calendar", "BEGIN:VCALENDAR\r\nA;ENCODING=B:", "\r\n A"),
            ("RTF control words", "application/rtf", "{\\rtf1", "\\b"),
            ("RTF objects", "application/rtf", "{\\rtf1", "{\\objdata 504b0304}"),
            ("RTF objects left open", "application/rtf", "{\\rtf1", "\\objdata "),
            ("RTF hexadecimal", "application/rtf", "{\\rtf1{\\objdata ", "504b0304"),
            ("RTF control words among digits", "application/rtf", "{\\rtf1{\\objdata ", "\\b5"),
            ("RTF binary", "application/rtf", "{\\rtf1{\\objdata ", "\\bin1 x"),
            ("PDF attachments", "application/pdf", "%PDF-", $"obj<</EmbeddedFile>>stream\n{small}"),
            ("PDF attachments with codes of their own", "application/pdf", "%PDF-", $"obj<</EmbeddedFile>>stream\n{coded}"),
            ("PDF attachments that are none", "application/pdf", "%PDF-", "obj<</Params>>stream\n"),
            ("PDF attachments left open", "application/pdf", "%PDF-", "obj<</Params>>stream\n\u0078\u009C\0\u00FF\u00FF\0\0"),
        ];
        foreach (var (name, type, head, unit) in cases)
        {
            yield return new("document", name, () => Text.Octets(Mail.WithAttachment(Mail.InboundFields, type, "a.bin", Text.Octets(head + string.Concat(Enumerable.Repeat(unit, Octets / unit.Length))))));
        }
        (string Name, string File, string Unit)[] packed =
        [
            ("words in pages", "a.html", "Bonjour, voici. "), ("data URIs in pages", "a.html", "data:;base64,UEsDBA==\""), ("archives in strings of pages", "a.html", "\"UEsDBA==\";"),
            ("properties in an archive", "a.ics", "BEGIN:VCALENDAR\r\nA;ENCODING=B:UEsDBA==\r\n"), ("RTF objects in an archive", "a.rtf", "{\\rtf1{\\objdata 504b0304}"),
        ];
        foreach (var (name, file, unit) in packed)
        {
            yield return new("document", name, () => Text.Octets(Mail.WithAttachment(Mail.InboundFields, "application/zip", "a.zip",
                Zip.Of(ZipEntry.Deflated(file, Text.Octets(string.Concat(Enumerable.Repeat(unit, Octets / unit.Length))))))));
        }
        yield return new("document", "small pages", () => Text.Octets(Mail.WithAttachment(Mail.InboundFields, "application/zip", "a.zip",
            Zip.Of([.. Enumerable.Range(0, 40_000).Select(i => ZipEntry.Deflated($"{i}.html", "<html>"u8.ToArray()))]))));
    }
}
