using System.Net.Sockets;
using System.Security.Authentication;

namespace Connelink.MailGuard.Load.Client;

/// <summary>One connection after another, one message after another, as long as there are tickets.</summary>
internal sealed class ClientLoop(ClientOptions options, uint run, NumberSet accepted) : IDisposable
{
    private readonly Transaction _transaction = new(options);
    private volatile ClientConnection? _connection;

    public async Task RunAsync(Schedule schedule, ClientTally tally)
    {
        while (await schedule.TakeAsync() is { IsNone: false } ticket)
        {
            var template = TemplateFor(ticket);
            var result = await TrySendAsync(ticket, template);
            if (result.Code / 100 == 2 && !ticket.IsPoison) accepted.Add(ticket.Number);
            tally.Count(ticket, template.Octets, result);
            await RetireAsync(result);
        }
    }

    /// <summary>Ends what is under way: the peer has said nothing for too long.</summary>
    public void Abort() => _connection?.Abort();

    public async Task CloseAsync()
    {
        if (_connection is { } connection) await CloseAsync(connection);
    }

    public void Dispose() => _connection?.Dispose();

    private MessageTemplate TemplateFor(Ticket ticket)
    {
        var templates = ticket.IsPoison ? Poison.Of(options.Poison, ticket.Number).Templates ?? options.Templates : options.Templates;
        return templates[ticket.Number % templates.Count];
    }

    private async ValueTask<SendResult> TrySendAsync(Ticket ticket, MessageTemplate template)
    {
        try
        {
            if (_connection is null)
            {
                _connection = new ClientConnection(options.Connect, options.Tls);
                await _connection.OpenAsync();
            }
            return await _transaction.SendAsync(_connection, new LoadId(run, ticket.Number, ticket.IsPoison), template);
        }
        catch (Exception broken) when (broken is SocketException or IOException or AuthenticationException or ObjectDisposedException)
        {
            return SendResult.Failed(broken.Message);
        }
    }

    private async ValueTask RetireAsync(SendResult result)
    {
        if (result.Code == 0)
        {
            _connection?.Dispose();
            _connection = null;
            // A server that is not there would otherwise be asked as fast as the machine can.
            await Task.Delay(10);
        }
        else if (++_connection!.Messages == options.MessagesPerConnection)
        {
            await CloseAsync(_connection);
        }
    }

    private async Task CloseAsync(ClientConnection connection)
    {
        try
        {
            await connection.QuitAsync();
        }
        catch (Exception broken) when (broken is SocketException or IOException or ObjectDisposedException)
        {
            // Every message has its reply by now; how the connection ends changes none.
        }
        connection.Dispose();
        _connection = null;
    }
}
