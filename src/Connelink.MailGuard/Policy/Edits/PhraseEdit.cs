using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Policy.Edits;

/// <summary>Finds the octets around the hosted mailboxes of one address field: phrases, comments, routes, names of groups they are in.</summary>
/// <remarks>
/// Only whole tokens leave, with the white space between them and the address, so that no line of white space alone is left. What is
/// edited once has nothing left to edit, and each address stays.
/// </remarks>
internal static class PhraseEdit
{
    /// <summary>Where the address itself is in doubt nothing is touched: taking words away would choose one.</summary>
    private const MailboxOddities Unsafe = MailboxOddities.SeveralAngles | MailboxOddities.EncodedWordInAddress | MailboxOddities.GapInAddress
        | MailboxOddities.UnclosedComment | MailboxOddities.StrayGroup;

    /// <summary>No doubt where there is one "@": whoever reads an address reads that one.</summary>
    private const MailboxOddities UnsafeBesideAnother = MailboxOddities.StrayText | MailboxOddities.UnclosedAngle | MailboxOddities.Backslash;

    [ThreadStatic]
    private static OctetArena? _arena;

    public static void Edit(HeaderIndex header, in IndexedField field, IDirectorySnapshot directory, HeaderEdits edits)
    {
        var body = header.BodyOf(field);
        if (!IsSafe(body))
        {
            edits.LeaveAlone();
            return;
        }
        var before = edits.Count;
        Edit(body, field.BodyStart, directory, edits);
        if (edits.Count > before) edits.Touch(field.Field);
    }

    private static bool IsSafe(ReadOnlySpan<byte> body)
    {
        if (body.Contains((byte)0)) return false;
        foreach (var item in new MailboxListParser(body))
        {
            if (item.Has(Unsafe) || item.Kind == MailboxItemKind.Words) return false;
            if (item.Has(UnsafeBesideAnother) && !IsOnlyAddress(body, item)) return false;
            if (item.Kind == MailboxItemKind.GroupStart && !item.Address.IsEmpty) return false;
            // Without its semicolon what follows would run into the last member.
            if (item.Kind == MailboxItemKind.GroupEnd && body[item.Whole.End..].TrimStart(" \t\r\n"u8) is [not (byte)',', ..]) return false;
        }
        return true;
    }

    private static bool IsOnlyAddress(ReadOnlySpan<byte> body, in MailboxItem item) =>
        item.Kind == MailboxItemKind.Mailbox && item.Whole.Of(body).Count((byte)'@') == 1 && !item.Address.Of(body).ContainsAny((byte)'\\', (byte)'"');

    private static void Edit(ReadOnlySpan<byte> body, int offset, IDirectorySnapshot directory, HeaderEdits edits)
    {
        // The name of the group that is open, up to its first member; empty: none is, or it has left already.
        OctetRange groupName = default;
        var (end, isInGroup, isGroupOurs) = (0, false, false);
        foreach (var item in new MailboxListParser(body))
        {
            if (isInGroup && groupName.Length > 0 && end == groupName.End) groupName = new OctetRange(groupName.Start, item.Whole.Start);
            switch (item.Kind)
            {
                case MailboxItemKind.Comment:
                    edits.Remove(offset + end, offset + item.Whole.End);
                    break;
                case MailboxItemKind.GroupStart:
                    (groupName, isInGroup, isGroupOurs) = (item.Whole, true, false);
                    break;
                case MailboxItemKind.GroupEnd:
                    if (isGroupOurs) edits.Remove(offset + end, offset + item.Whole.End);
                    (groupName, isInGroup) = (default, false);
                    break;
                case MailboxItemKind.Mailbox when IsHosted(item.Address.Of(body), directory):
                    edits.Remove(offset + groupName.Start, offset + groupName.End);
                    (groupName, isGroupOurs) = (default, isInGroup);
                    Edit(body, item, offset, edits);
                    break;
            }
            end = item.Whole.End;
        }
    }

    private static void Edit(ReadOnlySpan<byte> body, in MailboxItem item, int offset, HeaderEdits edits)
    {
        edits.Remove(offset + item.Whole.Start, offset + item.Bare.Start);
        if (!item.Angle.IsEmpty)
        {
            var before = new OctetRange(item.Angle.Start + 1, item.Address.Start);
            var end = item.Has(MailboxOddities.UnclosedAngle) ? item.Angle.End : item.Angle.End - 1;
            var after = new OctetRange(item.Address.End, end);
            if (item.Has(MailboxOddities.Route) || before.Of(body).Contains((byte)'(')) edits.Remove(offset + before.Start, offset + before.End);
            if (after.Of(body).Contains((byte)'(')) edits.Remove(offset + after.Start, offset + after.End);
        }
        edits.Remove(offset + item.Bare.End, offset + item.Whole.End);
    }

    private static bool IsHosted(ReadOnlySpan<byte> address, IDirectorySnapshot directory)
    {
        var arena = _arena ??= new OctetArena();
        arena.Reset();
        return PathParser.TryParseMailbox(address, arena, out var mailbox) && directory.TryGetTenant(mailbox.Domain, out _);
    }
}
