using Connelink.MailGuard.Mime;
using Xunit;

namespace Connelink.MailGuard.Tests.Mime;

public sealed class ScannerAllocationTests
{
    private static readonly MessageCase[] All = [.. MessageCase.All];

    [Fact]
    public void A_message_is_scanned_without_allocating()
    {
        var scanner = new MimeScanner();
        var sink = new Nothing();
        Assert.Equal(0, Warm(() =>
        {
            foreach (var one in All)
            {
                scanner.Begin(sink);
                scanner.Write(one.Message);
                scanner.Complete();
            }
        }));
        Assert.True(sink.Octets > 100_000);
    }

    [Fact]
    public void A_message_that_is_given_up_leaves_nothing_behind()
    {
        var scanner = new MimeScanner();
        var sink = new Nothing();
        Assert.Equal(0, Warm(() =>
        {
            foreach (var one in All)
            {
                for (var length = 0; length < one.Message.Length; length += 37)
                {
                    scanner.Begin(sink);
                    scanner.Write(one.Message.AsSpan(0, length));
                }
            }
        }));
    }

    [Fact]
    public void Embedded_files_are_watched_without_allocating()
    {
        IEncodedFileWatcher[] watchers = [new EmbeddedFileWatcher(), new DataUriWatcher(), new Base64LiteralWatcher(), new EncodedPropertyWatcher(), new RtfObjectWatcher()];
        var text = EmbeddedFileWatcherTests.Everything().Chunk(1000).ToArray();
        foreach (var watcher in watchers)
        {
            var sink = new Nothing();
            Assert.Equal(0, Warm(() =>
            {
                watcher.Begin(sink);
                foreach (var octets in text) watcher.Write(octets);
                watcher.Complete();
            }));
            Assert.True(sink.Octets >= 300, watcher.GetType().Name);
        }
    }

    /// <summary>Octets allocated when all has been done before.</summary>
    private static long Warm(Action action)
    {
        var allocated = 0L;
        for (var run = 0; run < 3; run++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }
        return allocated;
    }

    private sealed class Nothing : IMimeSink, IEmbeddedFileSink
    {
        public long Octets { get; private set; }

        public void BeginPart(MimePart part)
        {
        }

        public void Content(MimePart leaf, int reading, ReadOnlySpan<byte> octets) => Octets += octets.Length;

        public void EndPart(MimePart part)
        {
        }

        public void Irregular(MimeIrregularity irregularity, MimePart part)
        {
        }

        public void BeginFile(EmbeddedFileKind kind)
        {
        }

        public void Content(ReadOnlySpan<byte> octets) => Octets += octets.Length;

        public void EndFile()
        {
        }
    }
}
