using System.Text;

namespace Connelink.MailGuard.Load.Client;

/// <summary>A message that must be refused with a 5yz reply: by its envelope, by its content, or both.</summary>
/// <remarks>A new kind is one more line in <see cref="Create"/>: other recipients, or other templates.</remarks>
internal sealed record Poison(string Kind, AddressPattern? Recipient, IReadOnlyList<MessageTemplate>? Templates)
{
    public static readonly IReadOnlyList<string> Kinds = ["undeclared", "encrypted-zip"];

    /// <summary>secret.txt, encrypted with ZipCrypto by Info-ZIP.</summary>
    private const string EncryptedZip = "UEsDBBQACQAIAAAAJVzkh/ChVgAAANoBAAALAAAAcmFwcG9ydC50eHReYdhlDrXx+Pb4HhZUuAYK\r\n"
        + "ewal2WfJ2Qod9oAooDR+uVW3W4leaESoJ3VNMkmRIZGOxMUYpxwasYhptdfYPe5sgtybsoQXe0Pb\r\n"
        + "2nMNeFOO4fA22WJnG1BLBwjkh/ChVgAAANoBAABQSwECHgMUAAkACAAAACVc5IfwoVYAAADaAQAA\r\n"
        + "CwAAAAAAAAABAAAApIEAAAAAcmFwcG9ydC50eHRQSwUGAAAAAAEAAQA5AAAAjwAAAAAA";

    public static Poison Create(string kind) => kind switch
    {
        "undeclared" => new(kind, new AddressPattern("undeclared###@load.example", 999), null),
        "encrypted-zip" => new(kind, null, [new MessageTemplate(Encoding.ASCII.GetBytes(WithZip))]),
        _ => throw new ArgumentException($"unknown kind of poison: {kind}"),
    };

    /// <summary>The kind of a message: the numbers are spread, since poison comes at a regular distance.</summary>
    public static Poison Of(IReadOnlyList<Poison> kinds, int number) => kinds[(int)(((uint)number * 2654435761u) >> 16) % kinds.Count];

    private static string WithZip => "Date: Mon, 02 Mar 2026 09:30:00 +0100\r\nMessage-ID: <load.2@elsewhere.example>\r\n"
        + "From: sender000001@elsewhere.example\r\nTo: user000001@load.example\r\nSubject: Figures\r\nMIME-Version: 1.0\r\n"
        + "Content-Type: multipart/mixed; boundary=\"=_load\"\r\n\r\n--=_load\r\nContent-Type: text/plain\r\n\r\nThe password comes by telephone.\r\n"
        + "--=_load\r\nContent-Type: application/zip; name=\"figures.zip\"\r\nContent-Disposition: attachment; filename=\"figures.zip\"\r\n"
        + "Content-Transfer-Encoding: base64\r\n\r\n" + EncryptedZip + "\r\n--=_load--\r\n";
}
