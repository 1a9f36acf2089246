using Connelink.MailGuard.Inspection;
using Connelink.MailGuard.Tests.Support;

namespace Connelink.MailGuard.Tests.Inspection;

/// <summary>All that is found in a message, as text.</summary>
internal static class FoundFacts
{
    public static string Of(MessageInspection inspection, ReadOnlySpan<byte> message, params ReadOnlySpan<int> cuts)
    {
        inspection.Begin(opensDocuments: true);
        Fuzzing.InPieces(message, cuts, inspection.Write);
        inspection.Complete();
        inspection.Abandon();
        var facts = inspection.Facts;
        return $"{facts.Archives} {facts.Irregularities} {facts.Protection} {facts.AttachmentOctets} {facts.AlternativeOctets} {facts.IsReport} {facts.HasCalendar}";
    }
}
