using System.Formats.Asn1;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Connelink.MailGuard.AddressDirectory.Synchronisation;

namespace Connelink.MailGuard.IntegrationTests.Support;

/// <summary>What an LDAP server does wrong.</summary>
internal enum LdapFault
{
    None,
    PagesUnavailable,
    PagesUnwilling,
    SecondPageUnwilling,
    SamePageAgain,
    PagesUnknown,
    DiesInTheMiddle,
    AlwaysTooMany,
    NoEntries,
    ClosesAtBind,
    NeverBinds,
    NeverAnswers,
    StopsInTheMiddle,
    Refers,
    RefersInPart,
    RefersToNonsense,
    NoMessage,
    EndlessMessage,
    BrokenCookie,
    NotUtf8,
}

/// <summary>A small LDAP server that answers as it is told: as much of RFC 4511 and RFC 2696 as a search needs.</summary>
internal sealed class ScriptedLdap : IAsyncDisposable
{
    private const string PagedResults = "1.2.840.113556.1.4.319";
    private const int Success = 0;
    private const int SizeLimitExceeded = 4;
    private const int Referral = 10;
    private const int UnavailableCriticalExtension = 12;
    private const int UnwillingToPerform = 53;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _serving;

    public ScriptedLdap(int persons)
    {
        Persons = persons;
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Persons { get; set; }

    public LdapFault Fault { get; set; }

    public SourceSettings Settings => new() { Host = "127.0.0.1", Port = ((IPEndPoint)_listener.LocalEndpoint).Port, Tls = LdapTls.None, PageSize = 100 };

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _serving;
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_end.Token);
                try
                {
                    await TalkAsync(client.GetStream());
                }
                catch (IOException)
                {
                    // It has heard enough.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        while (await ReadAsync(stream) is { } message)
        {
            var request = new LdapRequest(message);
            if (request.Operation == LdapRequest.Unbind) return;
            if (request.Operation == LdapRequest.Bind)
            {
                if (Fault == LdapFault.ClosesAtBind) return;
                if (Fault == LdapFault.NeverBinds) await SilenceAsync(stream);
                await stream.WriteAsync(Done(request, 1, Success), _end.Token);
            }
            else if (request.IsOfRoot)
            {
                await stream.WriteAsync(Entry(request, "", ("supportedControl", Fault == LdapFault.PagesUnknown ? "1.2.3" : PagedResults)), _end.Token);
                await stream.WriteAsync(Done(request, 5, Success), _end.Token);
            }
            else if (!await SearchAsync(stream, request))
            {
                return;
            }
        }
    }

