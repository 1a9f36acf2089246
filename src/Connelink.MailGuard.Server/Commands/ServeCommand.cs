using System.CommandLine;
namespace Connelink.MailGuard.Server.Commands;
internal static class ServeCommand { public static Command Create(string[] s) => new("serve", "x" + s.Length); }
