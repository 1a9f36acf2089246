using Connelink.MailGuard.Server;
using Connelink.MailGuard.Server.Commands;

SocketCompletions.RunInline();
return await CommandLine.RunAsync(args);
