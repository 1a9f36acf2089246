namespace Connelink.MailGuard.Server.Hosting;

/// <summary>Whether the listeners take connections.</summary>
internal sealed class GatewayState
{
    private volatile bool _isOpen;

    public bool IsOpen
    {
        get => _isOpen;
        set => _isOpen = value;
    }
}
