using System.Text;
using System.Text.Json;

namespace Connelink.MailGuard.AddressDirectory;

/// <summary>Where the reading of a directory file stands, and what is said when something else stands there.</summary>
/// <remarks>The path is put together only when there is a mistake to tell.</remarks>
internal sealed class FilePlace(JsonTokens json, DirectoryMistakes mistakes)
{
    private string _property = "";

    public int Tenant { get; set; } = -1;

    /// <summary>Ordinal in the tenant; -1 outside of entries.</summary>
    public int Entry { get; set; } = -1;

    /// <summary>Ordinal in the tenant; -1 outside of sources.</summary>
    public int Source { get; set; } = -1;

    /// <summary>Ordinal in the array that is a property's value; -1 outside of one.</summary>
    public int Item { get; set; }

    /// <summary>Mistakes told so far.</summary>
    public int Told { get; private set; }

    public int Line => json.Position.Line;

    public void Enter(string property) => (_property, Item) = (property, -1);

    public void Leave() => Enter("");

    public void Tell(string text)
    {
        Told++;
        mistakes.Add(mistakes.HasRoom ? Here(text) : default);
    }

    public DirectoryMistake Here(string text)
    {
        var (line, column) = json.Position;
        return new(line, column, Path(), text);
    }

    /// <summary>Whether this is the current token; if not, says so and passes over it.</summary>
    public bool Expects(JsonTokenType type, string what)
    {
        if (json.Type == type) return true;
        Tell($"is not {what}");
        json.Skip();
        return false;
    }

    /// <summary>Like <see cref="Expects"/>, for the value of the property that was just read.</summary>
    public bool Opens(JsonTokenType type, string what)
    {
        json.Read();
        return Expects(type, what);
    }

    /// <summary>As <see cref="Opens"/>; null says that there is none.</summary>
    public bool OpensOrNull(JsonTokenType type, string what)
    {
        json.Read();
        return json.Type != JsonTokenType.Null && Expects(type, what);
    }

    public string? Text(string what) => Opens(JsonTokenType.String, what) ? Encoding.UTF8.GetString(json.Text) : null;

    public string? TextOrNull(string what) => OpensOrNull(JsonTokenType.String, what) ? Encoding.UTF8.GetString(json.Text) : null;

    public bool Flag()
    {
        json.Read();
        if (json.Type is not (JsonTokenType.True or JsonTokenType.False)) Expects(JsonTokenType.True, "true or false");
        return json.Type == JsonTokenType.True;
    }

    /// <summary>The ordinal of a word among those allowed; null when it is none of them.</summary>
    public int? Word(string what, string[] known) => Opens(JsonTokenType.String, $"a {what} in quotes") ? Ordinal(what, known) : null;

    public int? WordOrNull(string what, string[] known) => OpensOrNull(JsonTokenType.String, $"a {what} in quotes") ? Ordinal(what, known) : null;

    private int? Ordinal(string what, string[] known)
    {
        for (var i = 0; i < known.Length; i++)
        {
            if (Ascii.Equals(json.Text, known[i])) return i;
        }
        var word = Encoding.UTF8.GetString(json.Text);
        Tell($"{Words.Quote(json.Text)} is no {what}; {Words.Suggest(word, known)}");
        return null;
    }

    /// <summary>The name of the property among those allowed, which is entered; null when it is none of them, and its value is passed over.</summary>
    public string? Known(string[] known)
    {
        foreach (var name in known)
        {
            if (!Ascii.Equals(json.Text, name)) continue;
            Enter(name);
            return name;
        }
        Unknown(known);
        return null;
    }

    public void Unknown(string[] known)
    {
        var name = Encoding.UTF8.GetString(json.Text);
        Tell($"property {Words.Quote(json.Text)} is unknown; {Words.Suggest(name, known)}");
        json.Skip();
    }

    private string Path()
    {
        var path = new StringBuilder();
        if (Tenant >= 0) path.Append("tenants[").Append(Tenant).Append(']');
        if (Source >= 0) path.Append(".sources[").Append(Source).Append(']');
        if (Entry >= 0) path.Append(".entries[").Append(Entry).Append(']');
        if (_property.Length > 0) path.Append(path.Length > 0 ? "." : "").Append(_property);
        if (Item >= 0 && _property.Length > 0) path.Append('[').Append(Item).Append(']');
        return path.ToString();
    }

}
