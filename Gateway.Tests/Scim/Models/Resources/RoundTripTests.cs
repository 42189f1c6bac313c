using System.Text.Json.Nodes;
using CsCheck;
using Gateway.Scim.Messages;
using Gateway.Scim.Patching;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;
using Gateway.Tests.Scim.Models.Patching;
using Gateway.Tests.Scim.Models.Schemas;

namespace Gateway.Tests.Scim.Models.Resources;

/// <summary>What a client POSTs, GETs and PUTs again stays what it is.</summary>
public sealed class RoundTripTests
{
    private static readonly ResourceMeta _meta = new("2819c223", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, "https://example.com/scim/v2/Users/2819c223", "W/\"1\"");

    private static readonly Gen<(string Json, ResourceSchema Schema)> _valid = Gen.OneOf(
        ResourceGen.ValidUser.Select(json => (json, ResourceSchema.User)),
        ResourceGen.ValidGroup.Select(json => (json, ResourceSchema.Group)));

    private static readonly Gen<(string Json, ResourceSchema Schema)> _loose = Gen.OneOf(
        ResourceGen.LooseUser.Select(json => (json, ResourceSchema.User)),
        ResourceGen.LooseGroup.Select(json => (json, ResourceSchema.Group)));

    [Fact]
    public void Validate_AResourceAsItIsStored_KeepsEveryValueInItsOrder() =>
        _valid.Sample(
            (json, schema) =>
            {
                var validated = ResourceValidation.Validate(Sample.Read(json), schema);
                return validated.IsOk && ScimJson.ToText(validated.Value) == ScimJson.ToText(Sample.Read(json));
            },
            iter: ScimGen.Cases);

    [Fact]
    public void Validate_WhatGetShows_IsWhatIsStored()
    {
        var tally = new Tally();

        Gen.OneOf(_valid, _loose).Sample(
            (json, schema) =>
            {
                if (!ResourceValidation.Validate(Sample.Read(json), schema).TryGet(out var stored, out _))
                {
                    tally.Saw("refused");
                    return;
                }

                var shown = Sample.Read(ScimJson.ToText(_meta.Compose(stored, schema)));
                var put = ResourceValidation.Validate(shown, schema);
                // An empty list of members is what a client says, not what GET shows.
                var kept = stored["members"] is ScimArray { Count: 0 } ? stored.Without("members") : stored;
                if (!put.IsOk || !put.Value.Equals(kept.Without("password")))
                {
                    Assert.Fail($"{ScimJson.ToText(shown)} is put as {put.Error?.Detail}{(put.IsOk ? ScimJson.ToText(put.Value) : "")}");
                }

                tally.Saw("put");
            },
            iter: ScimGen.Cases);

        tally.ShouldHaveSeen(5_000, "put");
    }

    [Fact]
    public void Validate_Twice_IsValidateOnce()
    {
        var tally = new Tally();

        _loose.Sample(
            (json, schema) =>
            {
                var isValid = ResourceValidation.Validate(Sample.Read(json), schema).TryGet(out var once, out _);
                tally.Saw(isValid ? "valid" : "refused");
                return !isValid || (ResourceValidation.Validate(once!, schema).TryGet(out var twice, out _) && ScimJson.ToText(twice) == ScimJson.ToText(once!));
            },
            iter: ScimGen.Cases);

        tally.ShouldHaveSeen(2_000, "valid");
    }

    [Fact]
    public void Validate_WhatAPatchLeaves_IsTheSame()
    {
        var tally = new Tally();

        ResourceGen.ValidUser.SelectMany(json => Gen.Select(Gen.Const(json), OperationGen.For(JsonNode.Parse(json)!.AsObject(), ModelSchema.User).Array[1, 6], Gen.Int)).Sample(
            (json, operations, spelling) =>
            {
                if (!PatchRequest.Parse(Sample.Read(OperationText.Body(operations, spelling)), ResourceSchema.User).TryGet(out var request, out _)
                    || !PatchEngine.Apply(Sample.Read(json), request, ResourceSchema.User).TryGet(out var after, out _))
                {
                    return;
                }

                var validated = ResourceValidation.Validate(after, ResourceSchema.User);
                if (!validated.IsOk || !validated.Value.Equals(after))
                {
                    Assert.Fail($"{OperationText.Body(operations, spelling)} on {json} leaves {ScimJson.ToText(after)}, which is {validated.Error?.Detail}{(validated.IsOk ? ScimJson.ToText(validated.Value) : "")}");
                }

                tally.Saw("patched");
            },
            iter: ScimGen.Cases);

        tally.ShouldHaveSeen(2_500, "patched");
    }

    [Fact]
    public void Apply_ProjectionOfEverything_IsTheResource() =>
        _valid.Sample(
            (json, schema) =>
            {
                var shown = _meta.Compose(Sample.Read(json), schema);
                string[] all = [.. schema.Core.Attributes.Select(a => a.Name), .. schema.Extensions.Select(e => e.Id), ResourceGen.UnknownUrn, "externalId", "meta", "id", "schemas"];
                var text = ScimJson.ToText(shown);
                return ScimJson.ToText(AttributeProjection.Default(schema).Apply(shown)) == text
                    && ScimJson.ToText(AttributeProjection.From(all, null, schema).Apply(shown)) == text
                    && ScimJson.ToText(AttributeProjection.Parse(null, " ,nope, password", schema).Apply(shown)) == text;
            },
            iter: ScimGen.Cases);
}
