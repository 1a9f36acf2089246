using Connelink.MailGuard.Policy.Edits;

namespace Connelink.MailGuard.Server.Check;

/// <summary>What an editor did to a header section, in words.</summary>
internal static class EditWords
{
    public static string Of(EditNote edit) => edit.Outcome switch
    {
        EditOutcome.Edited => $"{CheckWords.Count(edit.Fields, "field")} edited",
        EditOutcome.WouldEdit => $"{CheckWords.Count(edit.Fields, "field")} would be edited (observed)",
        EditOutcome.LeftAlone => $"{CheckWords.Count(edit.Fields, "field")} left as it is",
        _ => $"{CheckWords.Count(edit.Fields, "broken signature")} dropped",
    };
}
