using System.DirectoryServices.Protocols;
using System.Net;

namespace Connelink.MailGuard.AddressDirectory.Synchronisation.Ldap;

/// <summary>A bound connection to the source: searches, one at a time.</summary>
internal sealed class LdapSession : IAsyncDisposable
{
    private readonly SourceSettings _settings;
    private readonly LdapTunnel _tunnel;
    private readonly LdapConnection _connection;

    private LdapSession(SourceSettings settings, LdapTunnel tunnel)
    {
        (_settings, _tunnel) = (settings, tunnel);
        // The tunnel limits the silence; the library's own limit must only not come before it.
        _connection = new LdapConnection(new LdapDirectoryIdentifier("127.0.0.1", tunnel.Port)) { Timeout = TimeSpan.FromDays(1) };
        _connection.SessionOptions.ProtocolVersion = 3;
        _connection.SessionOptions.ReferralChasing = ReferralChasingOptions.None;
    }

    /// <exception cref="SourceException">It cannot be reached, may not be trusted, or does not let us in.</exception>
    public static async Task<LdapSession> OpenAsync(SourceSettings settings, CancellationToken cancel)
    {
        var password = Password(settings);
        var tunnel = await LdapTunnel.OpenAsync(settings, cancel);
        LdapSession? session = null;
        try
        {
            session = new LdapSession(settings, tunnel);
            await session.BindAsync(password, cancel);
            return session;
        }
        catch (Exception e)
        {
            await (session?.DisposeAsync() ?? tunnel.DisposeAsync());
            if (e is TypeInitializationException or DllNotFoundException) throw NoLibrary(e);
            throw;
        }
    }

    /// <summary>One search, or one page of it. What the server refuses is in the answer; only a broken connection throws.</summary>
    /// <param name="page">Asks for pages, without insisting (RFC 2696): its cookie moves on.</param>
    public async Task<LdapAnswer> SearchAsync(string baseDn, string filter, SearchScope scope, string[] attributes, PageResultRequestControl? page, CancellationToken cancel)
    {
        var request = new SearchRequest(baseDn, filter, scope, attributes) { Aliases = DereferenceAlias.Never };
        if (page is not null) request.Controls.Add(page);
        return await CallAsync(() =>
        {
            try
            {
                return LdapAnswer.Of((SearchResponse)_connection.SendRequest(request));
            }
            catch (DirectoryOperationException e) when (e.Response is SearchResponse response)
            {
                return LdapAnswer.Of(response);
            }
        }, cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _tunnel.DisposeAsync(); // First: the library says goodbye, and waits for nobody then.
        _connection.Dispose();
    }

    private async Task BindAsync(string password, CancellationToken cancel)
    {
        _connection.AuthType = _settings.BindDn.Length == 0 ? AuthType.Anonymous : AuthType.Basic;
        await CallAsync(() =>
        {
            if (_settings.BindDn.Length == 0) _connection.Bind();
            else _connection.Bind(new NetworkCredential(_settings.BindDn, password));
            return true;
        }, cancel);
    }

    /// <summary>The library blocks: on a thread of its own, until the tunnel ends.</summary>
    private async Task<T> CallAsync<T>(Func<T> call, CancellationToken cancel)
    {
        try
        {
            return await Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        catch (Exception e) when (e is System.DirectoryServices.Protocols.DirectoryException or UriFormatException)
        {
            cancel.ThrowIfCancellationRequested();
            throw new SourceException($"{_settings.Address}: {Reason(e)}", e);
        }
    }

    private string Reason(Exception e) => e switch
    {
        LdapException { ErrorCode: 49 } => $"it does not take the name '{_settings.BindDn}' with the password in {_settings.SecretFile}",
        LdapException { ErrorCode: 48 or 53 } when _settings.BindDn.Length == 0 => "it lets nobody in without a name; set bindDn and secretFile",
        LdapException { ErrorCode: 81 or 85 } when _tunnel.Failure is { } failure => failure,
        LdapException { ServerErrorMessage: { Length: > 0 } told } => $"{e.Message} ({told})",
        _ => e.Message,
    };

    private static string Password(SourceSettings settings)
    {
        if (settings.BindDn.Length == 0) return "";
        try
        {
            var password = File.ReadAllText(settings.SecretFile).TrimEnd('\r', '\n');
            // RFC 4513 5.1.2: a name without a password is taken for anonymous, and would be let in as nobody.
            return password.Length > 0 ? password : throw new SourceException($"secretFile {settings.SecretFile} is empty; write the password into it");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"secretFile {settings.SecretFile} cannot be read: {e.Message}", e);
        }
    }

    private static SourceException NoLibrary(Exception cause) =>
        new("the library libldap is missing; install Debian's package libldap2 (13) or libldap-2.5-0 (12)", cause);
}
