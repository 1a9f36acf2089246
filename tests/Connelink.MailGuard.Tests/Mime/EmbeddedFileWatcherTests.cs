using System.Text;
using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Tests.Support;
using CsCheck;
using Xunit;

namespace Connelink.MailGuard.Tests.Mime;

public sealed class EmbeddedFileWatcherTests
{
    [Fact]
    public void A_uuencoded_file_is_decoded() =>
        Gen.Byte.Array[1, 200].Sample(file => Assert.Equal(Expect(EmbeddedFileKind.Uuencode, file), Watch($"Hello,\r\n{Uuencode(file)}Regards\r\n")), iter: 3_000);

    [Fact]
    public void It_may_have_lost_its_trailing_blanks_and_its_end()
    {
        var text = "begin 644 a.bin\r\n" + Uuencode(new byte[100]).Split("\r\n", 2)[1].Replace('`', ' ').Replace("end\r\n", "", StringComparison.Ordinal);
        var trimmed = string.Join("\r\n", text.Split("\r\n").Select(line => line.TrimEnd(' ')));
        Assert.Equal(Expect(EmbeddedFileKind.Uuencode, new byte[100]), Watch(text));
        Assert.NotEqual("", Watch(trimmed));
    }

    [Fact]
    public void A_file_in_base64_with_its_own_heading_is_decoded() =>
        Gen.Byte.Array[1, 200].Sample(file =>
        {
            var lines = Convert.ToBase64String(file, Base64FormattingOptions.InsertLineBreaks);
            Assert.Equal(Expect(EmbeddedFileKind.UuencodeBase64, file), Watch($"x\r\nbegin-base64 644 a.bin\r\n{lines}\r\n====\r\ny\r\n"));
        }, iter: 3_000);

    [Fact]
    public void A_yEnc_file_is_decoded() =>
        Gen.Byte.Array[1, 400].Sample(file => Assert.Equal(Expect(EmbeddedFileKind.YEnc, file), Watch([.. "text\r\n"u8, .. YEnc(file), .. "text\r\n"u8])), iter: 3_000);

    [Fact]
    public void Both_forks_of_a_BinHex_file_are_decoded() =>
        Gen.Select(Gen.Byte[0, 3].Array[1, 300], Gen.Byte.Array[0, 20]).Sample((data, resource) =>
        {
            var expected = Expect(EmbeddedFileKind.BinHex, data) + (resource.Length > 0 ? Expect(EmbeddedFileKind.BinHex, resource) : "");
            Assert.Equal(expected, Watch($"text\r\n{BinHex(data, resource)}\r\ntext\r\n"));
        }, iter: 3_000);

    [Fact]
    public void A_data_URI_is_decoded() =>
        Gen.Byte.Array[1, 300].Sample(file => Assert.Equal(
            Expect(EmbeddedFileKind.DataUri, file),
            Watch($"<img src=\"Data:image/png;charset=x ; BASE64 ,{Convert.ToBase64String(file, Base64FormattingOptions.InsertLineBreaks).Replace("+", "%2B", StringComparison.Ordinal)}\"> data: x, y")),
            iter: 3_000);

    [Theory]
    [InlineData("begin 644 is what uuencode writes first\r\nand then lines follow.\r\n")]
    [InlineData("begin 644 a\r\n\r\n\r\n")]
    [InlineData("begin 644\r\n#0V%T\r\n")]
    [InlineData("begin 689 a\r\n#0V%T\r\n")]
    [InlineData(" begin 644 a\r\n#0V%T\r\n")]
    [InlineData("We begin 644 a\r\n#0V%T\r\n")]
    [InlineData("begin the day\r\n")]
    [InlineData("begin-base64 644 a\r\nThis, however, is prose.\r\n")]
    [InlineData("=ybegin is the first word of yEnc\r\nabc\r\n")]
    [InlineData("(This file must be converted with BinHex 4.0)\r\nis what it says.\r\n")]
    [InlineData("(This file must be converted with BinHex 4.0)\r\n")]
    [InlineData("data: base64, and data: ;base64 and, as it were, data: text/html, x\r\n")]
    public void Prose_that_mentions_such_words_is_prose(string text) => Assert.Equal("", Watch(text));

