using System.Reflection;

/// <summary>Loaded into the program by DOTNET_STARTUP_HOOKS: tells at the end whether sockets ran their completions inline.</summary>
/// <remarks>The runtime wants this name and no namespace. The field is the runtime's own: it shows what was in force, not what was asked for.</remarks>
internal static class StartupHook
{
    public static void Initialize() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        var engine = typeof(System.Net.Sockets.Socket).Assembly.GetType("System.Net.Sockets.SocketAsyncEngine", throwOnError: true)!;
        var member = engine.GetField("InlineSocketCompletionsEnabled", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)?.GetValue(null)
            ?? engine.GetProperty("InlineSocketCompletionsEnabled", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)?.GetValue(null);
        Console.Error.WriteLine($"inline completions: {member ?? "unknown"}");
    };
}
