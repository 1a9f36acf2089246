using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Connelink.MailGuard.AddressDirectory;

/// <summary>Tells one state of a file from another without reading it.</summary>
/// <remarks>
/// Taken from an open handle, so that links are followed and what is stamped is what is read. Length and time of change may be copied
/// from the file that was there before; the inode and the time of its last change of status may not.
/// </remarks>
internal readonly partial record struct FileStamp(long Octets, DateTime Written, ulong Inode, DateTime Changed)
{
    /// <summary>File systems take their time from a clock that ticks 100 to 1,000 times a second.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until a further change of the file must show in its stamp: a change within the same tick would not.</summary>
    /// <remarks>By the clock of the system, which is the file's, whatever time the directory itself goes by.</remarks>
    public void OutliveTick()
    {
        var age = DateTime.UtcNow - (Written > Changed ? Written : Changed);
        if (age >= TimeSpan.Zero && age < Tick) Thread.Sleep(Tick);
    }

    public static FileStamp Of(SafeFileHandle file)
    {
        var (inode, changed) = Identity(file);
        return new(RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file), inode, changed);
    }

    /// <summary>Null: there is no such file, or it may not be read now.</summary>
    public static FileStamp? Of(string path)
    {
        try
        {
            using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
            return Of(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>.NET does not tell them; elsewhere than on Linux the time of birth has to do.</summary>
    private static (ulong Inode, DateTime Changed) Identity(SafeFileHandle file)
    {
        const int EmptyPath = 0x1000, InodeAndChange = 0x100 | 0x80, InodeAt = 32, ChangeAt = 96;
        Span<byte> status = stackalloc byte[256];
        if (!OperatingSystem.IsLinux() || StatX(file, "", EmptyPath, InodeAndChange, ref MemoryMarshal.GetReference(status)) != 0)
        {
            return (0, File.GetCreationTimeUtc(file));
        }
        var seconds = MemoryMarshal.Read<long>(status[ChangeAt..]);
        var nanoseconds = MemoryMarshal.Read<uint>(status[(ChangeAt + 8)..]);
        return (MemoryMarshal.Read<ulong>(status[InodeAt..]), DateTime.UnixEpoch.AddSeconds(seconds).AddTicks(nanoseconds / 100));
    }

    /// <summary>The layout of its answer is the same on all architectures.</summary>
    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(SafeFileHandle file, string path, int flags, uint mask, ref byte status);
}
