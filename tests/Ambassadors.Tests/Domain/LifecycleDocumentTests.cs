using Ambassadors.Tests.Support;

namespace Ambassadors.Tests.Domain;

public sealed class LifecycleDocumentTests
{
    [Fact]
    public async Task The_documentation_shows_the_transition_tables()
    {
        var path = Repository.At("docs", "lifecycles.md");
        var rendered = LifecycleDocument.Render();
        if (Environment.GetEnvironmentVariable("AMBASSADORS_UPDATE_DOCS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, rendered, TestContext.Current.CancellationToken);
        }

        var committed = File.Exists(path) ? (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n") : "";
        Assert.True(committed == rendered, "docs/lifecycles.md does not show the tables: run the tests once with AMBASSADORS_UPDATE_DOCS=1 and commit it.");
    }
}
