using System.CommandLine;
namespace Connelink.MailGuard.Server.Commands;
internal static class DemoCommand { public static Command Create() => new("demo", "x"); }
