using System.CommandLine;
using Connelink.MailGuard.Load.Commands;

// Read once, when the first socket is made: completions then run on the thread that polled them, without a hop to the thread pool.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

var root = new RootCommand("Load for an SMTP gateway: clients before it, a sink behind it.")
{
    SinkCommand.Create(), ClientCommand.Create(), SourceCommand.Create(), IdleCommand.Create(), SoakCommand.Create(), StartCommand.Create(), DirectoryCommand.Create(),
    TableCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
