using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace Connelink.MailGuard.Server.Check.Report;

/// <summary>HTML that is safe to put into a page as it is.</summary>
internal readonly record struct Html(string Markup)
{
    public static readonly Html None = new("");

    public override string ToString() => Markup;
}

/// <summary>Builds a page from interpolated strings: the literal text is HTML, what stands in braces is escaped unless it is <see cref="Html"/>.</summary>
/// <remarks>So nothing that came out of a message or a file name can be anything but text.</remarks>
internal sealed class HtmlText
{
    private readonly StringBuilder _page = new();

    public void Write(Handler html) => _page.Append(html.ToHtml().Markup);

    public Html ToHtml() => new(_page.ToString());

    public static Html Of(Handler html) => html.ToHtml();

    /// <summary>Made by the compiler for each interpolated string.</summary>
    [InterpolatedStringHandler]
    internal readonly ref struct Handler
    {
        private readonly StringBuilder _page;

        public Handler(int literals, int holes) => _page = new StringBuilder(literals + 16 * holes);

        public void AppendLiteral(string html) => _page.Append(html);

        public void AppendFormatted(Html html) => _page.Append(html.Markup);

        public void AppendFormatted(string? text) => _page.Append(HtmlEncoder.Default.Encode(text ?? ""));

        public void AppendFormatted(long number) => _page.Append(number);

        public void AppendFormatted(double number) => _page.Append(number.ToString("0.##", CultureInfo.InvariantCulture));

        public Html ToHtml() => new(_page.ToString());
    }
}
