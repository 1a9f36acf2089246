using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace Connelink.MailGuard.Server.Configuration;

/// <summary>Fills options objects from configuration sections and notes everything that does not fit.</summary>
/// <remarks>The framework's binder stops at the first value it cannot read, ignores unknown names by default, and knows no dashes in enums.</remarks>
internal sealed class SettingsBinder(Mistakes mistakes)
{
    /// <param name="alsoKnown">Names that are bound elsewhere.</param>
    public void Bind(IConfigurationSection section, object target, params string[] alsoKnown)
    {
        var known = OptionsShape.Of(target.GetType());
        foreach (var child in section.GetChildren())
        {
            if (alsoKnown.Contains(child.Key, StringComparer.OrdinalIgnoreCase)) continue;
            if (known.TryGetValue(child.Key, out var property)) Set(child, target, property);
            else mistakes.Add(child.Path, "unknown setting", Nearest.Mend(child.Key, [.. known.Keys, .. alsoKnown]));
        }
    }

    private void Set(IConfigurationSection child, object target, PropertyInfo property)
    {
        var type = property.PropertyType;
        if (type == typeof(string[])) SetTexts(child, target, property);
        else if (property.GetValue(target) is IDictionary named) SetNamed(child, named, type.GenericTypeArguments[1]);
        else if (property.GetValue(target) is IList listed) SetList(child, listed, type.GenericTypeArguments[0]);
        else if (OptionsShape.IsSection(type)) Section(child, property.GetValue(target)!);
        else SetValue(child, target, property);
    }

    private void SetTexts(IConfigurationSection child, object target, PropertyInfo property)
    {
        if (IsList(child)) property.SetValue(target, child.GetChildren().Select(item => item.Value ?? "").ToArray());
    }

    private void SetList(IConfigurationSection child, IList list, Type item)
    {
        if (IsList(child)) Fill(child, item, (_, value) => list.Add(value));
    }

    /// <summary>A list has numbers for names, which is not what anybody meant.</summary>
    private void SetNamed(IConfigurationSection child, IDictionary named, Type item)
    {
        if (string.IsNullOrEmpty(child.Value) && !child.GetChildren().Any(i => i.Key == "0")) Fill(child, item, (name, value) => named[name] = value);
        else mistakes.Add(child.Path, "a section of names is due here", "Write { \"name\": { ... } }.");
    }

    private bool IsList(IConfigurationSection child)
    {
        var isList = string.IsNullOrEmpty(child.Value) && child.GetChildren().All(item => int.TryParse(item.Key, CultureInfo.InvariantCulture, out _));
        if (!isList) mistakes.Add(child.Path, "a list is due here", "Write [ ... ] around it.");
        return isList;
    }

    private void Fill(IConfigurationSection child, Type type, Action<string, object> add)
    {
        foreach (var item in child.GetChildren())
        {
            var value = Activator.CreateInstance(type)!;
            Section(item, value);
            add(item.Key, value);
        }
    }

    private void Section(IConfigurationSection child, object target)
    {
        if (string.IsNullOrEmpty(child.Value)) Bind(child, target);
        else mistakes.Add(child.Path, $"a section is due here, not \"{child.Value}\"", "Write { ... } with settings in it.");
    }

    private void SetValue(IConfigurationSection child, object target, PropertyInfo property)
    {
        if (child.GetChildren().Any())
        {
            mistakes.Add(child.Path, "a single value is due here", "Write one value instead of a section or list.");
            return;
        }
        // null in JSON: as if it were not there.
        if (child.Value is null) return;
        if (!SettingValue.TryRead(child.Value, property.PropertyType, out var value, out var what, out var mend))
        {
            mistakes.Add(child.Path, what, mend);
            return;
        }
        // One that is out of range is told once; the default stays, so that nothing follows from it.
        if (IsInRange(child.Path, property, value)) property.SetValue(target, value);
    }

    private bool IsInRange(string path, PropertyInfo property, object? value)
    {
        if (property.GetCustomAttribute<RangeAttribute>() is not { } range || range.IsValid(value)) return true;
        var (low, high) = (Number(range.Minimum), Number(range.Maximum));
        mistakes.Add(path, $"{Number(value!)} is out of range", $"Write a number from {low} to {high}.");
        return false;
    }

    private static string Number(object number) => Convert.ToDecimal(number, CultureInfo.InvariantCulture).ToString("0", CultureInfo.InvariantCulture);
}
