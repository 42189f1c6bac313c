using CsCheck;
using Gateway.Scim.Filters;
using Gateway.Tests.Scim.Models;

namespace Gateway.Tests.Scim.Filters;

public sealed class AttributePathTests
{
    [Fact]
    public void TryParse_WhatWasWritten_IsThePath() =>
        FilterGen.Path.Sample(
            path => AttributePath.TryParse(path.ToString(), out var read)
                && (read.Schema, read.Attribute, read.SubAttribute) == (path.Schema, path.Attribute, path.SubAttribute),
            iter: ScimGen.Cases);

    [Fact]
    public void TryParse_OtherCase_IsTheSamePath() =>
        FilterGen.Path.Sample(
            path => AttributePath.TryParse(path.ToString().ToUpperInvariant(), out var read) && read.Equals(path) && read.GetHashCode() == path.GetHashCode(),
            iter: ScimGen.Cases);

    [Fact]
    public void Equals_TwoPaths_AreEqualWhereTheirTextIsWithoutCase() =>
        Gen.Select(FilterGen.Path, FilterGen.Path).Sample(
            (a, b) => a.Equals(b) == string.Equals(a.ToString(), b.ToString(), StringComparison.OrdinalIgnoreCase),
            iter: ScimGen.Cases);

    [Fact]
    public void TryParse_AnyText_WritesWhatItRead()
    {
        var tally = new Tally();

        Gen.OneOfConst("a", "$ref", "urn:x", "2.0", ":", ":", ".", "User", "/", "-", "é", " ", "[", "1").Array[1, 6].Select(string.Concat).Sample(
            text =>
            {
                var isPath = AttributePath.TryParse(text, out var path);
                tally.Saw(isPath ? "path" : "no path");
                return !isPath || path!.ToString() == text;
            },
            iter: ScimGen.Cases);

        tally.ShouldHaveSeen(1_000, "path", "no path");
    }
}
