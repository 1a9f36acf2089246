using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Connelink.MailGuard.AddressDirectory.Encryption;

/// <summary>A file that is encrypted at rest: a header with the name of the master key, then chunks under AES-256-GCM.</summary>
/// <remarks>
/// Each file has a key of its own, derived (HKDF, RFC 5869) from the master key and a random salt, so that numbers of chunks serve as
/// nonces. A nonce also says whether its chunk is the last one, and the header is authenticated with each chunk: nothing can be cut
/// off, put in another order or exchanged without being noticed (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár).
/// </remarks>
internal sealed class EncryptedFile : IDisposable
{
    public const int ChunkOctets = 1 << 16;
    public const int TagOctets = 16;
    private const int NonceOctets = 12;
    private const int SaltOctets = 32;

    private static readonly byte[] Magic = Encoding.ASCII.GetBytes("MAILGUARD-AESGCM-1\n");

    private readonly byte[] _header;
    private readonly AesGcm _cipher;
    private ulong _chunk;

    private EncryptedFile(byte[] header, byte[] masterKey, ReadOnlySpan<byte> salt)
    {
        _header = header;
        Span<byte> key = stackalloc byte[MasterKeys.KeyOctets];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, masterKey, key, salt, "mailguard file"u8);
        _cipher = new AesGcm(key, TagOctets);
        CryptographicOperations.ZeroMemory(key);
    }

    /// <summary>Writes through a file beside it: what was there stays until all is written. Only the owner may read it.</summary>
    public static void Write(string path, MasterKeys keys, Action<Stream> write)
    {
        var temporary = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(temporary, options))
        {
            using var cipher = Begin(file, keys);
            var stream = new EncryptingStream(file, cipher);
            write(stream);
            stream.Dispose(); // Not after a failure: what was broken off must not look whole.
            file.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
    }

    /// <exception cref="DirectoryException">It is no such file, or it is damaged, or its key is gone.</exception>
    public static T Read<T>(string path, MasterKeys keys, Func<Stream, T> read)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1 << 16);
            using var cipher = Open(file, keys);
            return read(new DecryptingStream(file, cipher));
        }
        catch (Exception e) when (e is CryptographicException or EndOfStreamException or InvalidDataException)
        {
            throw new DirectoryException($"{path} is damaged or was made by something else", cause: e);
        }
    }

    public void Encrypt(ReadOnlySpan<byte> plain, Span<byte> cipher, Span<byte> tag, bool isLast) => _cipher.Encrypt(Nonce(isLast), plain, cipher, tag, _header);

    public void Decrypt(ReadOnlySpan<byte> cipher, ReadOnlySpan<byte> tag, Span<byte> plain, bool isLast) => _cipher.Decrypt(Nonce(isLast), cipher, tag, plain, _header);

    public void Dispose() => _cipher.Dispose();

    private static EncryptedFile Begin(FileStream file, MasterKeys keys)
    {
        var (name, key) = keys.Newest;
        var salt = RandomNumberGenerator.GetBytes(SaltOctets);
        byte[] header = [.. Magic, (byte)name.Length, .. Encoding.ASCII.GetBytes(name), .. salt];
        file.Write(header);
        return new(header, key, salt);
    }

    private static EncryptedFile Open(FileStream file, MasterKeys keys)
    {
        var start = new byte[Magic.Length + 1];
        file.ReadExactly(start);
        if (!start.AsSpan(0, Magic.Length).SequenceEqual(Magic)) throw new InvalidDataException("It does not begin as such a file does.");
        var rest = new byte[start[^1] + SaltOctets];
        file.ReadExactly(rest);
        var key = keys.Named(Encoding.ASCII.GetString(rest.AsSpan(0, start[^1])));
        return new([.. start, .. rest], key, rest.AsSpan(start[^1]));
    }

    private byte[] Nonce(bool isLast)
    {
        var nonce = new byte[NonceOctets];
        BinaryPrimitives.WriteUInt64BigEndian(nonce.AsSpan(3), _chunk++);
        nonce[^1] = (byte)(isLast ? 1 : 0);
        return nonce;
    }
}
