using System.Text;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Policy;

/// <summary>The reply that the client reads for an objection: "rule: what was found (limit x); id n".</summary>
/// <remarks>Printable ASCII in one line of at most 512 octets; where it would be longer what was found is cut, never rule or id.</remarks>
public static class RefusalText
{
    /// <param name="id">Finds the record of the transaction.</param>
    /// <param name="helpUrl">Added whole where it fits, otherwise left out.</param>
    public static Reply Reply(Objection objection, Language language, string id, string? helpUrl = null)
    {
        var start = $"{objection.Rule}: ";
        var end = $"; id {Printable(id)}";
        var code = new Reply(objection.Code, objection.Status, "").ToString();
        var room = Smtp.Reply.MaxOctets - "\r\n".Length - code.Length - start.Length - end.Length;

        var found = Cut(Printable(objection.Finding.In(language)), room);
        var help = string.IsNullOrEmpty(helpUrl) ? "" : $"; {Word(language)} {Printable(helpUrl)}";
        if (found.Length + help.Length > room) help = "";
        return new Reply(objection.Code, objection.Status, start + found + end + help);
    }

    private static string Word(Language language) => language == Language.French ? "voir" : "see";

    private static string Printable(string text) => ReplyText.Printable(Encoding.UTF8.GetBytes(text), Smtp.Reply.MaxOctets);

    private static string Cut(string text, int room) => text.Length <= room ? text : string.Concat(text.AsSpan(0, Math.Max(room - 3, 0)), "...");
}
