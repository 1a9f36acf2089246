using Microsoft.Win32.SafeHandles;

namespace Connelink.MailGuard.AddressDirectory;

/// <summary>Tells one state of a file from another without reading it.</summary>
/// <remarks>
/// Taken from an open handle, so that links are followed and what is stamped is what is read. The time of birth stands for the inode: a file
/// put in place by a rename was born later, even when its length and its time of change were copied from the old one.
/// </remarks>
internal readonly record struct FileStamp(long Octets, DateTime Written, DateTime Born)
{
    public static FileStamp Of(SafeFileHandle file) =>
        new(RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file), File.GetCreationTimeUtc(file));

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
}
