using System.Text;
using BenchmarkDotNet.Attributes;
using Connelink.MailGuard.Benchmarks.Samples;
using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Policy.Edits;
using MimeKit;

namespace Connelink.MailGuard.Benchmarks;

/// <summary>A header section of 13 fields: found, its addresses read, its phrases edited. Beside it a search for line ends, and MimeKit.</summary>
public class HeaderBenchmarks
{
    private static readonly byte[] Octets = Encoding.ASCII.GetBytes(Mail.Header);
    private static readonly byte[] List = """ "Bob Partner" <bob@partner.example>, alice@partner.example, =?UTF-8?Q?Andr=C3=A9?= <andre@partner.example>"""u8.ToArray();
    private readonly MailContext _mail = new() { Direction = Direction.Outbound };
    private readonly HeaderIndex _header = new();
    private readonly HeaderEdits _edits = new();
    private readonly IDirectorySnapshot _directory = Addresses.Directory(1000);
    private IndexedField _from;

    [GlobalSetup]
    public void Prepare()
    {
        _mail.Begin(Addresses.Sender("<jean.dupont@client.example>"), _directory);
        _header.Read(new HeaderSection(Octets), _mail);
        _header.TryGetFirst(KnownField.From, out _from);
    }

    [Benchmark(Baseline = true)]
    public long PlainSearch()
    {
        var lines = 0L;
        for (var rest = Octets.AsSpan(); rest.IndexOf((byte)'\n') is >= 0 and var end; rest = rest[(end + 1)..]) lines++;
        return lines;
    }

    [Benchmark, HotPath]
    public long Fields()
    {
        var fields = 0L;
        foreach (var field in new HeaderSection(Octets)) fields += field.Name.Length;
        return fields;
    }

    [Benchmark, HotPath]
    public long Index()
    {
        _header.Read(new HeaderSection(Octets), _mail);
        return _header.Fields.Length;
    }

    [Benchmark]
    public object MimeKitHeaders() => HeaderList.Load(ParserOptions.Default, new MemoryStream(Octets));

    [Benchmark, HotPath]
    public long AddressList()
    {
        var octets = 0L;
        foreach (var item in new MailboxListParser(List)) octets += item.Address.Length;
        return octets;
    }

    [Benchmark]
    public object MimeKitAddressList() => InternetAddressList.Parse(List);

    [Benchmark, HotPath]
    public long Phrase()
    {
        _edits.Clear();
        PhraseEdit.Edit(_header, _from, _directory, _edits);
        return _edits.Octets;
    }
}