    [Theory]
    [InlineData("data:text/html,x;base64,QUJD", "x;base64,QUJD")]
    [InlineData("data: of that kind <a href='data:x,abc'>", "abc")]
    [InlineData("&#100&#x61;ta&colon;;base64&comma;QU&#74;D", "ABC")]
    [InlineData("&data:x,abc", "abc")]
    [InlineData("&datadata:x,a&amp;b", "a&b")]
    [InlineData("da\tta:x;y=\"z\";base\r\n64,QU\r\nJD\"", "ABC")]
    [InlineData("data:x,%41\r\n%42 c", "AB")]
    public void Browsers_read_a_data_URI_so(string text, string file)
    {
        Assert.Equal(Expect(EmbeddedFileKind.DataUri, Encoding.ASCII.GetBytes(file)), Watch(text));
    }

    [Fact]
    public void Several_files_of_several_kinds_follow_each_other()
    {
        var found = Watch(Everything());
        Assert.Equal(["Uuencode", "UuencodeBase64", "YEnc", "BinHex", "Uuencode", "DataUri"], found.Split('\n').Where(line => line.Length > 0).Select(line => line.Split(' ')[0]));
    }

    /// <summary>Found by mutation: what stood beyond the 1,000th octet of a line depended on blocks.</summary>
    [Theory]
    [InlineData("begin 644 {0}\r\n#0V%T\r\nend\r\n", "Uuencode 436174")]
    [InlineData("=ybegin line=128 size=3 name={0}\r\nkkk\r\n=yend size=3\r\n", "YEnc 414141")]
    [InlineData("begin-base64 644 {0}\r\nQUJD\r\n====\r\n", "UuencodeBase64 414243")]
    [InlineData("{0}\r\nbegin 644 a\r\n#0V%T\r\nend\r\n", "Uuencode 436174")]
    public void A_line_may_be_longer_than_any_heading(string text, string expected)
    {
        foreach (var length in new[] { 900, 1000, 1001, 2500 }) Assert.Equal(expected + "\n", Watch(text.Replace("{0}", new string('b', length), StringComparison.Ordinal)));
    }

    [Fact]
    public void Base64_may_stand_in_one_line()
    {
        byte[] file = [.. Enumerable.Range(0, 5000).Select(n => (byte)(n * 7))];
        Assert.Equal(Expect(EmbeddedFileKind.UuencodeBase64, file), Watch($"begin-base64 644 a\r\n{Convert.ToBase64String(file)}\r\n====\r\n"));
    }

    [Fact]
    public void Whatever_comes_nothing_is_thrown_and_splits_change_nothing()
    {
        var words = Gen.OneOf("begin 644 a\r\n", "#0V%T\r\n", "end\r\n", "`\r\n", "=ybegin line=128 size=3 name=a\r\n", "=yend size=3\r\n", "=y", "=", "\r\n",
                "(This file must be converted with BinHex 4.0)\r\n", ":", "$", "data:", ";base64,", "%2B", "QUJD", "begin-base64 644 a\r\n", "====\r\n", "\"");
        Gen.OneOf(words.Select(Encoding.ASCII.GetBytes), Gen.Byte.Array[0, 20]).Array[0, 30].Sample(texts => Watch([.. texts.SelectMany(text => text)]), iter: 10_000);
    }

    [Fact]
    public void The_file_of_a_real_yEnc_message_is_what_its_author_says()
    {
        var folder = Path.Combine(SharedCorpus.Folder, "mimekit", "yenc");
        Assert.SkipUnless(Directory.Exists(folder), $"There is no {folder}.");
        var log = new FileLog();
        foreach (var part in new[] { "00000020.ntx", "00000021.ntx" })
        {
            Feed(new EmbeddedFileWatcher(), log, File.ReadAllBytes(Path.Combine(folder, part)));
        }
        Assert.Equal(File.ReadAllBytes(Path.Combine(folder, "joystick.jpg")), log.All);
    }

    /// <summary>A file of 300 octets in each way that a text may hold one.</summary>
    internal static byte[] Everything()
    {
        byte[] file = [.. Enumerable.Range(0, 300).Select(n => (byte)(n * 7))];
        byte[] archive = [.. "PK\u0003\u0004"u8, .. file];
        return
        [
            .. Encoding.ASCII.GetBytes($"{Uuencode(file)}begin-base64 600 b\r\n{Convert.ToBase64String(file)}\r\n====\r\n"), .. YEnc(file),
            .. Encoding.ASCII.GetBytes($"{BinHex(file, [])}\r\n{Uuencode(file)}<img src=data:;base64,{Convert.ToBase64String(file)}>"),
            .. Encoding.ASCII.GetBytes($"<script>save(atob('{Convert.ToBase64String(archive)}'))</script>\r\nPHOTO;ENCODING=b:{Convert.ToBase64String(file)}\r\n{{\\*\\objdata {Convert.ToHexString(file)}}}"),
        ];
    }

