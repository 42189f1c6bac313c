using CsCheck;
using Gateway.Scim.Resources;
using Gateway.Scim.Sorting;

namespace Gateway.Tests.Scim.Sorting;

/// <summary>Windows and pages against a list that is sorted whole.</summary>
public sealed class SortedPageTests
{
    // Few values, so that ties are many; long ones, so that the bytes bound a window before the count does.
    private static readonly Gen<SortEntry[]> _lists = Gen.Select(
            Gen.OneOf(
                Gen.Const(SortValue.Missing),
                Gen.Int[0, 3].Select(number => SortValue.Of(ScimNumber.Of(number), null)),
                Gen.Int[0, 4].Select(letter => SortValue.Of(new ScimString(new string((char)('a' + letter), letter * 100)), null))),
            Gen.Int[0, 1])
        .Array[0, 40]
        .Select(values => values.Select((value, i) => new SortEntry(value.Item1, value.Item2, $"{i * 7919 % 101}")).ToArray());

    private static readonly Gen<SortOrder> _order = Gen.Enum<SortOrder>();

    [Fact]
    public void Page_AnyListOrderAndBounds_IsTheSliceOfTheSortedList() =>
        Gen.Select(_lists, _order, Gen.Int[0, 45], Gen.Int[0, 12], Gen.Int[1, 9], Gen.Int[1, 2_000]).Sample(
            (list, order, skip, count, windowEntries, windowBytes) =>
            {
                var page = PageOf(list, order, skip, count, windowEntries, windowBytes);

                return page.SequenceEqual(Sorted(list, order).Skip(skip).Take(count));
            },
            iter: 20_000);

    [Fact]
    public void Walk_PagesOfRandomSizes_CoversEachOnce() =>
        Gen.Select(_lists, _order, Gen.Int[1, 12].Array[1, 4], Gen.Int[1, 9]).Sample(
            (list, order, sizes, windowEntries) =>
            {
                var walked = new List<SortEntry>();
                for (var i = 0; walked.Count < list.Length; i++)
                {
                    var page = PageOf(list, order, walked.Count, sizes[i % sizes.Length], windowEntries, 1_000);
                    if (page.Count == 0)
                    {
                        return false;
                    }

                    walked.AddRange(page);
                }

                return walked.SequenceEqual(Sorted(list, order));
            },
            iter: 10_000);

    [Fact]
    public void Window_MoreEntriesThanItsBounds_KeepsTheFirstAndNoMore()
    {
        var window = new SortWindow(SortOrder.Ascending, null, maxEntries: 10, maxBytes: long.MaxValue);
        var most = 0;
        foreach (var entry in Shuffled(100_000))
        {
            window.Add(entry);
            most = Math.Max(most, window.Count);
        }

        most.Should().Be(10);
        window.IsCut.Should().BeTrue();
        window.Take().Select(entry => entry.Id).Should().Equal(Enumerable.Range(0, 10).Select(i => $"{i:000000}"));
    }

    [Fact]
    public void Window_EntriesLargerThanItsBytes_KeepsOne()
    {
        var window = new SortWindow(SortOrder.Ascending, null, maxEntries: 10, maxBytes: 1);

        foreach (var entry in Shuffled(100))
        {
            window.Add(entry);
        }

        window.Take().Select(entry => entry.Id).Should().Equal("000000");
    }

    [Fact]
    public void Window_ALargeEntryWasLetGo_NothingBehindItIsKept()
    {
        var window = new SortWindow(SortOrder.Ascending, null, maxEntries: 10, maxBytes: 600);
        SortEntry Text(string text, string id) => new(SortValue.Of(new ScimString(text), null), 0, id);

        window.Add(Text("a", "1"));
        window.Add(Text("b" + new string('b', 1_000), "2"));
        window.Add(Text("c", "3"));

        window.Take().Select(entry => entry.Id).Should().Equal(["1"], because: "with c the page would lack the long b before it");
    }

    [Theory]
    [InlineData(0, 5, 1)]
    [InlineData(95, 5, 10)]
    [InlineData(100, 5, 11)]
    [InlineData(1_000_000_000_000, 5, 11)]
    [InlineData(0, 0, 0)]
    public void Page_PassesOverTheList_OneForEachWindow(long skip, int count, int expected)
    {
        var page = new SortedPage(SortOrder.Ascending, skip, count, windowEntries: 10, windowBytes: long.MaxValue);
        var passes = 0;
        while (page.Next() is { } window)
        {
            passes++;
            foreach (var entry in Shuffled(101))
            {
                window.Add(entry);
            }
        }

        passes.Should().Be(expected);
        page.Entries.Should().HaveCount((int)Math.Clamp(101 - skip, 0, count));
    }

    [Fact]
    public void Page_ATie_IsByTypeThenIdInBothOrders()
    {
        SortEntry[] list = [new(SortValue.Missing, 1, "a"), new(SortValue.Missing, 0, "b"), new(SortValue.Missing, 0, "a")];

        foreach (var order in Enum.GetValues<SortOrder>())
        {
            PageOf(list, order, 0, 3, 10, 10_000).Select(entry => $"{entry.Type}{entry.Id}").Should().Equal("0a", "0b", "1a");
        }
    }

    [Fact]
    public void Rfc7644_3_4_2_3_NoValue_LastAscendingFirstDescending()
    {
        SortEntry[] list = [new(SortValue.Missing, 0, "none"), new(SortValue.Of(ScimNumber.Of(1), null), 0, "one"), new(SortValue.Of(ScimNumber.Of(2), null), 0, "two")];

        PageOf(list, SortOrder.Ascending, 0, 3, 10, 10_000).Select(entry => entry.Id).Should().Equal("one", "two", "none");
        PageOf(list, SortOrder.Descending, 0, 3, 10, 10_000).Select(entry => entry.Id).Should().Equal("none", "two", "one");
    }

    private static IReadOnlyList<SortEntry> PageOf(SortEntry[] list, SortOrder order, long skip, int count, int windowEntries, int windowBytes)
    {
        var page = new SortedPage(order, skip, count, windowEntries, windowBytes);
        while (page.Next() is { } window)
        {
            foreach (var entry in list)
            {
                window.Add(entry);
            }
        }

        return page.Entries;
    }

    // The naive model: everything in memory.
    private static IEnumerable<SortEntry> Sorted(SortEntry[] list, SortOrder order)
    {
        var ordered = order == SortOrder.Ascending
            ? list.OrderBy(entry => entry.Value)
            : list.OrderByDescending(entry => entry.Value);
        return ordered.ThenBy(entry => entry.Type).ThenBy(entry => entry.Id, StringComparer.Ordinal);
    }

    private static IEnumerable<SortEntry> Shuffled(int count) =>
        Enumerable.Range(0, count).Select(i => (int)((long)i * 7919 % count)).Select(i => new SortEntry(SortValue.Of(ScimNumber.Of(i), null), 0, $"{i:000000}"));
}
