using System.Runtime.InteropServices;

namespace Connelink.MailGuard.AddressDirectory;

/// <summary>Makes the current thread give way to others. Thread.Priority means nothing on Linux: there niceness belongs to the thread, and may always be raised.</summary>
internal static partial class ThreadNiceness
{
    private const int Niceness = 10;

    public static void Raise()
    {
        if (OperatingSystem.IsLinux()) _ = SetPriority(which: 0, who: 0, Niceness);
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int priority);
}
