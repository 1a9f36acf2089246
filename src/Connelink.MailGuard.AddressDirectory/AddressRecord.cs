using System.Runtime.InteropServices;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory;

/// <summary>What stands before each key in a <see cref="KeyTable"/>: 12 octets, so that look-up and answer share a cache line.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct AddressRecord
{
    private const int LanguageShift = 5;
    private const int PlanShift = 4;

    /// <summary>Ordinal of the entry; an alias has its entry's.</summary>
    public int Entry;
    public int Tenant;
    public ushort KeyOctets;
    private byte _kindAndPlan;
    private byte _flagsAndLanguage;

    public readonly EntryKind Kind => (EntryKind)(_kindAndPlan & 0xF);

    public Plan Plan
    {
        readonly get => (Plan)(_kindAndPlan >> PlanShift);
        set => _kindAndPlan = (byte)((_kindAndPlan & 0xF) | ((byte)value << PlanShift));
    }

    public Language Language
    {
        readonly get => (Language)(_flagsAndLanguage >> LanguageShift);
        set => _flagsAndLanguage = (byte)((_flagsAndLanguage & (byte)AddressFlags.All) | ((byte)value << LanguageShift));
    }

    public readonly bool Has(AddressFlags flag) => (_flagsAndLanguage & (byte)flag) != 0;

    public void Set(AddressFlags flag) => _flagsAndLanguage |= (byte)flag;

    /// <summary>Declares what was only mentioned so far, or takes an external person's place: marks of being mentioned stay.</summary>
    public void Declare(EntryKind kind, Plan plan, AddressFlags flags)
    {
        _kindAndPlan = (byte)((byte)kind | ((byte)plan << PlanShift));
        _flagsAndLanguage = (byte)((_flagsAndLanguage & (byte)AddressFlags.RedirectTarget) | (byte)flags);
    }
}

/// <summary>Marks of one address.</summary>
[Flags]
internal enum AddressFlags : byte
{
    None = 0,

    /// <summary>An address or alias of an entry; without it the address is only mentioned, as a member or target.</summary>
    Declared = 1,
    Alias = 2,
    HasExternalMembers = 4,
    RedirectTarget = 8,

    /// <summary>The entry names a language; else the tenant's counts.</summary>
    OwnLanguage = 16,
    All = 31,
}
