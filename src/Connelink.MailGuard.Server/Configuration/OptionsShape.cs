using System.Reflection;

namespace Connelink.MailGuard.Server.Configuration;

/// <summary>Which settings an options class has, by the names they bear in the configuration.</summary>
internal static class OptionsShape
{
    public static IReadOnlyDictionary<string, PropertyInfo> Of(Type options) =>
        options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(IsSetting).ToDictionary(NameOf, StringComparer.OrdinalIgnoreCase);

    /// <summary>A class of ours, with settings of its own.</summary>
    public static bool IsSection(Type type) => type.IsClass && type.Namespace?.StartsWith("Connelink.MailGuard", StringComparison.Ordinal) == true;

    private static bool IsSetting(PropertyInfo property) => property.CanRead && (property.CanWrite || IsSection(property.PropertyType));

    private static string NameOf(PropertyInfo property) => property.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name ?? property.Name;
}
