using System.Buffers;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Policy.Rules;
using Connelink.MailGuard.Session;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Attacks;

/// <summary>The engine of the gateway with the default rules or others (and with all formats of archives) and the sample directory, without connections.</summary>
public sealed class EngineJudge : IJudge
{
    private readonly MessageJudge[] _judges;
    private readonly MessageJudge[] _judgesOfAllFormats;

    public EngineJudge()
        : this(new PolicyOptions { MimeIntegrity = { Outbound = RuleMode.Enforce } })
    {
    }

    public EngineJudge(PolicyOptions options)
    {
        var directory = DirectoryFile.Load(Path.Combine(AppContext.BaseDirectory, "directory.sample.json"));
        _judges = Judges(options, directory);
        options.EncryptedArchive.Formats = [EncryptedArchiveOptions.Zip, EncryptedArchiveOptions.SevenZip, EncryptedArchiveOptions.Rar];
        _judgesOfAllFormats = Judges(options, directory);
    }

    /// <summary>Accounts of submission are not known to the engine yet: what only AUTH can decide is not judged.</summary>
    public Outcome Judge(SampleMessage message)
    {
        var outcome = JudgeWithoutAccount(message);
        return outcome.RefusedBy is null && message is { IsAttack: true, Envelope.Account: not null } ? Outcome.NotJudged : outcome;
    }

    private static MessageJudge[] Judges(PolicyOptions options, IDirectorySnapshot directory)
    {
        var rules = StandardRules.Create(options, "mailguard.example", []);
        return [.. Enum.GetValues<Direction>().Select(direction => new MessageJudge(rules, directory, new SmtpOptions(), direction))];
    }

    private Outcome JudgeWithoutAccount(SampleMessage message)
    {
        var judge = (message.IsForAllFormats ? _judgesOfAllFormats : _judges)[(int)message.Direction];
        var isLoose = message.Direction != MailDirection.Inbound;
        if (!judge.TryBegin(message.Envelope.ReversePath)) return new Outcome(RuleName.Syntax);
        foreach (var recipient in message.Envelope.Recipients)
        {
            if (!judge.TryOffer(recipient)) return new Outcome(RuleName.Syntax);
        }
        if (judge.Refused is [var refused, ..]) return Of(refused.Objection);

        var wire = message.IsWire ? message.Content.ToArray() : Stuffed(message.Content.ToArray());
        if (!TryFrame(wire, isLoose, out var content)) return new Outcome(RuleName.Framing);
        return judge.Judge(content) is { } objection ? Of(objection) : Outcome.Passed(MailContentOf(judge, content));
    }

    private static Outcome Of(Objection objection) => new(objection.Rule is "header" or "SIZE" ? RuleName.Framing : objection.Rule, RefusalText.Reply(objection, Language.English, "0").ToString());

    private static MailContent MailContentOf(MessageJudge judge, byte[] content)
    {
        if (judge.Edits.IsEmpty) return new MailContent(() => [content]);
        var header = MessageJudge.HeaderEnd(content);
        var edited = new byte[header];
        var length = judge.Edits.Apply(content.AsSpan(0, header), edited);
        return new MailContent(() => [edited.AsMemory(0, length), content.AsMemory(header)]);
    }

    private static byte[] Stuffed(byte[] content)
    {
        var stuffed = new byte[(2 * content.Length) + 5];
        var length = DotStuffing.Put(content, stuffed);
        if (!content.AsSpan().EndsWith("\r\n"u8)) "\r\n"u8.CopyTo(stuffed.AsSpan(length, 2));
        length += content.AsSpan().EndsWith("\r\n"u8) ? 0 : 2;
        ".\r\n"u8.CopyTo(stuffed.AsSpan(length));
        return stuffed[..(length + 3)];
    }

    private static bool TryFrame(byte[] wire, bool isLoose, out byte[] content)
    {
        var sink = new Kept();
        var octets = wire;
        if (isLoose)
        {
            var normalised = new byte[2 * wire.Length];
            var status = new BareLineFeedNormaliser().Normalise(wire, normalised, out _, out var written);
            if (status == NormaliseStatus.Refused)
            {
                content = [];
                return false;
            }
            octets = normalised[..written];
        }
        var framed = new MailDataReader().Read(octets, sink, out _);
        content = sink.Octets.WrittenSpan.ToArray();
        return framed == MailDataStatus.EndOfData;
    }

    private sealed class Kept : IContentSink
    {
        public ArrayBufferWriter<byte> Octets { get; } = new();

        public void Write(ReadOnlySpan<byte> content) => Octets.Write(content);
    }
}
