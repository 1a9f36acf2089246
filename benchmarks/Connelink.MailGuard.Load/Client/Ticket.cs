namespace Connelink.MailGuard.Load.Client;

/// <summary>The right to send one message, and the moment at which it was due.</summary>
internal readonly record struct Ticket(int Number, bool IsPoison, long Due)
{
    /// <summary>No more messages.</summary>
    public static readonly Ticket None = new(-1, false, 0);

    public bool IsNone => Number < 0;
}
