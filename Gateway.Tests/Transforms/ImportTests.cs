using Gateway.Transforms;

namespace Gateway.Tests.Transforms;

/// <summary>Imports of files beside the script.</summary>
public sealed class ImportTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_bench.File(name))!);
        File.WriteAllText(_bench.File(name), text);
    }

    [Fact]
    public async Task Import_FileBesideAndBelow_Works()
    {
        Write("lib/fold.js", "import { strip } from '../strip.js'; export const fold = text => strip(text).toUpperCase();");
        Write("strip.js", "export function strip(text) { return text.split('@')[0]; }");

        var name = await _bench.NameAsync("import { fold } from './lib/fold.js';\nexport const username = user => fold(user.userName);", "ada@x.org");

        name.Should().Be("ADA");
    }

    [Fact]
    public async Task Import_ReExport_IsAnExport()
    {
        Write("base.js", "export const username = { pattern: '(.*)@.*', replacement: '$1' };");

        (await _bench.NameAsync("export { username } from './base.js';", "ada@x.org")).Should().Be("ada");
        (await _bench.NameAsync("export * from './base.js';", "ada@x.org")).Should().Be("ada");
    }

    [Fact]
    public async Task Import_Circle_Works()
    {
        Write("a.js", "import { b } from './b.js'; export const a = () => 'a' + b();");
        Write("b.js", "import { a } from './a.js'; export const b = () => typeof a;");

        (await _bench.NameAsync("import { a } from './a.js'; export const username = () => a();", "x")).Should().Be("afunction");
    }

    [Theory]
    [InlineData("import x from '../outside.js';", "files of its own folder only")]
    [InlineData("import x from './lib/../../outside.js';", "files of its own folder only")]
    [InlineData("import x from '/etc/passwd.js';", "files of its own folder only")]
    [InlineData("import x from 'fs';", "files of its own folder only")]
    [InlineData("import x from 'file:///etc/x.js';", "files of its own folder only")]
    [InlineData("import x from './data.json';", "files of its own folder only")]
    [InlineData("import x from './missing.js';", "import of './missing.js': the file does not exist")]
    [InlineData("import x from './data.js' with { type: 'json' };", "imports with attributes are not available")]
    [InlineData("export * from '../outside.js';", "files of its own folder only")]
    [InlineData("export const username = () => import('./x.js');", "import() is not available")]
    public async Task Import_FromElsewhere_IsRefusedWithTheLine(string script, string reason) =>
        (await _bench.RefusalAsync("// first\n" + script)).Should().StartWith("rules.js:2:").And.Contain(reason);

    [Fact]
    public async Task Import_FaultInTheOtherFile_NamesThatFileAndLine()
    {
        Write("other.js", "export const a = 1;\nexport const b = 5n;");

        (await _bench.RefusalAsync("import { a } from './other.js';\nexport const username = () => 'x' + a;")).Should().StartWith("other.js:2:").And.Contain("BigInt");
    }

    [Fact]
    public async Task Import_ThrowsInTheOtherFile_TheErrorNamesThatFileAndLine()
    {
        Write("other.js", "\nexport function name(user) {\n  throw new Error('none');\n}");

        var error = (await _bench.UserAsync("import { name } from './other.js';\nexport const username = user => name(user);", """{"userName":"a"}""")).Error!;

        error.Detail.Should().StartWith("Transform other.js:3:").And.Contain("username").And.Contain("none");
    }

    [Fact]
    public async Task Import_OfANameThatIsNotThere_IsRefused()
    {
        Write("other.js", "export const a = 1;");

        (await _bench.RefusalAsync("import { b } from './other.js';\nexport const username = () => b;")).Should().Contain("b");
    }

    [Fact]
    public async Task Version_ImportedFileChanges_IsAnother()
    {
        Write("other.js", "export const a = 'x';");
        var script = "import { a } from './other.js'; export const username = () => a;";
        var before = (await _bench.TransformAsync(script)).Version;

        Write("other.js", "export const a = 'y';");

        (await _bench.TransformAsync(script)).Version.Should().NotBe(before);
    }

    [Fact]
    public void Read_ImportedFileChanges_TheHashDoes()
    {
        Write("rules.js", "import { a } from './other.js';");
        Write("other.js", "export const a = 'x';");
        var before = ScriptFile.Read(_bench.File("rules.js"));

        Write("other.js", "export const a = 'y';");

        ScriptFile.Read(_bench.File("rules.js")).Hash.Should().NotBe(before.Hash);
        File.Delete(_bench.File("other.js"));
        ScriptFile.Read(_bench.File("rules.js")).Hash.Should().NotBe(before.Hash);
    }

    [Fact]
    public async Task Import_ManyFiles_AreLimited()
    {
        for (var i = 0; i < 25; i++)
        {
            Write($"f{i}.js", $"import './f{i + 1}.js';");
        }

        Write("f25.js", "");
        (await _bench.RefusalAsync("import './f0.js';\nexport const username = () => 'x';")).Should().Contain("at most 20 files");
    }
}
