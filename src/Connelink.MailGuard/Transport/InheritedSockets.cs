using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Connelink.MailGuard.Transport;

/// <summary>Listening sockets that were opened before us and stay open after us (LISTEN_FDS, sd_listen_fds(3)): an update loses no connection.</summary>
public sealed class InheritedSockets
{
    private const int FirstDescriptor = 3;

    private readonly List<(string Name, Socket Socket)> _sockets = [];

    /// <summary>Takes them over, if LISTEN_PID says that they are meant for this process.</summary>
    public static InheritedSockets Take()
    {
        var inherited = new InheritedSockets();
        if (Number("LISTEN_PID") != Environment.ProcessId) return inherited;

        var names = (Environment.GetEnvironmentVariable("LISTEN_FDNAMES") ?? "").Split(':');
        for (var i = 0; i < Number("LISTEN_FDS"); i++)
        {
            var socket = new Socket(new SafeSocketHandle(FirstDescriptor + i, ownsHandle: true));
            inherited._sockets.Add((i < names.Length ? names[i] : "", socket));
        }
        // They are taken once: a child of ours must not take them for its own.
        Environment.SetEnvironmentVariable("LISTEN_PID", null);
        return inherited;
    }

    /// <summary>The one with the listener's name, else the one that is bound to its address; null: none.</summary>
    public Socket? Find(string name, IPEndPoint endpoint)
    {
        var place = _sockets.FindIndex(inherited => string.Equals(inherited.Name, name, StringComparison.OrdinalIgnoreCase));
        if (place < 0) place = _sockets.FindIndex(inherited => endpoint.Equals(inherited.Socket.LocalEndPoint));
        if (place < 0) return null;

        var socket = _sockets[place].Socket;
        _sockets.RemoveAt(place);
        return socket;
    }

    private static int Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
