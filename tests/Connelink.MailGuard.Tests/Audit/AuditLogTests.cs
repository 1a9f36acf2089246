using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Connelink.MailGuard.Audit;
using Connelink.MailGuard.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Connelink.MailGuard.Tests.Audit;

/// <summary>The transaction log when its output fails, as on a full disk.</summary>
public sealed class AuditLogTests
{
    [Fact]
    public async Task An_output_that_fails_costs_its_lines_and_says_so_until_it_works_again()
    {
        var disk = new FullDisk { IsFull = true };
        await using var log = new AuditLog(disk, NullLogger.Instance);
        for (var i = 0; i < 3; i++) await log.AddAsync(Record("lost"));
        await FakeNextHop.UntilAsync(() => log.Lost == 3, "three lines are lost");
        Assert.Equal("No space left on device", log.Problem);

        disk.IsFull = false;
        await log.AddAsync(Record("kept"));
        await FakeNextHop.UntilAsync(() => log.Problem is null, "a line is written");
        Assert.Equal(3, log.Lost);
        // Half a line may be there: what comes after it is a line all the same.
        var line = JsonNode.Parse(Encoding.UTF8.GetString(disk.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1])!;
        Assert.Equal("kept", (string?)line["hello"]);
    }

    [Fact]
    public async Task An_output_that_fails_holds_nobody_up()
    {
        await using var log = new AuditLog(new FullDisk { IsFull = true }, NullLogger.Instance, capacity: 1024);
        for (var i = 0; i < 100; i++) await log.AddAsync(Record("lost"));
        await FakeNextHop.UntilAsync(() => log.Lost == 100, "all lines are lost");
    }

    private static TransactionRecord Record(string hello)
    {
        var record = new TransactionRecord { Listener = "inbound", Client = IPAddress.Loopback, Hello = hello };
        record.Begin(DateTimeOffset.UnixEpoch);
        return record;
    }

    /// <summary>While it is full it takes a part of each line, and fails.</summary>
    private sealed class FullDisk : MemoryStream
    {
        public volatile bool IsFull;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            base.Write(IsFull ? buffer[..(buffer.Length / 2)] : buffer);
            if (IsFull) throw new IOException("No space left on device");
        }
    }
}
