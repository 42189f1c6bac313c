using System.Reflection;
using System.Runtime.CompilerServices;
using Gateway.Scim.Bulk;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.Scim.Sorting;
using Gateway.Tests.Architecture;

namespace Gateway.Tests.Scim.Package;

/// <summary>
/// What others may build on changes only on purpose. A change that is meant is written down by
/// <c>UPDATE_PUBLIC_API=1 Gateway.Tests/bin/Debug/net10.0/Gateway.Tests -class Gateway.Tests.Scim.Package.PublicApiTests</c>.
/// </summary>
public sealed class PublicApiTests
{
    private const string File = "Gateway.Tests/Data/Scim/public-api.txt";
    private const string Switch = "UPDATE_PUBLIC_API";

    public static TheoryData<string> Types => [.. PublicApi.Types.Select(PublicApi.NameOf)];

    /// <summary>Made to be changed, by one thread; they say so.</summary>
    private static readonly Type[] Mutable = [typeof(ScimObject.Builder), typeof(BulkProgress), typeof(SortWindow), typeof(SortedPage)];

    public static TheoryData<string> Values => [.. PublicApi.Types.Except(Mutable).Select(PublicApi.NameOf)];

    [Fact]
    public void Surface_Compiled_IsTheOneThatIsWrittenDown()
    {
        var now = PublicApi.Lines().ToList();
        if (Environment.GetEnvironmentVariable(Switch) == "1")
        {
            System.IO.File.WriteAllLines(RepositoryFiles.PathOf(File), now);
        }

        var written = RepositoryFiles.ReadAllLines(File);

        var difference = written.Except(now).Select(line => (Line: line, Sign: '-')).Concat(now.Except(written).Select(line => (Line: line, Sign: '+')))
            .OrderBy(change => change.Line, StringComparer.Ordinal).Select(change => $"{change.Sign} {change.Line}");
        string.Join('\n', difference).Should().BeEmpty($"the public API of Gateway.Scim is written down in {File}; if this is meant, run this test with {Switch}=1 and commit the file");
        written.Should().Equal(now, "the file is sorted and has each line once");
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Type_Public_IsSealedOrClosed(string name)
    {
        var type = Find(name);

        var open = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(constructor => (constructor.IsPublic || constructor.IsFamily || constructor.IsFamilyOrAssembly) && !IsCopy(constructor, type));

        (type.IsSealed || !open.Any()).Should().BeTrue($"{name} is not made to be derived from");
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void Type_Public_CannotBeChangedOnceItIsMade(string name)
    {
        var type = Find(name);
        const BindingFlags all = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

        var settable = type.GetProperties(all).Where(property => property.SetMethod is { } set && !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)));
        // The place where a path was found last: whoever reads it gets a whole one, or none.
        var written = type.IsEnum ? [] : type.GetFields(all).Where(field => field.Name != "_place" && !field.IsInitOnly && !field.IsLiteral && !IsOfInitProperty(field, type));

        settable.Select(property => property.Name).Concat(written.Select(field => field.Name)).Should().BeEmpty($"{name} is shared between threads");
    }

    [Fact]
    public void Builder_AloneIsMutable_AndWhatItBuiltIsNot()
    {
        var builder = new ScimObject.Builder();
        builder.TryAdd("a", ScimBoolean.True).Should().BeTrue();

        var before = builder.Build();
        builder.TryAdd("b", ScimBoolean.True).Should().BeTrue();

        before.Count.Should().Be(1);
        builder.Build().Count.Should().Be(2);
    }

    [Fact]
    public void Assembly_Built_SaysThatItMayBeTrimmedAndCompiledAhead()
    {
        var said = typeof(ScimError).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().ToDictionary(one => one.Key, one => one.Value, StringComparer.Ordinal);

        said.Should().Contain("IsTrimmable", "True").And.Contain("IsAotCompatible", "True");
    }

    private static Type Find(string name) => PublicApi.Types.Single(type => PublicApi.NameOf(type) == name);

    private static bool IsCopy(ConstructorInfo constructor, Type type) => constructor.GetParameters() is [var only] && only.ParameterType == type;

    private static bool IsOfInitProperty(FieldInfo field, Type type) =>
        field.Name is ['<', ..] && type.GetProperty(field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)], BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic) is not null;
}
