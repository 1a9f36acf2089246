using Connelink.MailGuard.Server.Commands;

return await CommandLine.RunAsync(args);
