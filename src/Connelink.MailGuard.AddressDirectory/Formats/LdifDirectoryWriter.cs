using System.Buffers;
using System.Text;

namespace Connelink.MailGuard.AddressDirectory.Formats;

/// <summary>Writes a directory as LDIF content records (RFC 2849), for any directory server or script to read.</summary>
internal sealed class LdifDirectoryWriter : IDirectoryWriter
{
    private const int BatchOctets = 1 << 16;
    private const int LineOctets = 76;

    private readonly Stream _stream;
    private readonly ArrayBufferWriter<byte> _text = new(2 * BatchOctets);
    private string _tenant = "";

    public LdifDirectoryWriter(Stream stream)
    {
        _stream = stream;
        _text.Write("version: 1\n"u8);
    }

    public void OpenTenant(TenantDraft tenant, IReadOnlyList<string> domains)
    {
        _tenant = tenant.Name;
        _text.Write("\n"u8);
        Line("dn", $"o={Escaped(tenant.Name)}");
        Line("objectClass", LdifNames.TenantClass);
        Line(DirectoryField.Tenant, tenant.Name);
        foreach (var domain in domains) Line(DirectoryField.Domains, domain);
        Line(DirectoryField.Language, DirectoryWords.Languages[(int)tenant.Language]);
        if (tenant.AllowsTags) Line(DirectoryField.Tags, "true");
        if (tenant.IsSuspended) Line(DirectoryField.Suspended, "true");
    }

    public void Add(EntryDraft draft)
    {
        _text.Write("\n"u8);
        Line("dn", $"mail={Escaped(Encoding.UTF8.GetString(AddressText.Of(draft.Address[0])))},o={Escaped(_tenant)}");
        Line("objectClass", LdifNames.EntryClass);
        Line(DirectoryField.Tenant, _tenant);
        for (var field = DirectoryField.Kind; field <= DirectoryField.WeakNames; field++)
        {
            if (DirectoryFields.ListOf(draft, field) is { } keys)
            {
                for (var i = 0; i < keys.Count; i++) Line(LdifNames.Name(field), AddressText.Of(keys[i]));
            }
            else
            {
                FieldText.Write(draft, field, text => Line(field, text));
            }
        }
        if (_text.WrittenCount >= BatchOctets) Complete();
    }

    public void Complete()
    {
        _stream.Write(_text.WrittenSpan);
        _text.ResetWrittenCount();
        _stream.Flush();
    }

    private void Line(DirectoryField field, string text) => Line(LdifNames.Name(field), text);

    private void Line(string name, string text) => Line(name, Encoding.UTF8.GetBytes(text));

    private void Line(string name, ReadOnlySpan<byte> value)
    {
        var isSafe = IsSafe(value);
        var text = isSafe ? value : Encoding.ASCII.GetBytes(Convert.ToBase64String(value));
        ReadOnlySpan<byte> rest = [.. Encoding.ASCII.GetBytes(isSafe ? $"{name}: " : $"{name}:: "), .. text];
        var room = LineOctets;
        while (rest.Length > room)
        {
            _text.Write(rest[..room]);
            _text.Write("\n "u8);
            rest = rest[room..];
            room = LineOctets - 1;
        }
        _text.Write(rest);
        _text.Write("\n"u8);
    }

    /// <summary>RFC 2849 SAFE-STRING, and no blank at the end that an editor would take away.</summary>
    private static bool IsSafe(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty) return true;
        return value[0] is not ((byte)' ' or (byte)':' or (byte)'<') && value[^1] != (byte)' ' && !value.ContainsAny("\0\r\n"u8) && System.Text.Ascii.IsValid(value);
    }

    /// <summary>RFC 4514 2.4.</summary>
    private static string Escaped(string value)
    {
        var text = new StringBuilder(value.Length + 4);
        for (var i = 0; i < value.Length; i++)
        {
            var isOuterBlank = value[i] == ' ' && (i == 0 || i == value.Length - 1);
            if (value[i] == '\0') text.Append("\\00");
            else if (isOuterBlank || "\"+,;<>\\=".Contains(value[i], StringComparison.Ordinal) || (i == 0 && value[i] == '#')) text.Append('\\').Append(value[i]);
            else text.Append(value[i]);
        }
        return text.ToString();
    }
}
