using Ambassadors.Api.Startup;
using Ambassadors.Tests.Support;
using Microsoft.Playwright;

namespace Ambassadors.Tests.Http;

/// <summary>The documentation in a browser: a person signs in from it and tries the API out.</summary>
public sealed class DocumentationPageTests(OnSqlite database)
{
    private const string Required = "AMBASSADORS_REQUIRE_BROWSER";
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    [Fact]
    public async Task A_person_signs_in_from_the_documentation_and_tries_an_endpoint_out()
    {
        var executable = Browser();
        var service = await database.ServiceAsync();
        using var playwright = await Playwright.CreateAsync();
        // Its sandbox needs rights that a container, or whoever is root in one, does not have; the page is our own.
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = executable, Args = ["--no-sandbox", "--disable-dev-shm-usage"] });
        var page = await (await browser.NewContextAsync(new() { Locale = "en" })).NewPageAsync();
        page.SetDefaultTimeout(60_000);

        await page.GotoAsync(new Uri(service.Address, "docs/index.html").ToString());
        await page.Locator(".auth-wrapper button.authorize").ClickAsync();
        var form = page.Locator(".auth-container", new() { HasText = "authorizationCode" });
        await form.GetByText("select all").ClickAsync();
        var signIn = await page.RunAndWaitForPopupAsync(() => form.Locator("button.authorize").ClickAsync());
        await signIn.GetByLabel("E-mail address").FillAsync("officer@programme.example");
        await signIn.GetByLabel("Password").FillAsync(DemoPeople.Password);
        await signIn.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await form.GetByText("Authorized", new() { Exact = true }).WaitForAsync();
        await form.Locator(".btn-done").ClickAsync();

        await page.Locator(".opblock-tag[data-tag='Me']").ClickAsync();
        var operation = page.Locator(".opblock-get", new() { Has = page.Locator("[data-path='/v1/me']") });
        await operation.Locator(".opblock-summary-control").ClickAsync();
        await operation.GetByRole(AriaRole.Button, new() { Name = "Execute" }).ClickAsync();
        var answer = operation.Locator(".live-responses-table");
        await answer.WaitForAsync();

        Assert.Equal("200", (await answer.Locator(".response-col_status").Nth(1).InnerTextAsync()).Split('\n')[0].Trim());
        Assert.Contains("programme_officer", await answer.InnerTextAsync(), StringComparison.Ordinal);
    }

    private static string Browser()
    {
        var named = Environment.GetEnvironmentVariable("AMBASSADORS_BROWSER");
        if (Places.Prepend(named).FirstOrDefault(File.Exists) is { } found)
            return found;
        var missing = $"There is no browser: install Debian's chromium, or name one in AMBASSADORS_BROWSER (looked for {string.Join(", ", Places)}).";
        Assert.False(Environment.GetEnvironmentVariable(Required) == "1", missing);
        Assert.Skip(missing);
        return "";
    }
}
