namespace Connelink.MailGuard.Benchmarks;

/// <summary>A benchmark of what happens for every message: the octets that it allocates are held to allocations.json.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class HotPathAttribute : Attribute;
