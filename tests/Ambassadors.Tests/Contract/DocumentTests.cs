using System.Text.Json;
using System.Text.RegularExpressions;
using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Document;
using Ambassadors.Tests.Support;
using FluentValidation;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Ambassadors.Tests.Contract;

public sealed partial class DocumentTests(OnSqlite database) : ServiceTests(database)
{
    [Theory]
    [InlineData("json")]
    [InlineData("yaml")]
    public async Task The_published_document_is_the_committed_one_byte_for_byte(string format)
    {
        var committed = await File.ReadAllTextAsync(Repository.At("openapi", $"ambassadors.v1.{format}"), TestContext.Current.CancellationToken);
        var published = (await Service.Anonymous.GetAsync($"/openapi/v1.{format}")).ShouldBe(200).Body;
        Assert.True(committed == published, $"""
            openapi/ambassadors.v1.{format} is not what the service publishes; the first difference is at character {FirstDifference(committed, published)}:
            committed  …{Around(committed, published)}…
            published  …{Around(published, committed)}…
            Run scripts/openapi, and read what it changed before you commit it.
            """);
    }

    [Fact]
    public async Task The_document_is_public_and_has_a_tag()
    {
        var answer = (await Service.Anonymous.GetAsync("/openapi/v1.json")).ShouldBe(200);
        Assert.StartsWith("3.1.", answer["openapi"], StringComparison.Ordinal);
        Assert.NotNull(answer.ETag);
        Assert.Equal(304, (await Service.Anonymous.GetAsync("/openapi/v1.json", ("If-None-Match", answer.ETag))).Status);
        var yaml = (await Service.Anonymous.GetAsync("/openapi/v1.yaml")).ShouldBe(200);
        Assert.StartsWith("openapi: '3.1.", yaml.Body, StringComparison.Ordinal);
        Assert.Contains("swagger-ui", (await Service.Anonymous.GetAsync("/docs/index.html")).ShouldBe(200).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_operation_says_what_it_is_who_may_call_it_and_how_it_fails()
    {
        var document = (await Service.Anonymous.GetAsync("/openapi/v1.json")).ShouldBe(200).Json;
        var tags = document.GetProperty("tags").EnumerateArray().Select(tag => tag.GetProperty("name").GetString()).ToHashSet();
        var ids = new HashSet<string>();
        var wanting = new List<string>();
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var (method, operation) in path.Value.EnumerateObject().Select(one => (one.Name, one.Value)))
            {
                void Expect(bool met, string what)
                {
                    if (!met)
                        wanting.Add($"{method} {path.Name}: {what}");
                }

                var id = Text(operation, "operationId") ?? "";
                Expect(CamelCase().IsMatch(id) && ids.Add(id), $"operationId '{id}', set by WithName, in camelCase and unique");
                Expect(Text(operation, "summary") is { Length: > 0 }, "a summary: the <summary> of its handler");
                Expect(Text(operation, "description") is { Length: > 0 }, "a description");
                Expect(operation.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()).All(tags.Contains), "a tag that DocumentRules describes");
                Expect(operation.TryGetProperty("security", out _), "its security");
                if (path.Name.StartsWith("/v1/", StringComparison.Ordinal))
                {
                    var answers = operation.GetProperty("responses").EnumerateObject().Select(one => one.Name).ToHashSet();
                    Expect(answers.IsSupersetOf(["400", "401", "403", "500"]), "its problems");
                    Expect(answers.Any(status => status[0] == '2'), "a success");
                }
            }
        }

        Assert.True(wanting.Count == 0, string.Join('\n', wanting));
    }

    [Fact]
    public async Task Every_example_of_a_request_has_the_form_that_its_validator_wants()
    {
        var document = (await Service.Anonymous.GetAsync("/openapi/v1.json")).ShouldBe(200).Json;
        var json = Service.Services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var examples = document.GetProperty("components").GetProperty("examples").EnumerateObject().Where(one => one.Name.EndsWith("Request", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(examples);
        foreach (var example in examples)
        {
            var type = typeof(Problems).Assembly.GetTypes().Single(type => type.Name == example.Name);
            var request = example.Value.GetProperty("value").Deserialize(type, json)!;
            var validator = (IValidator)Service.Services.GetRequiredService(typeof(IValidator<>).MakeGenericType(type));
            var judged = validator.Validate((IValidationContext)Activator.CreateInstance(typeof(ValidationContext<>).MakeGenericType(type), request)!);
            Assert.True(judged.IsValid, $"{example}\n{judged}");
        }
    }

    [Fact]
    public async Task Every_text_has_a_form_and_an_example()
    {
        var document = (await Service.Anonymous.GetAsync("/openapi/v1.json")).ShouldBe(200).Json;
        var wanting =
            from schema in document.GetProperty("components").GetProperty("schemas").EnumerateObject()
            where schema.Value.TryGetProperty("properties", out _) && schema.Name != "Problem"
            from member in schema.Value.GetProperty("properties").EnumerateObject()
            where Text(member.Value, "type") == "string" && Text(member.Value, "format") is null && !member.Value.TryGetProperty("enum", out _)
            where !(member.Value.TryGetProperty("pattern", out _) && (Vocabulary.Of(schema.Name, member.Name) is not null || member.Value.TryGetProperty("examples", out _)))
            select $"{schema.Name}.{member.Name} needs a pattern and an example: a word in Vocabulary, or <example> and a validator";
        Assert.Equal("", string.Join('\n', wanting));
    }

    private static string? Text(JsonElement operation, string name) => operation.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.String ? found.GetString() : null;

    private static int FirstDifference(string one, string other) => one.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count();

    private static string Around(string text, string other)
    {
        var at = FirstDifference(text, other);
        return text[Math.Max(0, at - 60)..Math.Min(text.Length, at + 60)].ReplaceLineEndings(" ");
    }

    [GeneratedRegex("^[a-z][a-zA-Z0-9]+$")]
    private static partial Regex CamelCase();
}
