using System.Text;
using Connelink.MailGuard.Archives;
using Connelink.MailGuard.Inspection;
using Connelink.MailGuard.IntegrationTests.Support;
using Connelink.MailGuard.Protection;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.IntegrationTests;

/// <summary>What OpenSSL, GnuPG and QPDF sign, encrypt and compress is told for what it is, however its octets are split.</summary>
public sealed class ProtectionTests
{
    private const string Entity = "Content-Type: text/plain\r\n\r\nHello, signed and encrypted in turns.\r\n";

    private const string Pdf = """
        %PDF-1.4
        1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
        2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
        3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >> endobj
        4 0 obj << /Length 30 >> stream
        BT (trailer << /Encryption) Tj ET
        endstream endobj
        trailer << /Root 1 0 R /Size 5 >>
        """;

    [Fact]
    public async Task What_OpenSSL_makes_is_told_by_its_content_type()
    {
        var openssl = Programs.Require("openssl");
        using var folder = new TempFolder();
        var (plain, key, certificate, made) = (folder.Write("plain", Entity), folder.PathOf("key"), folder.PathOf("cert"), folder.PathOf("made"));
        await RunAsync(openssl, $"req -x509 -newkey rsa:2048 -nodes -subj /CN=ada -keyout {key} -out {certificate}");
        (string Options, ProtectionFindings Expected)[] cases =
        [
            ($"-sign -binary -nodetach -signer {certificate} -inkey {key}", ProtectionFindings.SmimeSigned),
            ($"-sign -binary -nodetach -nocerts -noattr -signer {certificate} -inkey {key}", ProtectionFindings.SmimeSigned),
            ($"-sign -binary -signer {certificate} -inkey {key}", ProtectionFindings.SignedFile),
            ($"-encrypt -binary -aes256 {certificate}", ProtectionFindings.SmimeEncrypted),
            ($"-encrypt -binary -aes-256-gcm {certificate}", ProtectionFindings.SmimeEncrypted),
            ("-EncryptedData_encrypt -binary -aes128 -secretkey 000102030405060708090a0b0c0d0e0f", ProtectionFindings.SmimeEncrypted),
        ];
        foreach (var (options, expected) in cases)
        {
            foreach (var form in new[] { "-outform DER", "-outform DER -stream", "-outform PEM", "-outform PEM -stream" })
            {
                // Who streams keeps the content, detached or not.
                if (expected == ProtectionFindings.SignedFile && form.EndsWith("-stream", StringComparison.Ordinal)) continue;
                var words = options.Split(' ');
                await RunAsync(openssl, $"cms {words[0]} -in {plain} -out {made} {form} {string.Join(' ', words[1..])}");
                var (findings, content) = Read(await File.ReadAllBytesAsync(made), LeafTraits.None);
                Assert.True(expected == findings, $"{options} {form}: {findings}");
                if (expected == ProtectionFindings.SmimeSigned) Assert.Equal(Entity, content);
            }
        }
        await RunAsync(openssl, $"crl2pkcs7 -nocrl -certfile {certificate} -outform DER -out {made}");
        Assert.Equal(ProtectionFindings.SmimeCertificates, Read(await File.ReadAllBytesAsync(made), LeafTraits.File).Findings);
        Assert.Equal(ProtectionFindings.None, Read(await File.ReadAllBytesAsync(certificate), LeafTraits.File).Findings);
        Assert.Equal(ProtectionFindings.None, Read(await File.ReadAllBytesAsync(key), LeafTraits.File).Findings);
    }