    /// <summary>False: it hangs up.</summary>
    private async Task<bool> SearchAsync(NetworkStream stream, LdapRequest request)
    {
        var start = request.Cookie.Length > 0 ? int.Parse(request.Cookie, CultureInfo.InvariantCulture) : 0;
        switch (Fault)
        {
            case LdapFault.PagesUnavailable when request.PageSize > 0: await stream.WriteAsync(Done(request, 5, UnavailableCriticalExtension), _end.Token); return true;
            case LdapFault.PagesUnwilling when request.PageSize > 0: await stream.WriteAsync(Done(request, 5, UnwillingToPerform), _end.Token); return true;
            case LdapFault.SecondPageUnwilling when start > 0: await stream.WriteAsync(Done(request, 5, UnwillingToPerform), _end.Token); return true;
            case LdapFault.NoEntries: await stream.WriteAsync(Done(request, 5, Success), _end.Token); return true;
            case LdapFault.Refers: await stream.WriteAsync(Done(request, 5, Referral, "ldap://elsewhere.example/"), _end.Token); return true;
            case LdapFault.NeverAnswers: await SilenceAsync(stream); return false;
            case LdapFault.NoMessage: await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), _end.Token); return false;
            case LdapFault.EndlessMessage: await stream.WriteAsync(new byte[] { 0x30, 0x84, 0x7F, 0xFF, 0xFF, 0xFF, 0x02, 0x01 }, _end.Token); await SilenceAsync(stream); return false;
        }
        var end = request.PageSize > 0 && Fault != LdapFault.PagesUnknown ? Math.Min(Persons, start + request.PageSize) : Persons;
        if (Fault == LdapFault.AlwaysTooMany) end = Math.Min(Persons, 10);
        for (var i = start; i < end; i++)
        {
            if (i == Persons / 2 && Fault == LdapFault.DiesInTheMiddle) return false;
            if (i == Persons / 2 && Fault == LdapFault.StopsInTheMiddle) await SilenceAsync(stream);
            var cn = Fault == LdapFault.NotUtf8 ? Encoding.Latin1.GetBytes($"Andr\u00e9 {i}") : Encoding.UTF8.GetBytes($"Andr\u00e9 {i}");
            await stream.WriteAsync(Entry(request, $"cn=Person {i},o=ACME", ("objectClass", "dominoPerson"), ("internetaddress", $"p{i}@acme.example"), ("cn", cn)), _end.Token);
        }
        if (Fault == LdapFault.RefersInPart) await stream.WriteAsync(Reference(request, "ldap://elsewhere.example/o=More"), _end.Token);
        if (Fault == LdapFault.RefersToNonsense) await stream.WriteAsync(Reference(request, "no \u0001 address"), _end.Token);
        var next = Fault == LdapFault.SamePageAgain ? "100" : end < Persons ? end.ToString(CultureInfo.InvariantCulture) : "";
        await stream.WriteAsync(Done(request, 5, Fault == LdapFault.AlwaysTooMany ? SizeLimitExceeded : Success, cookie: request.PageSize > 0 && Fault != LdapFault.PagesUnknown ? next : null), _end.Token);
        return true;
    }

    /// <summary>Until the client has had enough.</summary>
    private async Task SilenceAsync(NetworkStream stream)
    {
        var heard = new byte[1024];
        while (await stream.ReadAsync(heard, _end.Token) > 0)
        {
        }
        throw new IOException("The client is gone.");
    }

    private async Task<byte[]?> ReadAsync(NetworkStream stream)
    {
        var head = new byte[6];
        if (await stream.ReadAtLeastAsync(head.AsMemory(0, 2), 2, throwOnEndOfStream: false, _end.Token) < 2) return null;
        var (headOctets, octets) = (2, (int)head[1]);
        if (octets > 0x80)
        {
            await stream.ReadExactlyAsync(head.AsMemory(2, octets & 0x7F), _end.Token);
            headOctets += octets & 0x7F;
            octets = head.AsSpan(2, octets & 0x7F).ToArray().Aggregate(0, (length, octet) => (length << 8) | octet);
        }
        var message = new byte[headOctets + octets];
        head.AsSpan(..headOctets).CopyTo(message);
        await stream.ReadExactlyAsync(message.AsMemory(headOctets), _end.Token);
        return message;
    }

    private static byte[] Entry(LdapRequest request, string dn, params (string Name, object Value)[] attributes) => Message(request, 4, writer =>
    {
        Octets(writer, dn);
        using var list = writer.PushSequence();
        foreach (var (name, value) in attributes)
        {
            using var attribute = writer.PushSequence();
            Octets(writer, name);
            using var values = writer.PushSetOf();
            if (value is byte[] octets) writer.WriteOctetString(octets);
            else Octets(writer, (string)value);
        }
    });

    private static byte[] Reference(LdapRequest request, string url) => Message(request, 19, writer => Octets(writer, url));

    private byte[] Done(LdapRequest request, int operation, int result, string? referral = null, string? cookie = null) => Message(request, operation, writer =>
    {
        writer.WriteEncodedValue([0x0A, 0x01, (byte)result]);
        Octets(writer, "");
        Octets(writer, "");
        if (referral is null) return;
        using var urls = writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 3));
        Octets(writer, referral);
    }, cookie is null ? null : Fault == LdapFault.BrokenCookie ? [0x30, 0x7F, 0x02] : PageOf(cookie));

    private static byte[] PageOf(string cookie)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            Octets(writer, cookie);
        }
        return writer.Encode();
    }

    private static byte[] Message(LdapRequest request, int operation, Action<AsnWriter> body, byte[]? page = null)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(request.Id);
            using (writer.PushSequence(new Asn1Tag(TagClass.Application, operation))) body(writer);
            if (page is not null)
            {
                using var controls = writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0));
                using var control = writer.PushSequence();
                Octets(writer, PagedResults);
                writer.WriteOctetString(page);
            }
        }
        return writer.Encode();
    }

    private static void Octets(AsnWriter writer, string text) => writer.WriteOctetString(Encoding.UTF8.GetBytes(text));
}

/// <summary>As much of a request as the answer depends on.</summary>
internal sealed class LdapRequest
{
    public const int Bind = 0;
    public const int Unbind = 2;
    private const int Search = 3;

    public LdapRequest(byte[] octets)
    {
        var message = new AsnReader(octets, AsnEncodingRules.BER).ReadSequence();
        Id = (int)message.ReadInteger();
        Operation = message.PeekTag().TagValue;
        if (Operation != Search) return;
        var search = message.ReadSequence(new Asn1Tag(TagClass.Application, Search));
        search.ReadOctetString();
        IsOfRoot = search.ReadEnumeratedBytes().Span[0] == 0;
        if (!message.HasData) return;
        var control = message.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadSequence();
        control.ReadOctetString();
        if (control.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean)) control.ReadBoolean();
        var page = new AsnReader(control.ReadOctetString(), AsnEncodingRules.BER).ReadSequence();
        (PageSize, Cookie) = ((int)page.ReadInteger(), Encoding.UTF8.GetString(page.ReadOctetString()));
    }

    public int Id { get; }

    public int Operation { get; }

    public bool IsOfRoot { get; }

    /// <summary>0: no pages are asked for.</summary>
    public int PageSize { get; }

    public string Cookie { get; } = "";
}
