using System.Text;
using Connelink.MailGuard.Smtp;
using Xunit;

namespace Connelink.MailGuard.Tests.Smtp;

public sealed class EsmtpParametersTests
{
    private const SmtpExtensions All =
        SmtpExtensions.Size | SmtpExtensions.EightBitMime | SmtpExtensions.SmtpUtf8 | SmtpExtensions.Dsn | SmtpExtensions.Auth;

    [Fact]
    public void The_parameters_of_MAIL_are_read()
    {
        Assert.Null(ReadMail("SIZE=12345 body=8bitmime SMTPUTF8 RET=HDRS  ENVID=QQ+2B314159 AUTH=<>", All, out var parameters));
        Assert.Equal(12345, parameters.Size);
        Assert.Equal(BodyType.EightBitMime, parameters.Body);
        Assert.True(parameters.SmtpUtf8);
        Assert.Equal(DsnReturn.Headers, parameters.Return);
        Assert.Equal("QQ+2B314159"u8, parameters.EnvelopeId.Span);
    }

    [Fact]
    public void Without_parameters_none_is_given()
    {
        Assert.Null(ReadMail("", SmtpExtensions.None, out var mail));
        Assert.Equal(default, mail);
        Assert.Null(ReadRcpt("", SmtpExtensions.None, out var rcpt));
        Assert.Equal(default, rcpt);
    }

    [Theory]
    [InlineData("SIZE=0", 0)]
    [InlineData("SIZE=00000000000000000001", 1)]
    [InlineData("SIZE=9223372036854775807", long.MaxValue)]
    [InlineData("SIZE=9223372036854775808", long.MaxValue)]
    [InlineData("SIZE=99999999999999999999", long.MaxValue)]
    public void A_size_may_have_20_digits(string text, long size)
    {
        Assert.Null(ReadMail(text, All, out var parameters));
        Assert.Equal(size, parameters.Size);
    }

    [Theory]
    [InlineData("SIZE")]
    [InlineData("SIZE=")]
    [InlineData("SIZE=-1")]
    [InlineData("SIZE=+1")]
    [InlineData("SIZE=1e3")]
    [InlineData("SIZE=100000000000000000000")]
    [InlineData("SIZE=1 SIZE=1")]
    [InlineData("SIZE=1 size=2")]
    [InlineData("BODY")]
    [InlineData("BODY=BINARYMIME")]
    [InlineData("BODY=8BITMIME BODY=8BITMIME")]
    [InlineData("SMTPUTF8=")]
    [InlineData("SMTPUTF8=1")]
    [InlineData("RET=ALL")]
    [InlineData("RET")]
    [InlineData("ENVID=")]
    [InlineData("ENVID=a+b")]
    [InlineData("ENVID=a+")]
    [InlineData("ENVID=a=b")]
    [InlineData("ENVID=ü")]
    [InlineData("ENVID=a\u0001")]
    [InlineData("AUTH=")]
    [InlineData("=x")]
    [InlineData("-A=x")]
    [InlineData("S!ZE=1")]
    [InlineData("\0")]
    public void A_malformed_or_repeated_parameter_of_MAIL_is_refused(string text) =>
        Assert.Same(Replies.BadParameter, ReadMail(text, All, out _));

    [Theory]
    [InlineData("SIZE=1", All & ~SmtpExtensions.Size)]
    [InlineData("BODY=8BITMIME", All & ~SmtpExtensions.EightBitMime)]
    [InlineData("SMTPUTF8", All & ~SmtpExtensions.SmtpUtf8)]
    [InlineData("RET=FULL", All & ~SmtpExtensions.Dsn)]
    [InlineData("ENVID=x", All & ~SmtpExtensions.Dsn)]
    [InlineData("AUTH=<>", All & ~SmtpExtensions.Auth)]
    [InlineData("XVERP", All)]
    [InlineData("NOTIFY=NEVER", All)]
    [InlineData("SIZE=x", SmtpExtensions.None)]
    public void What_EHLO_did_not_offer_is_unknown(string text, SmtpExtensions offered) =>
        Assert.Same(Replies.UnknownParameter, ReadMail(text, offered, out _));

