using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;
using Swashbuckle.AspNetCore.SwaggerGen;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace Ambassadors.Api.Http.Document;

/// <summary>The contract as an OpenAPI 3.1 document: the same bytes on every machine, and in <c>openapi/</c>.</summary>
public sealed class PublishedDocument(ISwaggerProvider provider)
{
    /// <summary>Its name in addresses.</summary>
    public const string Name = "v1";

    private readonly Lazy<Rendering> _json = new(() => Rendering.Of(provider, OpenApiConstants.Json));
    private readonly Lazy<Rendering> _yaml = new(() => Rendering.Of(provider, OpenApiConstants.Yaml));

    /// <summary>Registers it.</summary>
    public static void AddTo(IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        services.AddSingleton<PublishedDocument>();

        // Where pages are served too, theirs would be the serializer that is asked.
        services.AddTransient<ISerializerDataContractResolver>(provider =>
            new JsonSerializerDataContractResolver(provider.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions));
        services.AddSwaggerGen(Configure);
    }

    /// <summary>Maps the document and the page on which it is read and tried.</summary>
    public static void MapOn(WebApplication app)
    {
        var documents = app.MapGroup("/openapi").AllowAnonymous().ExcludeFromDescription().AlsoHead();
        documents.MapGet($"/{Name}.json", (HttpContext http, PublishedDocument document) => document._json.Value.Answer(http, "application/json"));
        documents.MapGet($"/{Name}.yaml", (HttpContext http, PublishedDocument document) => document._yaml.Value.Answer(http, "application/yaml"));
        app.UseSwaggerUI(page =>
        {
            page.RoutePrefix = "docs";
            page.DocumentTitle = "Ambassadors";
            page.SwaggerEndpoint($"../openapi/{Name}.json", "Ambassadors v1");
            page.OAuthClientId("docs");
            page.OAuthUsePkce();
            page.OAuthScopes([.. Scopes.All]);
            page.DocExpansion(DocExpansion.None);
            page.EnableTryItOutByDefault();
            page.DisplayRequestDuration();
        });
    }

    private static void Configure(SwaggerGenOptions options)
    {
        options.SwaggerDoc(Name, DocumentRules.Info);
        options.AddServer(new OpenApiServer { Url = "/", Description = "The address that this document was read from" });

        // Where GET can be asked, HEAD can: said once, in the introduction.
        options.DocInclusionPredicate((_, description) => description.HttpMethod != HttpMethods.Head);
        options.SupportNonNullableReferenceTypes();
        options.IncludeXmlComments(typeof(PublishedDocument).Assembly);
        options.IncludeXmlComments(typeof(Domain.Calls.Call).Assembly);
        options.IncludeXmlComments(typeof(Ambassadors.Matching.MatchingCertificate).Assembly);
        options.MapType<Instant>(() => new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" });
        options.MapType(typeof(Named<>), () => new OpenApiSchema { Type = JsonSchemaType.String });
        options.MapType<System.Text.Json.Nodes.JsonNode>(() => new OpenApiSchema { Type = JsonSchemaType.Object });
        options.CustomSchemaIds(SchemaRules.IdOf);
        options.AddSecurityDefinition(OperationRules.Scheme, DocumentRules.OAuth);
        options.SchemaFilter<SchemaRules>();
        options.OperationFilter<OperationRules>();
        options.OperationFilter<ListRules>();
        options.OperationFilter<ImportRules>();
        options.DocumentFilter<ImportRules>();
        options.DocumentFilter<DocumentRules>();
        options.DocumentFilter<ListExamples>();
    }

    private sealed record Rendering(byte[] Bytes, EntityTagHeaderValue Tag)
    {
        public static Rendering Of(ISwaggerProvider provider, string format)
        {
            var document = provider.GetSwagger(Name);
            using var text = new StringWriter { NewLine = "\n" };
            OpenApiWriterBase writer = format == OpenApiConstants.Json ? new OpenApiJsonWriter(text) : new OpenApiYamlWriter(text);
            document.SerializeAsV31(writer);
            var bytes = Encoding.UTF8.GetBytes(text.ToString().ReplaceLineEndings("\n").TrimEnd('\n') + "\n");
            return new Rendering(bytes, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]}\""));
        }

        public FileContentHttpResult Answer(HttpContext http, string type)
        {
            http.Response.Headers.CacheControl = "no-cache";
            return TypedResults.Bytes(Bytes, type, entityTag: Tag);
        }
    }
}
