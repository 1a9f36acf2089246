using Connelink.MailGuard.Archives;

namespace Connelink.MailGuard.Tests.Archives;

/// <summary>Keeps all files that an inspection hands out.</summary>
internal sealed class Contained(params ContainedKind[] wanted) : IContainedFiles
{
    public List<ContainedFile> Files { get; } = [];

    public IContainedFileSink? Open(ContainedKind kind, int depth)
    {
        if (!wanted.Contains(kind)) return null;
        var file = new ContainedFile(kind, depth);
        Files.Add(file);
        return file;
    }
}

internal sealed class ContainedFile(ContainedKind kind, int depth) : IContainedFileSink
{
    private readonly List<byte> _octets = [];

    public ContainedKind Kind => kind;

    public int Depth => depth;

    public byte[] Octets => [.. _octets];

    public bool IsComplete { get; private set; }

    public void Write(ReadOnlySpan<byte> octets) => _octets.AddRange(octets);

    public void Complete() => IsComplete = true;
}
