using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Gateway.Transforms.Scripts.Unicode;

/// <summary>
/// The four normal forms of Unicode Standard Annex 15, for scripts: the gateway runs without ICU (which costs half a second at start), and
/// without it the runtime answers every text unchanged. The data are those of Unicode 14: code point, combining class, kind
/// (p: composes again, c: canonical, k: compatibility), decomposition. Loaded at first use. Thread-safe.
/// </summary>
internal sealed class NormalForms
{
    // Hangul syllables are computed (The Unicode Standard, section 3.12).
    private const int SBase = 0xAC00, LBase = 0x1100, VBase = 0x1161, TBase = 0x11A7, LCount = 19, VCount = 21, TCount = 28;
    private const int SCount = LCount * VCount * TCount;

    private static readonly Lazy<NormalForms> Loaded = new(Load);

    private readonly FrozenDictionary<int, (bool IsCanonical, int[] Parts)> _decompositions;
    private readonly FrozenDictionary<(int First, int Second), int> _compositions;
    private readonly FrozenDictionary<int, byte> _classes;

    private NormalForms(Dictionary<int, (bool, int[])> decompositions, Dictionary<(int, int), int> compositions, Dictionary<int, byte> classes) =>
        (_decompositions, _compositions, _classes) = (decompositions.ToFrozenDictionary(), compositions.ToFrozenDictionary(), classes.ToFrozenDictionary());

    /// <summary>Loads the data, some megabytes: before a script runs whose limit of memory they would count against.</summary>
    public static void Prepare() => _ = Loaded.Value;

    /// <summary>The text in the form <c>NFC</c>, <c>NFD</c>, <c>NFKC</c> or <c>NFKD</c>; null for another word.</summary>
    public static string? Apply(string text, string form)
    {
        var (known, compose, compatibility) = form switch
        {
            "NFC" => (true, true, false),
            "NFD" => (true, false, false),
            "NFKC" => (true, true, true),
            "NFKD" => (true, false, true),
            _ => (false, false, false),
        };
        return !known ? null : Ascii.IsValid(text) ? text : Loaded.Value.Run(text, compose, compatibility);
    }

    private string Run(string text, bool compose, bool compatibility)
    {
        var points = new List<int>(text.Length + 8);
        for (var i = 0; i < text.Length; i++)
        {
            // Half a pair stays as it is.
            var point = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]) ? char.ConvertToUtf32(text[i], text[++i]) : text[i];
            Decompose(point, compatibility, points);
        }

        Order(points);
        if (compose)
        {
            Compose(points);
        }

        var result = new StringBuilder(points.Count);
        foreach (var point in points)
        {
            if (point <= 0xFFFF)
            {
                result.Append((char)point);
            }
            else
            {
                result.Append(char.ConvertFromUtf32(point));
            }
        }

        return result.ToString();
    }

    private void Decompose(int point, bool compatibility, List<int> into)
    {
        if (point - SBase is >= 0 and < SCount and var index)
        {
            into.Add(LBase + (index / (VCount * TCount)));
            into.Add(VBase + (index % (VCount * TCount) / TCount));
            if (index % TCount != 0)
            {
                into.Add(TBase + (index % TCount));
            }
        }
        else if (_decompositions.TryGetValue(point, out var found) && (found.IsCanonical || compatibility))
        {
            foreach (var part in found.Parts)
            {
                Decompose(part, compatibility, into);
            }
        }
        else
        {
            into.Add(point);
        }
    }

    /// <summary>Marks behind a base in the order of their class; equal ones keep theirs.</summary>
    private void Order(List<int> points)
    {
        for (var start = 0; start < points.Count; start++)
        {
            var end = start;
            while (end < points.Count && ClassOf(points[end]) != 0)
            {
                end++;
            }

            if (end - start > 1)
            {
                var sorted = points.GetRange(start, end - start).OrderBy(ClassOf).ToList();
                points.RemoveRange(start, sorted.Count);
                points.InsertRange(start, sorted);
            }

            start = Math.Max(start, end);
        }
    }

    private void Compose(List<int> points)
    {
        var (written, starter, last) = (0, -1, -1);
        for (var i = 0; i < points.Count; i++)
        {
            var point = points[i];
            var order = ClassOf(point);
            // Blocked: something of the same or a higher class stands between starter and mark.
            if (starter >= 0 && (last < order || last == -1) && Pair(points[starter], point) is { } whole)
            {
                points[starter] = whole;
                continue;
            }

            if (order == 0)
            {
                (starter, last) = (written, -1);
            }
            else
            {
                last = order;
            }

            points[written++] = point;
        }

        points.RemoveRange(written, points.Count - written);
    }

    private int? Pair(int first, int second)
    {
        if (first - LBase is >= 0 and < LCount and var lead && second - VBase is >= 0 and < VCount and var vowel)
        {
            return SBase + (((lead * VCount) + vowel) * TCount);
        }

        if (first - SBase is >= 0 and < SCount and var syllable && syllable % TCount == 0 && second - TBase is > 0 and < TCount and var tail)
        {
            return first + tail;
        }

        return _compositions.TryGetValue((first, second), out var whole) ? whole : null;
    }

    private int ClassOf(int point) => _classes.TryGetValue(point, out var order) ? order : 0;

    private static NormalForms Load()
    {
        var decompositions = new Dictionary<int, (bool, int[])>();
        var compositions = new Dictionary<(int, int), int>();
        var classes = new Dictionary<int, byte>();
        using var stream = typeof(NormalForms).Assembly.GetManifestResourceStream("Unicode/decompositions.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            var fields = line.Split(';');
            var point = Hex(fields[0]);
            if (fields[1].Length > 0)
            {
                classes[point] = byte.Parse(fields[1], CultureInfo.InvariantCulture);
            }

            if (fields[2].Length > 0)
            {
                int[] parts = [.. fields[3].Split(' ').Select(Hex)];
                decompositions[point] = (fields[2] != "k", parts);
                if (fields[2] == "p")
                {
                    compositions[(parts[0], parts[1])] = point;
                }
            }
        }

        return new(decompositions, compositions, classes);
    }

    private static int Hex(string text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
