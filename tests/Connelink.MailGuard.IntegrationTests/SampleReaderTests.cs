using Connelink.MailGuard.Attacks;
using Connelink.MailGuard.IntegrationTests.Support;
using MimeKit;

namespace Connelink.MailGuard.IntegrationTests;

/// <summary>The attacks are attacks and the clear archives are clear to programs that are not ours.</summary>
public sealed class SampleReaderTests
{
    /// <summary>Prints the names of the messages in which Python's email finds an encrypted archive, whatever stands before it.</summary>
    private const string PythonReader = """
        import email, json, os, sys
        def encrypted(octets):
            at = octets.find(b'PK\x03\x04')
            return at >= 0 and (octets[at + 6] & 1 or octets[at + 8] == 99)
        for entry in json.load(open(os.path.join(sys.argv[1], 'index.json'))):
            with open(os.path.join(sys.argv[1], entry['file']), 'rb') as file:
                message = email.message_from_binary_file(file)
            parts = [part.get_payload(decode=True) for part in message.walk() if not part.is_multipart()]
            if any(encrypted(part) for part in parts if part):
                print(entry['name'])
        """;

    /// <summary>Measured 179 of 354 with Python 3.11; versions differ a little.</summary>
    private const int FoundByPython = 150;

    private static readonly string[] Structure =
        ["transfer-encoding-fields", "transfer-encoding-values", "field-names", "content-types", "boundaries", "delimiters", "separators", "base64-bodies", "quoted-printable-bodies"];

    /// <summary>What 7-Zip does not call encrypted: the flag is missing, though the content is there.</summary>
    private static readonly string[] NotFor7Zip = ["zip-encryption/strong-without-bit-0"];

    private static readonly string[] OpenSslVerifies = ["zip-nesting/signed", "zip-nesting/signed-octet-stream", "zip-nesting/signed-in-pieces", "zip-nesting/signed-in-pieces-of-1"];

    [Fact]
    public async Task Pythons_email_hands_out_the_archive_of_many_attacks_on_structure()
    {
        var python = Programs.Require("python3");
        using var folder = new TempFolder();
        SampleFolder.Write(folder.Name, Samples.Attacks.Where(message => Structure.Contains(message.Family)));
        var (exitCode, output) = await ChildProcess.RunAsync(python, [folder.Write("reader.py", PythonReader), folder.Name]);
        Assert.Equal(0, exitCode);
        Assert.InRange(output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length, FoundByPython, int.MaxValue);
    }

    [Fact]
    public async Task SevenZip_sees_that_the_encrypted_archives_are_encrypted()
    {
        var list = Programs.Require("7z");
        using var folder = new TempFolder();
        foreach (var message in Samples.Attacks.Where(message => message.Family == "zip-encryption" && !NotFor7Zip.Contains(message.Name)))
        {
            var (_, output) = await ChildProcess.RunAsync(list, ["l", "-slt", await FileOf(message, folder)]);
            Assert.True(output.Contains("Encrypted = +", StringComparison.Ordinal), message.Name);
        }
    }

    [Fact]
    public async Task SevenZip_asks_no_password_for_a_clear_archive()
    {
        var list = Programs.Require("7z");
        using var folder = new TempFolder();
        foreach (var message in Samples.Innocents.Where(message => message.Family == "clear-archives"))
        {
            var (_, output) = await ChildProcess.RunAsync(list, ["l", "-slt", await FileOf(message, folder)]);
            Assert.False(output.Contains("Encrypted = +", StringComparison.Ordinal), message.Name);
        }
    }

    [Fact]
    public async Task OpenSsl_opens_the_signed_objects_that_carry_archives()
    {
        var openssl = Programs.Require("openssl");
        using var folder = new TempFolder();
        foreach (var message in Samples.Attacks.Where(message => OpenSslVerifies.Contains(message.Name)))
        {
            var (exitCode, output) = await ChildProcess.RunAsync(openssl, ["cms", "-verify", "-noverify", "-inform", "DER", "-in", await FileOf(message, folder)]);
            Assert.True(exitCode == 0, $"{message.Name}: {output}");
            Assert.Contains("Content-Type: application/zip", output);
        }
    }

    /// <summary>The attachment of a message, written to a file.</summary>
    private static async Task<string> FileOf(SampleMessage message, TempFolder folder)
    {
        using var mail = MimeMessage.Load(new MemoryStream(message.Content.ToArray()), TestContext.Current.CancellationToken);
        var path = folder.PathOf(Guid.NewGuid().ToString("N"));
        await using var file = File.Create(path);
        await mail.Attachments.OfType<MimePart>().Single().Content!.DecodeToAsync(file, TestContext.Current.CancellationToken);
        return path;
    }
}