    [Theory]
    [InlineData("NOTIFY=NEVER", DsnNotify.Never)]
    [InlineData("notify=success,FAILURE,Delay", DsnNotify.Success | DsnNotify.Failure | DsnNotify.Delay)]
    [InlineData("NOTIFY=DELAY", DsnNotify.Delay)]
    [InlineData("NOTIFY=FAILURE,FAILURE", DsnNotify.Failure)]
    public void The_conditions_of_NOTIFY_are_read(string text, DsnNotify notify)
    {
        Assert.Null(ReadRcpt(text, All, out var parameters));
        Assert.Equal(notify, parameters.Notify);
    }

    [Theory]
    [InlineData("ORCPT=rfc822;ada@example.org", "rfc822;ada@example.org")]
    [InlineData("ORCPT=rfc822;ada+2Bx@example.org NOTIFY=NEVER", "rfc822;ada+2Bx@example.org")]
    [InlineData("ORCPT=utf-8;\\x{4E2D}@example.org", "utf-8;\\x{4E2D}@example.org")]
    [InlineData("ORCPT=utf-8;中@example.org", "utf-8;中@example.org")]
    public void The_original_recipient_is_kept_as_received(string text, string expected)
    {
        Assert.Null(ReadRcpt(text, All, out var parameters));
        Assert.Equal(expected, Encoding.UTF8.GetString(parameters.OriginalRecipient.Span));
    }

    [Theory]
    [InlineData("NOTIFY")]
    [InlineData("NOTIFY=")]
    [InlineData("NOTIFY=NEVER,DELAY")]
    [InlineData("NOTIFY=DELAY,NEVER")]
    [InlineData("NOTIFY=DELAY,")]
    [InlineData("NOTIFY=,DELAY")]
    [InlineData("NOTIFY=ALWAYS")]
    [InlineData("NOTIFY=NEVER NOTIFY=NEVER")]
    [InlineData("ORCPT=ada@example.org")]
    [InlineData("ORCPT=;ada@example.org")]
    [InlineData("ORCPT=rfc822;")]
    [InlineData("ORCPT=rfc822;a=b")]
    [InlineData("ORCPT=rfc822;a+zz")]
    [InlineData("ORCPT=rfc 822;a")]
    [InlineData("ORCPT=rfc822;中")]
    [InlineData("ORCPT=a;b ORCPT=a;b")]
    public void A_malformed_or_repeated_parameter_of_RCPT_is_refused(string text) =>
        Assert.NotNull(ReadRcpt(text, All, out _));

    [Fact]
    public void A_UTF8_original_recipient_needs_SMTPUTF8() =>
        Assert.Same(Replies.BadParameter, ReadRcpt("ORCPT=utf-8;中@example.org", SmtpExtensions.Dsn, out _));

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void ENVID_has_100_octets_at_most(int octets, bool good) =>
        Assert.Equal(good, ReadMail("ENVID=" + new string('e', octets), All, out _) is null);

    [Theory]
    [InlineData(500, true)]
    [InlineData(501, false)]
    public void ORCPT_has_500_octets_at_most(int octets, bool good) =>
        Assert.Equal(good, ReadRcpt("ORCPT=a;" + new string('e', octets - 2), All, out _) is null);

    private static Reply? ReadMail(string text, SmtpExtensions offered, out MailParameters parameters) =>
        EsmtpParameters.ReadMail(Encoding.UTF8.GetBytes(text), offered, new OctetArena(), out parameters);

    private static Reply? ReadRcpt(string text, SmtpExtensions offered, out RcptParameters parameters) =>
        EsmtpParameters.ReadRcpt(Encoding.UTF8.GetBytes(text), offered, new OctetArena(), out parameters);
}
