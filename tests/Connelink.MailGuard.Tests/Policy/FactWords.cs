using Connelink.MailGuard.Archives;
using Connelink.MailGuard.Inspection;
using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Protection;

namespace Connelink.MailGuard.Tests.Policy;

/// <summary>What was found in a message, in words: "octets=41943041 archive=EncryptedZip report"; of a message that has ended unless "more" is said.</summary>
internal static class FactWords
{
    public static MessageFacts Read(string text)
    {
        var facts = new MessageFacts { IsComplete = true };
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var value = word[(word.IndexOf('=', StringComparison.Ordinal) + 1)..];
            switch (word.Split('=')[0])
            {
                case "nothing": break;
                case "more": facts.IsComplete = false; break;
                case "report": facts.IsReport = true; break;
                case "octets": facts.AttachmentOctets = long.Parse(value); break;
                case "archive": facts.Archives |= Enum.Parse<ArchiveFindings>(value); break;
                case "mime": facts.Irregularities |= Enum.Parse<MimeIrregularity>(value); break;
                case "protection": facts.Protection |= Enum.Parse<ProtectionFindings>(value); break;
                case "attached": facts.Protection |= Enum.Parse<ProtectionFindings>(value).At(messageDepth: 1); break;
                default: throw new FormatException(word);
            }
        }
        return facts;
    }
}
