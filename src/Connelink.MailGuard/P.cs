namespace Connelink.MailGuard; internal static class Placeholder;
