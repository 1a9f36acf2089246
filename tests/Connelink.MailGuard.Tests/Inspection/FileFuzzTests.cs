using System.Text;
using Connelink.MailGuard.Attacks;
using Connelink.MailGuard.Inspection;
using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Tests.Mime;
using Connelink.MailGuard.Tests.Support;
using Xunit;
using Archive = Connelink.MailGuard.Tests.Archives.Samples;

namespace Connelink.MailGuard.Tests.Inspection;

/// <summary>Mutations of documents that hold files: nothing is thrown, and the same is found however the octets are split.</summary>
public sealed class FileFuzzTests
{
    private static readonly string[] Families = ["files-in-documents", "embedded-text", "open-documents", "prose"];

    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "\r\n", "\r\n ", "\r", "\n", "\0", " ", "=", "==", "\"", "'", "\" +\r\n\"", ",", "\\", "&", "&#", "&#x", "&#100;", "&colon;", "&amp;", ";", "%", "%50", "data:", "data:x,", ";base64,",
            "UEsDB", "N3q8r", "UmFyI", "QUJD", "-_", "BEGIN:VCARD\r\n", "ATTACH;ENCODING=BASE64:", ";encoding=b", ";base64", ":", "{\\rtf1", "{\\*\\objdata ", "\\objdata0 ", "\\bin5 ", "\\bin-1 ", "{", "}", "504B0304",
            "%PDF-1.7\n", "1 0 obj\n<<", ">>", "/Type /EmbeddedFile", "/Filter /FlateDecode", ">>\nstream\r\n", "endstream\nendobj\n", "trailer", "/Encrypt 3 0 R", "<html>", "<!DOCTYPE html>", "<!--", "-->",
            "begin 644 a\r\n", "#0V%T\r\n", "end\r\n", "=ybegin line=128 size=3 name=a\r\n", "=yend size=3\r\n", "(This file must be converted with BinHex 4.0)\r\n\r\n:", "PK\u0003\u0004", "\xFF\xFE", new string('A', 600),
        }.Select(Encoding.Latin1.GetBytes),
    ];

    /// <summary>The leaves of attacks and innocents, decoded.</summary>
    private static byte[][] Seeds { get; } = [.. Samples.All.Where(sample => Families.Contains(sample.Family)).SelectMany(sample => LeafOctets.Of(sample.Content.ToArray())).Where(file => file.Length is > 0 and < 8000)];

    [Fact]
    public void Encoded_files_are_found_alike_in_mutated_texts()
    {
        IEncodedFileWatcher[] watchers = [new EmbeddedFileWatcher(), new DataUriWatcher(), new Base64LiteralWatcher(), new EncodedPropertyWatcher(), new RtfObjectWatcher()];
        Fuzzing.Run(Seeds, Pieces, (text, cuts) =>
        {
            foreach (var watcher in watchers) Assert.Equal(FileLog.Of(watcher, () => watcher.Write(text)), FileLog.Of(watcher, () => Fuzzing.InPieces(text, cuts, watcher.Write)));
        });
    }

    [Fact]
    public void Mutated_attachments_are_judged_alike_by_themselves_and_in_an_archive()
    {
        var inspection = new MessageInspection();
        Fuzzing.Run(Seeds, Pieces, (file, cuts) =>
        {
            Judge([.. "Content-Type: application/x; name=a.html\r\nContent-Transfer-Encoding: binary\r\n\r\n"u8, .. file]);
            Judge([.. "Content-Type: application/x\r\nContent-Transfer-Encoding: binary\r\n\r\n"u8, .. Archive.Stored(("a", file))]);

            void Judge(byte[] message) => Assert.Equal(FoundFacts.Of(inspection, message), FoundFacts.Of(inspection, message, cuts));
        });
    }
}
