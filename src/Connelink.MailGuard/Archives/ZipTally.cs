namespace Connelink.MailGuard.Archives;

/// <summary>Compares the entries that local headers tell with those of the directories, in any order and in constant memory.</summary>
/// <remarks>
/// Each side is a sum over hashes of name, method and compressed size, and of the places of the local headers, each weighed by its hash. An offset in a
/// directory counts from where the archive begins, which is known only at the end record: so the weights are summed, too.
/// </remarks>
internal struct ZipTally
{
    private static readonly ulong SizeKey = (ulong)Random.Shared.NextInt64() << 1 | 1;
    private static readonly ulong MethodKey = (ulong)Random.Shared.NextInt64() << 1 | 1;
    private static readonly ulong PlaceKey = (ulong)Random.Shared.NextInt64() << 1 | 1;

    private ulong _locals;
    private ulong _centrals;
    private ulong _openHashes;
    private ulong _openPlaces;
    private ulong _openWeights;

    public int LocalCount { get; private set; }

    public int CentralCount { get; private set; }

    /// <summary>Central headers since the last end record.</summary>
    public int OpenCount { get; private set; }

    public readonly bool Agree => LocalCount == CentralCount && _locals == _centrals && OpenCount == 0;

    public void AddLocal(in ZipName name, ushort method, ulong compressedSize, ulong start)
    {
        var hash = HashOf(name, method, compressedSize);
        _locals += hash + WeightOf(hash) * start;
        LocalCount++;
    }

    public void AddCentral(in ZipName name, ushort method, ulong compressedSize, ulong offset)
    {
        var hash = HashOf(name, method, compressedSize);
        _openHashes += hash;
        _openPlaces += WeightOf(hash) * offset;
        _openWeights += WeightOf(hash);
        OpenCount++;
    }

    /// <summary>The directory has ended.</summary>
    /// <param name="archiveStart">Where offset 0 of the directory is in the file.</param>
    public void Close(ulong archiveStart)
    {
        _centrals += _openHashes + _openPlaces + _openWeights * archiveStart;
        CentralCount += OpenCount;
        (_openHashes, _openPlaces, _openWeights, OpenCount) = (0, 0, 0, 0);
    }

    /// <summary>The end record is not that of the directory before it.</summary>
    public void Drop()
    {
        CentralCount += OpenCount;
        (_openHashes, _openPlaces, _openWeights, OpenCount) = (0, 0, 0, 0);
    }

    private static ulong HashOf(in ZipName name, ushort method, ulong compressedSize)
    {
        var hash = name.Hash ^ compressedSize * SizeKey ^ method * MethodKey;
        hash = (hash ^ hash >> 29) * PlaceKey;
        return hash ^ hash >> 32;
    }

    private static ulong WeightOf(ulong hash) => (hash ^ hash >> 31) * SizeKey | 1;
}
