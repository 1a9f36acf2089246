namespace Connelink.MailGuard.Smtp;

internal static class Nfc
{
    public static string Normalise(string text) => text;
}