    private static string Expect(EmbeddedFileKind kind, byte[] file) => $"{kind} {Convert.ToHexString(file)}\n";

    private static string Watch(string text) => Watch(Encoding.Latin1.GetBytes(text));

    /// <summary>What both watchers find, the same at a handful of splits.</summary>
    private static string Watch(byte[] text)
    {
        var whole = Find(text, text.Length);
        foreach (var length in new[] { 1, 2, 3, 7, 64, 999 }) Assert.Equal(whole, Find(text, length));
        return whole;
    }

    private static string Find(byte[] text, int length)
    {
        int[] cuts = [.. Enumerable.Range(1, length == 0 ? 0 : text.Length / length).Select(n => n * length)];
        return Find(new EmbeddedFileWatcher()) + Find(new DataUriWatcher());

        string Find(IEncodedFileWatcher watcher) => FileLog.Of(watcher, () => Fuzzing.InPieces(text, cuts, watcher.Write));
    }

    private static void Feed(EmbeddedFileWatcher watcher, FileLog log, byte[] text)
    {
        watcher.Begin(log);
        watcher.Write(text);
        watcher.Complete();
    }

    private static string Uuencode(byte[] file)
    {
        var text = new StringBuilder("begin 644 a.bin\r\n");
        for (var at = 0; at < file.Length; at += 45)
        {
            var line = file.AsSpan(at, Math.Min(45, file.Length - at));
            text.Append(Character(line.Length));
            for (var i = 0; i < line.Length; i += 3)
            {
                var bits = (line[i] << 16) | ((i + 1 < line.Length ? line[i + 1] : 0) << 8) | (i + 2 < line.Length ? line[i + 2] : 0);
                text.Append(Character(bits >> 18)).Append(Character(bits >> 12)).Append(Character(bits >> 6)).Append(Character(bits));
            }
            text.Append("\r\n");
        }
        return text.Append("`\r\nend\r\n").ToString();

        static char Character(int bits) => (bits & 63) == 0 ? '`' : (char)((bits & 63) + 32);
    }

    private static byte[] YEnc(byte[] file)
    {
        List<byte> text = [.. Encoding.ASCII.GetBytes($"=ybegin line=40 size={file.Length} name=a.bin\r\n")];
        for (var i = 0; i < file.Length; i++)
        {
            if (i > 0 && i % 40 == 0) text.AddRange("\r\n"u8);
            var octet = (byte)(file[i] + 42);
            if (octet is 0 or (byte)'\r' or (byte)'\n' or (byte)'=')
            {
                text.Add((byte)'=');
                octet += 64;
            }
            text.Add(octet);
        }
        return [.. text, .. Encoding.ASCII.GetBytes($"\r\n=yend size={file.Length}\r\n")];
    }

    private static string BinHex(byte[] data, byte[] resource)
    {
        const string Alphabet = "!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr";
        byte[] plain = [1, (byte)'a', 0, .. "TEXTttxt"u8, 0, 0, .. Number(data.Length), .. Number(resource.Length), 0, 0, .. data, 0, 0, .. resource, 0, 0];
        var packed = new List<byte>();
        for (var i = 0; i < plain.Length;)
        {
            var run = 1;
            while (run < 255 && i + run < plain.Length && plain[i + run] == plain[i]) run++;
            packed.Add(plain[i]);
            if (plain[i] == 0x90) packed.Add(0);
            if (run > 3) packed.AddRange([0x90, (byte)run]);
            else run = 1;
            i += run;
        }
        var text = new StringBuilder("(This file must be converted with BinHex 4.0)\r\n\r\n:");
        int bits = 0, count = 0;
        foreach (var octet in packed)
        {
            bits = (bits << 8) | octet;
            for (count += 8; count >= 6; count -= 6)
            {
                text.Append(Alphabet[(bits >> (count - 6)) & 63]);
                if (text.Length % 65 == 0) text.Append("\r\n");
            }
            bits &= (1 << count) - 1;
        }
        if (count > 0) text.Append(Alphabet[(bits << (6 - count)) & 63]);
        return text.Append(":\r\n").ToString();

        static byte[] Number(int n) => [(byte)(n >> 24), (byte)(n >> 16), (byte)(n >> 8), (byte)n];
    }
}
