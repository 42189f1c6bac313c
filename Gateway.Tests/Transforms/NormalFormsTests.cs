using System.Globalization;
using Gateway.Tests.Architecture;
using Gateway.Transforms.Scripts.Unicode;

namespace Gateway.Tests.Transforms;

public sealed class NormalFormsTests : IDisposable
{
    private static readonly string[] Forms = ["NFC", "NFD", "NFKC", "NFKD"];

    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Apply_TextsOfManyScripts_AgreesWithAnotherImplementation()
    {
        var lines = await File.ReadAllLinesAsync(RepositoryFiles.PathOf("Gateway.Tests/Data/Unicode/normal-forms.txt"), Bench.Stop);
        var cases = lines.Where(line => !line.StartsWith('#')).Select(line => line.Split(';').Select(Text).ToArray()).ToList();

        cases.Should().HaveCountGreaterThan(1000);
        foreach (var texts in cases)
        {
            Forms.Select(form => NormalForms.Apply(texts[0], form)).Should().Equal(texts[1..], because: $"of {texts[0]}");
        }
    }

    [Fact]
    public async Task Normalize_InAScript_FoldsAccents() =>
        (await _bench.NameAsync(@"export const username = user => user.userName.normalize('NFD').replace(/\p{M}/gu, '');", "Åsa Öström Nuñez Ệ")).Should().Be("Asa Ostrom Nunez E");

    [Fact]
    public void Apply_HalfOfASurrogatePair_StaysAsItIs() => NormalForms.Apply("é\ud83d", "NFD").Should().Be("e\u0301\ud83d");

    private static string Text(string points) => string.Concat(points.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(point => char.ConvertFromUtf32(int.Parse(point, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))));
}
