using System.Text;
using Connelink.MailGuard.Mime;

namespace Connelink.MailGuard.Policy.Edits;

/// <summary>Takes out the DKIM-Signature fields of hosted domains that cover a field which an edit changed (RFC 6376 5.4).</summary>
/// <remarks>A signature that fails is worth no more than none (RFC 6376 6.1), but some receivers hold it against the sender. Others' stay.</remarks>
internal static class BrokenSignatures
{
    private const int MaxDomainOctets = 255;

    /// <summary>The number of fields taken out.</summary>
    public static int Drop(HeaderIndex header, IDirectorySnapshot directory, HeaderEdits edits)
    {
        if (!header.Has(KnownField.DkimSignature)) return 0;

        var dropped = 0;
        foreach (ref readonly var field in header.Fields)
        {
            if (field.Field != KnownField.DkimSignature || !IsBroken(header.BodyOf(field), directory, edits)) continue;
            edits.Remove(field);
            dropped++;
        }
        return dropped;
    }

    /// <summary>Whether d= is a domain of ours.</summary>
    public static bool IsHosted(ReadOnlySpan<byte> signature, IDirectorySnapshot directory)
    {
        var domain = Tag(signature, (byte)'d');
        if (domain.Length is 0 or > MaxDomainOctets) return false;
        Span<byte> lower = stackalloc byte[MaxDomainOctets];
        Ascii.ToLower(domain, lower, out var octets);
        return directory.TryGetTenant(lower[..octets], out _);
    }

    private static bool IsBroken(ReadOnlySpan<byte> signature, IDirectorySnapshot directory, HeaderEdits edits)
    {
        var signed = Tag(signature, (byte)'h');
        foreach (var range in signed.Split((byte)':'))
        {
            var field = FieldNames.Find(signed[range].Trim(" \t\r\n"u8), out _);
            if (field != KnownField.Other && edits.Touches(field)) return IsHosted(signature, directory);
        }
        return false;
    }

    /// <summary>The value of a tag of one letter (RFC 6376 3.2); empty where there is none.</summary>
    private static ReadOnlySpan<byte> Tag(ReadOnlySpan<byte> signature, byte name)
    {
        foreach (var range in signature.Split((byte)';'))
        {
            var tag = signature[range].Trim(" \t\r\n"u8);
            if (tag.IsEmpty || tag[0] != name) continue;
            var value = tag[1..].TrimStart(" \t\r\n"u8);
            if (value.StartsWith((byte)'=')) return value[1..].Trim(" \t\r\n"u8);
        }
        return default;
    }
}
