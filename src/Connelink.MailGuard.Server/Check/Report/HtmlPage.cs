namespace Connelink.MailGuard.Server.Check.Report;

/// <summary>What the pages of all reports begin and end with: complete in themselves, without script, in light and dark.</summary>
internal static class HtmlPage
{
    private static readonly Html Style = new(ReadStyle());

    public static void Begin(HtmlText page, string title) => page.Write($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <title>{title}</title>
        <style>{Style}</style>
        </head>
        <body>
        <main>

        """);

    public static void End(HtmlText page, Html footer) => page.Write($"""
        </main>
        <footer>{footer}</footer>
        </body>
        </html>

        """);

    private static string ReadStyle()
    {
        using var style = new StreamReader(typeof(HtmlPage).Assembly.GetManifestResourceStream("report.css")!);
        return style.ReadToEnd().TrimEnd();
    }
}
