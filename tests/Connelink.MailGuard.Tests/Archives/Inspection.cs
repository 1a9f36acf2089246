using Connelink.MailGuard.Archives;
using Xunit;

namespace Connelink.MailGuard.Tests.Archives;

/// <summary>What an inspection of one file finds, whole and however it is split.</summary>
internal static class Inspection
{
    public static ArchiveFindings Of(ReadOnlySpan<byte> file, IContainedFiles? contained = null, ArchiveLimits? limits = null) =>
        Run(file, file.Length, contained, limits).Findings;

    /// <summary>The findings when the file comes whole; fails unless they are the same at every split point, octet by octet and in blocks.</summary>
    public static ArchiveFindings AtEverySplit(byte[] file)
    {
        var whole = Run(file, file.Length);
        var inspector = new FileInspector();
        var context = new ArchiveContext();
        var step = Math.Max(1, file.Length / (file.Length > 20_000 ? 300 : 3000));
        for (var split = 1; split < file.Length; split += step)
        {
            context.Reset();
            inspector.Begin(context);
            inspector.Write(file.AsSpan(0, split));
            inspector.Write(file.AsSpan(split));
            inspector.Complete();
            Assert.True(whole.Findings == context.Findings, $"{whole.Findings} became {context.Findings} at {split}");
        }
        foreach (var block in new[] { 1, 2, 3, 7, 31, 512, 4096 })
        {
            var found = Run(file, block);
            Assert.True(whole.Findings == found.Findings, $"{whole.Findings} became {found.Findings} in blocks of {block}");
        }
        return whole.Findings;
    }

    public static ArchiveContext Run(ReadOnlySpan<byte> file, int block, IContainedFiles? contained = null, ArchiveLimits? limits = null)
    {
        var context = new ArchiveContext(limits ?? ArchiveLimits.Default);
        context.Reset(contained);
        var inspector = new FileInspector();
        inspector.Begin(context);
        while (!file.IsEmpty)
        {
            var part = file[..Math.Min(block, file.Length)];
            inspector.Write(part);
            file = file[part.Length..];
        }
        inspector.Complete();
        return context;
    }
}
