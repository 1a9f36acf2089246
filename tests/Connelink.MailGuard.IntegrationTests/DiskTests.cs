using Connelink.MailGuard.IntegrationTests.Support;

namespace Connelink.MailGuard.IntegrationTests;

public sealed class DiskTests
{
    /// <summary>Every write of the process is traced while a message passes that is held, and one that streams. What io_uring sends shows in no trace: there only that nothing else is written is seen.</summary>
    [Theory]
    [InlineData("epoll")]
    [InlineData("io_uring")]
    public async Task No_octet_of_content_is_written_to_anything_but_a_socket(string polling)
    {
        var strace = Programs.Require("strace");
        var (exitCode, reason) = await ChildProcess.RunAsync(strace, ["-qq", "-o", "/dev/null", "true"]);
        Assert.SkipWhen(exitCode != 0, $"tracing is not permitted: {reason}");
        using var folder = new TempFolder();
        var trace = folder.PathOf("trace");
        // -D: the gateway stays our child, strace ends with it.
        string[] tracer = [strace, "-D", "-f", "-qq", "-yy", "-s", "4096", "-o", trace, "-e", "trace=open,openat,creat,write,writev,pwrite64,pwritev,sendto,sendmsg,sendmmsg", "--"];
        await using var sink = new CountingSink();
        await using var gateway = await GatewayProcess.StartAsync(new GatewaySetup { Hosts = [sink.Port], RunBy = [Programs.Require("env"), $"MAILGUARD_IO_URING={(polling == "epoll" ? 0 : 1)}", .. tracer] });
        var marker = $"Marker{Guid.NewGuid():N}";
        using (var client = await SmtpDialog.OpenAsync(gateway.Inbound))
        {
            foreach (var lines in new[] { 10, 12_000 })
            {
                await client.BeginAsync();
                await client.SayAsync("DATA");
                var text = string.Concat(Enumerable.Repeat($"{marker}\r\n", lines));
                Assert.StartsWith("250", await client.SayAsync($"Message-ID: <{MessageId.New()}>\r\nSubject: {marker}\r\n\r\n{text}."));
            }
            await client.SayAsync("QUIT");
        }
        await Until.TrueAsync(() => gateway.TransactionLog.Count(octet => octet == '\n') == 2, "two lines in the transaction log");

        await gateway.StopAsync();
        Assert.DoesNotContain(marker, gateway.TransactionLog);
        Assert.DoesNotContain(marker, gateway.Process.Output);
        var writes = File.ReadLines(trace).Where(line => line.Contains(marker, StringComparison.Ordinal)).ToList();
        if (polling == "epoll") Assert.NotEmpty(writes);
        Assert.All(writes, line => Assert.Matches(@"(send\w+|write\w*)\(\d+<TCP", line));
    }
}
