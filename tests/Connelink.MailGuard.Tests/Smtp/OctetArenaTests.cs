using Connelink.MailGuard.Smtp;
using Xunit;

namespace Connelink.MailGuard.Tests.Smtp;

public sealed class OctetArenaTests
{
    [Fact]
    public void What_was_appended_stays_when_it_grows_and_is_counted_until_it_is_forgotten()
    {
        var arena = new OctetArena(16);
        var first = arena.Append("first"u8);
        var large = arena.Append(new byte[100_000]);
        Assert.Equal("first"u8, first.Span);
        Assert.Equal(100_000, large.Length);
        Assert.Equal(100_005, arena.Octets);
        arena.Reset();
        Assert.Equal(0, arena.Octets);
    }

    [Fact]
    public void A_large_block_is_not_kept()
    {
        var arena = new OctetArena(16);
        arena.Append(new byte[1000]);
        arena.Reset();
        Assert.Equal(1000, arena.Reserve(1).Length);

        arena.Append(new byte[100_000]);
        arena.Reset();
        Assert.Equal(16, arena.Reserve(1).Length);
    }
}
