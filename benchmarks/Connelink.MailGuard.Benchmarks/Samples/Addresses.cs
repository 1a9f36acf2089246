using System.Text;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Benchmarks.Samples;

/// <summary>Directories and paths.</summary>
internal static class Addresses
{
    public static byte[] Key(int i) => Encoding.ASCII.GetBytes($"firstname.lastname{i}@client.example");

    /// <summary>One tenant with so many persons, and the sender of <see cref="Mail"/>.</summary>
    public static DirectorySnapshot Directory(int count)
    {
        var builder = new SnapshotBuilder(new DirectoryMistakes(), count + 1);
        builder.OpenTenant().Name = "client";
        builder.AddDomain("client.example"u8, default);
        var draft = new EntryDraft();
        for (var i = -1; i < count; i++)
        {
            draft.Clear();
            (draft.Kind, draft.Plan) = (EntryKind.Person, Plan.Complete);
            draft.Address.Add(i < 0 ? "jean.dupont@client.example"u8 : Key(i));
            builder.Add(draft);
        }
        return builder.Build()!;
    }

    public static ReversePath Sender(string text) =>
        PathParser.TryParseReversePath(Encoding.ASCII.GetBytes(text), new OctetArena(), out var path, out _) ? path : throw new FormatException(text);

    public static ForwardPath Recipient(string text) =>
        PathParser.TryParseForwardPath(Encoding.ASCII.GetBytes(text), new OctetArena(), out var path, out _) ? path : throw new FormatException(text);
}
