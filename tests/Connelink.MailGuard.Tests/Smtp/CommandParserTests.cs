using System.Text;
using Connelink.MailGuard.Smtp;
using CsCheck;
using Xunit;

namespace Connelink.MailGuard.Tests.Smtp;

public sealed class CommandParserTests
{
    [Theory]
    [InlineData("EHLO client.example", SmtpVerb.Ehlo, "client.example")]
    [InlineData("ehlo client.example", SmtpVerb.Ehlo, "client.example")]
    [InlineData("EHLO", SmtpVerb.Ehlo, "")]
    [InlineData("HELO  client.example  ", SmtpVerb.Helo, "client.example")]
    [InlineData("MAIL FROM:<a@b>", SmtpVerb.Mail, "<a@b>")]
    [InlineData("Mail From:<a@b> SIZE=1", SmtpVerb.Mail, "<a@b> SIZE=1")]
    [InlineData("MAIL FROM: <a@b>", SmtpVerb.Mail, "<a@b>")]
    [InlineData("MAIL FROM : <a@b>", SmtpVerb.Mail, "<a@b>")]
    [InlineData("MAIL\tFROM:\t<a@b>\t", SmtpVerb.Mail, "<a@b>")]
    [InlineData("MAIL   FROM:<>", SmtpVerb.Mail, "<>")]
    [InlineData("MAIL <a@b>", SmtpVerb.Mail, "")]
    [InlineData("MAIL FROM <a@b>", SmtpVerb.Mail, "")]
    [InlineData("MAIL TO:<a@b>", SmtpVerb.Mail, "")]
    [InlineData("MAIL", SmtpVerb.Mail, "")]
    [InlineData("MAIL FROM:", SmtpVerb.Mail, "")]
    [InlineData("RCPT TO:<a@b>", SmtpVerb.Rcpt, "<a@b>")]
    [InlineData("rcpt to : <a@b> NOTIFY=NEVER", SmtpVerb.Rcpt, "<a@b> NOTIFY=NEVER")]
    [InlineData("RCPT FROM:<a@b>", SmtpVerb.Rcpt, "")]
    [InlineData("DATA", SmtpVerb.Data, "")]
    [InlineData("DATA ", SmtpVerb.Data, "")]
    [InlineData("DATA now", SmtpVerb.Data, "now")]
    [InlineData("RSET", SmtpVerb.Rset, "")]
    [InlineData("NOOP anything goes", SmtpVerb.Noop, "anything goes")]
    [InlineData("QUIT x", SmtpVerb.Quit, "x")]
    [InlineData("VRFY <a@b>", SmtpVerb.Vrfy, "<a@b>")]
    [InlineData("EXPN list", SmtpVerb.Expn, "list")]
    [InlineData("HELP", SmtpVerb.Help, "")]
    [InlineData("StartTls", SmtpVerb.StartTls, "")]
    [InlineData("STARTTLS now", SmtpVerb.StartTls, "now")]
    [InlineData("AUTH PLAIN AAA=", SmtpVerb.Auth, "PLAIN AAA=")]
    [InlineData("GET / HTTP/1.1", SmtpVerb.Http, "/ HTTP/1.1")]
    [InlineData("POST / HTTP/1.1", SmtpVerb.Http, "/ HTTP/1.1")]
    [InlineData("PUT /x HTTP/1.1", SmtpVerb.Http, "/x HTTP/1.1")]
    [InlineData("HEAD / HTTP/1.0", SmtpVerb.Http, "/ HTTP/1.0")]
    [InlineData("OPTIONS * HTTP/1.1", SmtpVerb.Http, "* HTTP/1.1")]
    [InlineData("CONNECT mx:25 HTTP/1.1", SmtpVerb.Http, "mx:25 HTTP/1.1")]
    [InlineData("DELETE / HTTP/1.1", SmtpVerb.Http, "/ HTTP/1.1")]
    [InlineData("PATCH / HTTP/1.1", SmtpVerb.Http, "/ HTTP/1.1")]
    [InlineData("TRACE / HTTP/1.1", SmtpVerb.Http, "/ HTTP/1.1")]
    [InlineData("PRI * HTTP/2.0", SmtpVerb.Http, "* HTTP/2.0")]
    [InlineData("Host: mx.example:25", SmtpVerb.Http, "mx.example:25")]
    [InlineData("host:mx.example", SmtpVerb.Http, "")]
    [InlineData("", SmtpVerb.Unknown, "")]
    [InlineData(" EHLO x", SmtpVerb.Unknown, "EHLO x")]
    [InlineData("EHLOX", SmtpVerb.Unknown, "")]
    [InlineData("MAILFROM:<a@b>", SmtpVerb.Unknown, "")]
    [InlineData("BDAT 86 LAST", SmtpVerb.Unknown, "86 LAST")]
    [InlineData("QUIT\0", SmtpVerb.Unknown, "")]
    [InlineData("ÉHLO x", SmtpVerb.Unknown, "x")]
    public void A_command_line_is_taken_apart(string line, SmtpVerb verb, string argument)
    {
        var command = CommandParser.Parse(Encoding.UTF8.GetBytes(line));
        Assert.Equal(verb, command.Verb);
        Assert.Equal(argument, Encoding.UTF8.GetString(command.Argument));
    }

    [Fact]
    public void No_octets_make_it_throw() => Gen.Byte.Array[0, 40].Sample(line => { CommandParser.Parse(line); }, iter: 50_000);
}