    [Fact]
    public async Task What_GnuPG_makes_is_told_by_its_packets()
    {
        var gpg = Programs.Require("gpg");
        using var folder = new TempFolder();
        var (home, plain, made) = (folder.Folder("home"), folder.Write("plain", Entity), folder.PathOf("made"));
        File.SetUnixFileMode(home, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var common = $"--homedir {home} --batch --yes --quiet --trust-model always --pinentry-mode loopback --passphrase x --s2k-count 1024";
        try
        {
            await RunAsync(gpg, $"{common} --quick-gen-key ada@client.example default default never");
            (string Options, ProtectionFindings Expected)[] cases =
            [
                ("-e -r ada@client.example", ProtectionFindings.PgpEncrypted),
                ("-e -R ada@client.example", ProtectionFindings.PgpEncrypted),
                ("-e -s -r ada@client.example", ProtectionFindings.PgpEncrypted),
                ("-c", ProtectionFindings.PgpEncrypted),
                ("-c --rfc4880 --s2k-mode 0", ProtectionFindings.PgpEncrypted),
                ("-e -c -r ada@client.example", ProtectionFindings.PgpEncrypted),
                ("-s", ProtectionFindings.PgpSigned),
                ("-s --compress-algo none", ProtectionFindings.PgpSigned),
                ("-s --compress-algo zlib", ProtectionFindings.PgpSigned),
                ("-b", ProtectionFindings.SignedFile),
                ("--store", ProtectionFindings.None),
                ("--store --compress-algo none", ProtectionFindings.None),
                ("--export", ProtectionFindings.None),
                ("--export-secret-keys", ProtectionFindings.None),
            ];
            foreach (var (options, expected) in cases)
            {
                var input = options.StartsWith("--export", StringComparison.Ordinal) ? "" : plain;
                await RunAsync(gpg, $"{common} -o {made} {options} {input}");
                Assert.True(expected == Read(await File.ReadAllBytesAsync(made), LeafTraits.None).Findings, options);
                await RunAsync(gpg, $"{common} -a -o {made} {options} {input}");
                Assert.True(expected == Read(await File.ReadAllBytesAsync(made), LeafTraits.Text).Findings, $"{options} -a");
            }
            await RunAsync(gpg, $"{common} -o {made} --clearsign {plain}");
            Assert.Equal(ProtectionFindings.PgpSigned, Read(await File.ReadAllBytesAsync(made), LeafTraits.Text).Findings);
        }
        finally
        {
            if (Programs.Find("gpgconf") is { } gpgconf) await RunAsync(gpgconf, $"--homedir {home} --kill all");
        }
    }

    [Fact]
    public async Task What_QPDF_encrypts_is_encrypted()
    {
        var qpdf = Programs.Require("qpdf");
        using var folder = new TempFolder();
        var (draft, plain, made) = (folder.Write("draft.pdf", Pdf), folder.PathOf("plain.pdf"), folder.PathOf("made.pdf"));
        await RunAsync(qpdf, $"{draft} {plain}", 0, 3); // 3: it mended what is missing in the draft
        foreach (var form in new[] { "", "--object-streams=generate", "--object-streams=disable", "--linearize", "--qdf" })
        {
            await RunAsync(qpdf, $"{form} {plain} {made}", 0, 3);
            Assert.Equal(ProtectionFindings.None, Read(await File.ReadAllBytesAsync(made), LeafTraits.File).Findings);
            foreach (var strength in new[] { "40", "128 --use-aes=y", "256", "256 --cleartext-metadata" })
            {
                await RunAsync(qpdf, $"--allow-weak-crypto {form.Replace("--qdf", "", StringComparison.Ordinal)} --encrypt user owner {strength} -- {plain} {made}", 0, 3);
                Assert.Equal(ProtectionFindings.EncryptedPdf, Read(await File.ReadAllBytesAsync(made), LeafTraits.File).Findings);
            }
        }
    }

    private static async Task RunAsync(string program, string arguments, params int[] exitCodes)
    {
        var (exitCode, output) = await ChildProcess.RunAsync(program, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.True(exitCodes.Append(0).Contains(exitCode), $"{program} {arguments}: {exitCode}\n{output}");
    }

    private static (ProtectionFindings Findings, string Content) Read(byte[] leaf, LeafTraits traits)
    {
        var whole = Read(leaf, traits, leaf.Length);
        foreach (var piece in new[] { 1, 7, 100 }) Assert.Equal(whole, Read(leaf, traits, piece));
        return whole;
    }

    private static (ProtectionFindings Findings, string Content) Read(byte[] leaf, LeafTraits traits, int pieceOctets)
    {
        var content = new Kept();
        var reader = new ProtectionReader(content, new MessageInflater(new ArchiveContext()), new MessageInflater(new ArchiveContext()));
        reader.Begin(traits);
        for (var at = 0; at < leaf.Length; at += pieceOctets) reader.Write(leaf.AsSpan(at, Math.Min(pieceOctets, leaf.Length - at)));
        reader.Complete();
        return (reader.Findings, content.Text.ToString());
    }

    private sealed class Kept : IContentSink
    {
        public StringBuilder Text { get; } = new();

        public void Write(ReadOnlySpan<byte> content) => Text.Append(Encoding.Latin1.GetString(content));
    }
}
