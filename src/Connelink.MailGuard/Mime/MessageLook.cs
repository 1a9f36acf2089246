using System.Buffers;
using System.Text;

namespace Connelink.MailGuard.Mime;

/// <summary>What the first line of some content says about it.</summary>
internal enum Look : byte
{
    Undecided,
    Message,
    Other,
}

/// <summary>Looks whether content begins like a message: with a field that messages begin with. Blanks, empty lines, a byte order mark and an mbox "From " line are passed over.</summary>
internal sealed class MessageLook
{
    private const int LongestName = 30;

    private static readonly SearchValues<byte> NameOctets = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_."u8);

    /// <summary>White space and the octets of a byte order mark.</summary>
    private static readonly SearchValues<byte> Passed = SearchValues.Create([(byte)' ', (byte)'\t', (byte)'\r', (byte)'\n', 0xEF, 0xBB, 0xBF]);

    private readonly byte[] _line = new byte[LongestName + 1];
    private int _length;
    private bool _inMboxLine;

    /// <summary>What was taken of the content and is the beginning of the message, or was none.</summary>
    public ReadOnlySpan<byte> Taken => _line.AsSpan(0, _length);

    public void Begin()
    {
        _length = 0;
        _inMboxLine = false;
    }

    /// <summary>Takes octets until it is decided.</summary>
    public Look Read(ref ReadOnlySpan<byte> content)
    {
        while (!content.IsEmpty)
        {
            if (_inMboxLine)
            {
                var end = content.IndexOf((byte)'\n');
                content = content[(end < 0 ? content.Length : end + 1)..];
                _inMboxLine = end < 0;
                continue;
            }
            if (_length == 0)
            {
                var start = content.IndexOfAnyExcept(Passed);
                content = content[(start < 0 ? content.Length : start)..];
                if (start < 0) break;
            }
            var octet = content[0];
            content = content[1..];
            _line[_length++] = octet;
            if (octet == ':') return IsKnown(Taken[..^1].TrimEnd(" \t"u8)) ? Look.Message : Look.Other;
            if (octet is (byte)'\n' || _length == _line.Length) return Look.Other;
            if (octet != ' ' || !(Taken.SequenceEqual("From "u8) || Taken.SequenceEqual(">From "u8))) continue;
            _length = 0;
            _inMboxLine = true;
        }
        return Look.Undecided;
    }

    private static bool IsKnown(ReadOnlySpan<byte> name)
    {
        Span<byte> lower = stackalloc byte[LongestName];
        if (Ascii.ToLower(name, lower, out var length) != OperationStatus.Done) return false;
        ReadOnlySpan<byte> known = lower[..length];
        if (known.ContainsAnyExcept(NameOctets)) return false;
        return known.StartsWith("x-"u8) || known.StartsWith("content-"u8) || known.StartsWith("resent-"u8) || known.StartsWith("list-"u8) || known.StartsWith("arc-"u8)
            || known.SequenceEqual("received"u8) || known.SequenceEqual("return-path"u8) || known.SequenceEqual("from"u8) || known.SequenceEqual("to"u8)
            || known.SequenceEqual("cc"u8) || known.SequenceEqual("subject"u8) || known.SequenceEqual("date"u8) || known.SequenceEqual("message-id"u8)
            || known.SequenceEqual("mime-version"u8) || known.SequenceEqual("reply-to"u8) || known.SequenceEqual("sender"u8) || known.SequenceEqual("delivered-to"u8)
            || known.SequenceEqual("dkim-signature"u8) || known.SequenceEqual("authentication-results"u8) || known.SequenceEqual("received-spf"u8)
            || known.SequenceEqual("envelope-to"u8) || known.SequenceEqual("in-reply-to"u8) || known.SequenceEqual("references"u8)
            || known.SequenceEqual("user-agent"u8) || known.SequenceEqual("importance"u8) || known.SequenceEqual("path"u8) || known.SequenceEqual("newsgroups"u8)
            || known.SequenceEqual("thread-index"u8) || known.SequenceEqual("thread-topic"u8);
    }
}
