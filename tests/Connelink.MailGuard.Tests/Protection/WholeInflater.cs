using System.IO.Compression;
using Connelink.MailGuard.Protection;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Tests.Protection;

/// <summary>An inflater for tests that keeps all it got and asks the runtime's zlib from the start each time.</summary>
internal sealed class WholeInflater : IInflater
{
    private readonly List<byte> _compressed = [];
    private bool _hasZlibHeader;
    private int _handedOn;

    /// <summary>More is over budget.</summary>
    public int MaxOctets { get; init; } = int.MaxValue;

    public void Begin(bool hasZlibHeader)
    {
        _compressed.Clear();
        (_hasZlibHeader, _handedOn) = (hasZlibHeader, 0);
    }

    public InflateStatus Write(ReadOnlySpan<byte> compressed, IContentSink inflated)
    {
        _compressed.AddRange(compressed);
        var input = new MemoryStream([.. _compressed]);
        using Stream stream = _hasZlibHeader ? new ZLibStream(input, CompressionMode.Decompress) : new DeflateStream(input, CompressionMode.Decompress);
        var octets = new MemoryStream();
        var isWhole = true;
        try
        {
            stream.CopyTo(octets);
        }
        catch (InvalidDataException e)
        {
            if (!e.Message.Contains("truncated", StringComparison.OrdinalIgnoreCase)) return InflateStatus.Broken;
            isWhole = false;
        }
        if (octets.Length > MaxOctets) return InflateStatus.OverBudget;
        inflated.Write(octets.ToArray().AsSpan(_handedOn));
        _handedOn = (int)octets.Length;
        return isWhole ? InflateStatus.Complete : InflateStatus.Running;
    }
}
