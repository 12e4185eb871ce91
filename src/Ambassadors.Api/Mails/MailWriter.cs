using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Ambassadors.Api.Http;
using MimeKit;
using MimeKit.Text;

namespace Ambassadors.Api.Mails;

/// <summary>
/// Writes mails: text and HTML of one layout, in the person's language. A mail names a reference and a deadline, and nobody; what it is about is read where one has to sign in.
/// </summary>
public sealed class MailWriter(MailSettings settings)
{
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Writes a mail. At every attempt it is the same, its Message-ID above all, by which a receiver can tell a second one.</summary>
    public MimeMessage Write(MailContent content)
    {
        var texts = new MailTexts(CultureInfo.GetCultureInfo(content.Person!.Language is "en" ? "en" : "fr"));
        var message = new MimeMessage
        {
            MessageId = $"{content.Mail.Id:N}@{settings.From.Domain}",
            Date = Clock.InParis(content.Mail.CreatedAt),
            Subject = SubjectOf(content, texts),
            Body = new MultipartAlternative
            {
                new TextPart(TextFormat.Plain) { Text = TextOf(content, texts) },
                new TextPart(TextFormat.Html) { Text = HtmlOf(content, texts) }
            }
        };
        message.From.Add(settings.From);
        message.To.Add(new MailboxAddress("", content.Person.Email!));
        if (settings.Contact != settings.From)
            message.ReplyTo.Add(settings.Contact);
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        message.Body.Headers.Add(HeaderId.ContentLanguage, texts.Language.Name);
        return message;
    }

    private static string SubjectOf(MailContent content, MailTexts texts)
    {
        if (content.Mail.Kind == MailDelivery.Digest)
            return texts.Format("digest.subject", Clock.InParis(content.Mail.DigestAt ?? content.Mail.CreatedAt), content.Lines.Count + content.More);
        return TitleOf(content.Lines[0], texts);
    }

    private static string TitleOf(MailLine line, MailTexts texts) =>
        line.Reference is { } reference ? $"{texts.Subject(line.Notice.Kind)} ({reference})" : texts.Subject(line.Notice.Kind);

    private string TextOf(MailContent content, MailTexts texts)
    {
        var text = new StringBuilder();
        text.Append(texts.Text("greeting")).Append("\n\n");
        var isDigest = content.Mail.Kind == MailDelivery.Digest;
        if (isDigest)
            text.Append(texts.Text("digest.intro")).Append("\n\n");
        foreach (var line in content.Lines)
        {
            if (isDigest)
                text.Append("* ").Append(TitleOf(line, texts)).Append('\n');
            text.Append(texts.Sentence(line.Notice.Kind)).Append('\n');
            foreach (var (label, value) in Facts(line, texts))
                text.Append(label).Append(' ').Append(value).Append('\n');
            text.Append(texts.Text("link")).Append(' ').Append(LinkOf(line)).Append("\n\n");
        }

        if (content.More > 0)
            text.Append(texts.Format("digest.more", content.More, NoticesLink)).Append("\n\n");
        text.Append("-- \n").Append(texts.Text("programme")).Append('\n')
            .Append(texts.Text("contact")).Append(' ').Append(settings.Contact.Address).Append('\n')
            .Append(texts.Text("why")).Append(' ').Append(PreferencesLink).Append('\n');
        return text.ToString();
    }

    private string HtmlOf(MailContent content, MailTexts texts)
    {
        var html = new StringBuilder();
        var isDigest = content.Mail.Kind == MailDelivery.Digest;
        html.Append(CultureInfo.InvariantCulture,
            $"""
            <!DOCTYPE html>
            <html lang="{texts.Language.Name}">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{E(SubjectOf(content, texts))}</title></head>
            <body style="margin:0;padding:24px;font-family:sans-serif;font-size:16px;line-height:1.5;color:#1e1e1e;background:#ffffff">
            <div style="max-width:600px;margin:0 auto">
            <p style="font-weight:bold;color:#000091">{E(texts.Text("programme"))}</p>
            <p>{E(texts.Text("greeting"))}</p>

            """);
        if (isDigest)
            html.Append(CultureInfo.InvariantCulture, $"<p>{E(texts.Text("digest.intro"))}</p>\n");
        foreach (var line in content.Lines)
        {
            if (isDigest)
                html.Append(CultureInfo.InvariantCulture, $"<h2 style=\"font-size:16px;margin-bottom:0\">{E(TitleOf(line, texts))}</h2>\n");
            html.Append(CultureInfo.InvariantCulture, $"<p>{E(texts.Sentence(line.Notice.Kind))}</p>\n<p>");
            foreach (var (label, value) in Facts(line, texts))
                html.Append(CultureInfo.InvariantCulture, $"{E(label)} <strong>{E(value)}</strong><br>\n");
            html.Append(CultureInfo.InvariantCulture, $"{E(texts.Text("link"))} {A(LinkOf(line))}</p>\n");
        }

        if (content.More > 0)
            html.Append(CultureInfo.InvariantCulture, $"<p>{E(texts.Format("digest.more", content.More, NoticesLink))}</p>\n");
        html.Append(CultureInfo.InvariantCulture,
            $"""
            <hr style="border:0;border-top:1px solid #dddddd">
            <p style="font-size:14px;color:#555555">{E(texts.Text("contact"))} <a href="mailto:{E(settings.Contact.Address)}">{E(settings.Contact.Address)}</a><br>
            {E(texts.Text("why"))} {A(PreferencesLink)}</p>
            </div>
            </body>
            </html>

            """);
        return html.ToString();

        static string A(string address) => $"<a href=\"{E(address)}\">{E(address)}</a>";
    }

    private static IEnumerable<(string Label, string Value)> Facts(MailLine line, MailTexts texts)
    {
        if (line.Reference is { } reference)
            yield return (texts.Text("reference"), reference);
        if (line.Notice.DueAt is { } due)
            yield return (texts.Text("due"), texts.Format("instant", Clock.InParis(due)));
    }

    private string PreferencesLink => $"{settings.Address}/v1/me/mail-preferences";

    private string NoticesLink => $"{settings.Address}/v1/me/notices";

    private string LinkOf(MailLine line) => $"{settings.Address}/v1/{ResourcePath.Of(line.Notice.ResourceType, line.Notice.ResourceId)}";

    private static string E(string text) => Html.Encode(text);
}
