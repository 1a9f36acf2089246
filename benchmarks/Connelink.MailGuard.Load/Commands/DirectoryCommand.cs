using System.CommandLine;
using System.Text.Json;

namespace Connelink.MailGuard.Load.Commands;

/// <summary><c>directory</c>: the addresses that the client writes to, as a directory in JSON.</summary>
internal static class DirectoryCommand
{
    public static Command Create()
    {
        var addresses = new Option<int>("--addresses") { Description = "how many persons", DefaultValueFactory = _ => 10_000 };
        var domain = new Option<string>("--domain") { Description = "their domain", DefaultValueFactory = _ => "load.example" };
        var plain = new Option<bool>("--plain") { Description = "the addresses alone, one a line" };
        var output = new Option<string>("--output") { Description = "the file to write", Required = true };
        var command = new Command("directory", "writes a directory of declared addresses") { addresses, domain, plain, output };
        command.SetAction(arguments => Write(arguments.GetValue(plain), arguments.GetValue(output)!, arguments.GetValue(domain)!, arguments.GetValue(addresses)));
        return command;
    }

    /// <summary>Only recipients need declaring: the default senders are strangers, and for outbound mail a person sends.</summary>
    private static void Write(bool plain, string output, string domain, int addresses)
    {
        if (plain)
        {
            File.WriteAllLines(output, Enumerable.Range(1, addresses).Select(n => $"user{n:D6}@{domain}"));
            return;
        }
        using var file = File.Create(output);
        JsonSerializer.Serialize(file, new
        {
            tenants = new[]
            {
                new
                {
                    name = "load",
                    domains = new[] { domain },
                    language = "en",
                    entries = Enumerable.Range(1, addresses).Select(n => new { kind = "person", address = $"user{n:D6}@{domain}", plan = "complete" }),
                },
            },
        });
    }
}
