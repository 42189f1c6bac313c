using Gateway.State;
using Microsoft.Data.Sqlite;

namespace Gateway.Tests.State;

public sealed class MigratorTests : IAsyncLifetime
{
    private static readonly Migration First = Migration.Embedded()[0];

    private readonly TempStore _temp = new();
    private StoreConnection _db = null!;

    public ValueTask InitializeAsync()
    {
        StoreFile.Resolve(TempStore.ConnectionString, _temp.Folder).Create();
        _db = _temp.OpenRaw();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _db.Dispose();
        return _temp.DisposeAsync();
    }

    [Fact]
    public void Embedded_Versions_AreOneTwoThree()
    {
        Migration.Embedded().Select(m => m.Version).Should().Equal(Enumerable.Range(1, Migration.Embedded().Count));
    }

    [Fact]
    public void Apply_FreshFile_AppliesAllAndNotesThem()
    {
        Apply(First, Second("CREATE TABLE extra (x INTEGER) STRICT")).Select(m => m.Version).Should().Equal(1, 2);

        _db.List("SELECT name, checksum, applied_at FROM schema_version ORDER BY version", static row => (row.GetString(0), row.GetString(1).Length, row.Time(2)))
            .Should().Equal(("0001-initial", 64, Samples.Noon), ("0002-second", 64, Samples.Noon));
        Apply(First, Second("CREATE TABLE extra (x INTEGER) STRICT")).Should().BeEmpty(because: "a second start has nothing to do");
    }

    [Fact]
    public void Apply_FileOfVersionOne_AppliesTheRestAndKeepsTheData()
    {
        Apply(First);
        _db.Execute("INSERT INTO pin (connection, app, endpoint) VALUES ('jira', 'jira', 'user')");

        Apply(First, Second("ALTER TABLE pin ADD COLUMN extra TEXT NOT NULL DEFAULT 'x'")).Select(m => m.Version).Should().Equal(2);

        _db.Text("SELECT app || extra FROM pin").Should().Be("jirax");
    }

    [Fact]
    public void Apply_StepFailsHalfWay_LeavesTheFileAsItWas()
    {
        Apply(First);

        var apply = () => Apply(First, Second("CREATE TABLE extra (x INTEGER); INSERT INTO pin (connection) VALUES (NULL);"));

        apply.Should().Throw<SqliteException>();
        _db.Integer("SELECT max(version) FROM schema_version").Should().Be(1);
        _db.Integer("SELECT count(*) FROM sqlite_schema WHERE name = 'extra'").Should().Be(0);
        Apply(First).Should().BeEmpty(because: "the program before still works with it");
    }

    [Fact]
    public void Apply_FreshFileAndStepFails_LeavesItEmpty()
    {
        var apply = () => Apply(First, Second("nonsense"));

        apply.Should().Throw<SqliteException>();
        _db.Integer("SELECT count(*) FROM sqlite_schema").Should().Be(0);
    }

    [Fact]
    public void Apply_NewerFile_IsRefusedInPlainWords()
    {
        Apply(First, Second("CREATE TABLE extra (x INTEGER)"));

        var apply = () => Apply(First);

        apply.Should().Throw<StateUnavailableException>().WithMessage("*gateway.db was written by a newer gateway (schema 2; this program knows 1)*");
    }

    [Fact]
    public void Apply_EditedMigration_IsRefused()
    {
        Apply(First);

        var apply = () => Apply(First with { Sql = First.Sql + "-- edited" });

        apply.Should().Throw<StateUnavailableException>().WithMessage("*0001-initial*");
    }

    [Fact]
    public void Checksum_OtherLineEnds_IsTheSame()
    {
        (First with { Sql = First.Sql.ReplaceLineEndings("\r\n") }).Checksum.Should().Be(First.Checksum);
    }

    [Fact]
    public void Apply_DatabaseOfAnotherProgram_IsRefusedUntouched()
    {
        _db.Script("CREATE TABLE someone_elses (x INTEGER)");

        var apply = () => Apply(First);

        apply.Should().Throw<StateUnavailableException>().WithMessage("*another program*");
        _db.Integer("SELECT count(*) FROM sqlite_schema").Should().Be(1);
    }

    private static Migration Second(string sql) => new(2, "0002-second", sql);

    private IReadOnlyList<Migration> Apply(params Migration[] migrations) => Migrator.Apply(_db, migrations, _temp.File, Samples.Noon);
}
