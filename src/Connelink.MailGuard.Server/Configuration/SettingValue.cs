using System.Globalization;
using System.Text.RegularExpressions;

namespace Connelink.MailGuard.Server.Configuration;

/// <summary>Reads one value from its text, or says what is wrong with it.</summary>
internal static partial class SettingValue
{
    public static bool TryRead(string text, Type type, out object? value, out string what, out string mend)
    {
        (value, what, mend) = (null, "", "");
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string)) value = text;
        else if (type.IsEnum) value = ReadWord(text, type, ref what, ref mend);
        else if (type == typeof(bool)) value = ReadBoolean(text, ref what, ref mend);
        else if (type == typeof(TimeSpan)) value = ReadTime(text, ref what, ref mend);
        else if (ReadNumber(text, type, ref what, ref mend) is { } number) value = Convert.ChangeType(number, type, CultureInfo.InvariantCulture);
        return value is not null;
    }

    /// <summary>"ask-next-hop" for AskNextHop.</summary>
    public static string Word(Enum value) => WordStart().Replace(value.ToString(), "-").ToLowerInvariant();

    /// <summary>Any case, with dashes or without; never the number behind the word.</summary>
    private static Enum? ReadWord(string text, Type type, ref string what, ref string mend)
    {
        var plain = text.Replace("-", "", StringComparison.Ordinal);
        foreach (Enum value in Enum.GetValues(type))
        {
            if (value.ToString().Equals(plain, StringComparison.OrdinalIgnoreCase)) return value;
        }
        string[] words = [.. Enum.GetValues(type).Cast<Enum>().Select(Word)];
        (what, mend) = ($"\"{text}\" is none of {string.Join(", ", words)}", Nearest.Mend(text, words));
        return null;
    }

    private static bool? ReadBoolean(string text, ref string what, ref string mend)
    {
        if (bool.TryParse(text, out var value)) return value;
        (what, mend) = ($"\"{text}\" is neither true nor false", "Write true or false.");
        return null;
    }

    /// <summary>The framework takes "300" for 300 days, which nobody means.</summary>
    private static TimeSpan? ReadTime(string text, ref string what, ref string mend)
    {
        if (!text.Contains(':', StringComparison.Ordinal) || !TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value))
        {
            var seconds = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? TimeSpan.FromSeconds(number) : TimeSpan.FromMinutes(5);
            (what, mend) = ($"\"{text}\" is no time", $"Write hours:minutes:seconds, \"{seconds:c}\" for {seconds.TotalSeconds:0} seconds.");
            return null;
        }
        if (value > TimeSpan.Zero) return value;
        (what, mend) = ($"\"{text}\" is no time to wait", "Write a time longer than zero.");
        return null;
    }

    private static long? ReadNumber(string text, Type type, ref string what, ref string mend)
    {
        var isNumber = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value);
        if (isNumber && (type == typeof(long) || value is >= int.MinValue and <= int.MaxValue)) return value;
        (what, mend) = isNumber ? ($"{text} is out of range", "Write a smaller number.") : ($"\"{text}\" is no whole number", "Write digits only, without unit.");
        return null;
    }

    [GeneratedRegex("(?<!^)(?=[A-Z])")]
    private static partial Regex WordStart();
}
