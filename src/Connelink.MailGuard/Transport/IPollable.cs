namespace Connelink.MailGuard.Transport;

/// <summary>Something with a descriptor that a polling loop watches.</summary>
internal interface IPollable
{
    /// <summary>On the loop's thread.</summary>
    void Tell(SocketEvents events);
}
