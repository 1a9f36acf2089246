namespace Connelink.MailGuard.Relay;

/// <summary>Why a host could not be dialled, in words for the operator.</summary>
/// <param name="IsRefusal">It said 5yz: no failure that passes by itself.</param>
/// <param name="IsBusy">It greeted with 4yz: it takes no more connections for now.</param>
/// <param name="IsOfTls">In clear it might have worked.</param>
internal sealed record DialProblem(string Text, bool IsRefusal = false, bool IsBusy = false, bool IsOfTls = false)
{
    /// <summary>Greeted with anything but 220, or EHLO refused.</summary>
    public static DialProblem Refused(string what, int code) => new(what, code >= 500, code is >= 400 and < 500);

    public static DialProblem Tls(string what, bool isRefusal = false) => new(what, isRefusal, IsOfTls: true);

    public static implicit operator DialProblem(string text) => new(text);
}
