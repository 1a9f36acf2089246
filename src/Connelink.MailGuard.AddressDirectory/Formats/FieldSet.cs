namespace Connelink.MailGuard.AddressDirectory.Formats;

/// <summary>Which fields something says a word about, be it that they are empty.</summary>
internal readonly record struct FieldSet(uint Bits)
{
    public static readonly FieldSet All = new(uint.MaxValue);

    public bool Has(DirectoryField field) => (Bits & (1u << (int)field)) != 0;

    public FieldSet With(DirectoryField field) => new(Bits | (1u << (int)field));
}
