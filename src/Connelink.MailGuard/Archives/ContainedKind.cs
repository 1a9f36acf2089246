namespace Connelink.MailGuard.Archives;

/// <summary>Why a file inside another one is handed out.</summary>
public enum ContainedKind : byte
{
    /// <summary>A file attached in TNEF: the attachments of winmail.dat are the attachments of the message.</summary>
    TnefAttachment,

    /// <summary>A file whose head looks like a mail message.</summary>
    Mail,

    /// <summary>A PDF or an OLE compound file: both may be protected by a password.</summary>
    Document,

    /// <summary>A text that holds files in uuencode, yEnc or BinHex.</summary>
    TextEncoded,

    /// <summary>HTML or SVG: links and scripts in it may hold files.</summary>
    Page,

    /// <summary>A calendar or contacts (RFC 5545, RFC 6350): properties may hold files.</summary>
    Properties,

    /// <summary>Rich Text Format: it holds objects in hexadecimal.</summary>
    Rtf,

    /// <summary>META-INF/manifest.xml of a ZIP: in an OpenDocument package it tells what is encrypted.</summary>
    Manifest,
}
