using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ambassadors.Api.Deadlines;
using Ambassadors.Api.Http;
using Ambassadors.Api.Mails;
using Ambassadors.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace Ambassadors.Tests.Http;

/// <summary>Who is told by mail of what, through a mail server that speaks SMTP.</summary>
public abstract class MailTests(OnDatabase database) : ServiceTests(database)
{
    private const string Preferences = "/v1/me/mail-preferences";
    private static readonly object Motive = new { motive = "The <b>file</b> names no host." };

    private MailServer _server = null!;

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync()
    {
        _server = MailServer.Start();
        Service = await Database.FreshAsync(_server.Configure);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _server.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_decision_is_told_in_each_persons_language_in_text_and_in_HTML()
    {
        var application = await Given.ApplicationInReviewAsync();
        var (editor, signatory) = (application.Pole.Editor, application.Pole.Signatory);
        (await editor.PatchAsync(Preferences, new { language = "en" })).ShouldBe(200);
        var reference = (await Given.Officer.TakeAsync(application.Path, "declare-ineligible", Motive)).ShouldBe(200)["reference"]!;

        await SendAsync();

        var french = _server.To(signatory).Single(mail => mail.Subject!.StartsWith("Candidature irrecevable", StringComparison.Ordinal));
        var english = _server.To(editor).Single(mail => mail.Subject!.StartsWith("Application ineligible", StringComparison.Ordinal));
        Assert.Equal($"Candidature irrecevable ({reference})", french.Subject);
        Assert.Equal($"Application ineligible ({reference})", english.Subject);
        foreach (var (mail, language, sentence) in new[]
        {
            (french, "fr", "Cette candidature a été déclarée irrecevable. Le motif est dans le dossier."), (english, "en", "This application was declared ineligible. The reason is in the file.")
        })
        {
            var body = Assert.IsType<MultipartAlternative>(mail.Body);
            Assert.Equal(["text/plain", "text/html"], body.Select(part => part.ContentType.MimeType));
            Assert.Contains(sentence, mail.TextBody, StringComparison.Ordinal);
            Assert.Contains(sentence, mail.HtmlBody, StringComparison.Ordinal);
            Assert.Contains($"<html lang=\"{language}\">", mail.HtmlBody, StringComparison.Ordinal);
            foreach (var text in new[] { mail.TextBody, mail.HtmlBody })
            {
                Assert.Contains(reference, text, StringComparison.Ordinal);
                Assert.Contains($"https://ambassadors.example{application.Path}", text, StringComparison.Ordinal);
                Assert.Contains("https://ambassadors.example/v1/me/mail-preferences", text, StringComparison.Ordinal);

                // Nobody is named, nor is anything quoted that somebody wrote.
                Assert.DoesNotContain("tests.example", text, StringComparison.Ordinal);
                Assert.DoesNotContain("names no host", text, StringComparison.Ordinal);
            }

            Assert.Contains("q&a@programme.example", mail.TextBody, StringComparison.Ordinal);
            Assert.Contains("q&amp;a@programme.example", mail.HtmlBody, StringComparison.Ordinal);
            Assert.DoesNotContain("q&a@", mail.HtmlBody, StringComparison.Ordinal);
            Assert.Equal("no-reply@programme.example", mail.From.Mailboxes.Single().Address);
            Assert.Equal("q&a@programme.example", mail.ReplyTo.Mailboxes.Single().Address);
            Assert.Equal("", mail.To.Mailboxes.Single().Name ?? "");
            Assert.Equal("auto-generated", mail.Headers[HeaderId.AutoSubmitted]);
            Assert.Equal(language, mail.Body.Headers[HeaderId.ContentLanguage]);
            Assert.Equal(Service.Clock.Now(), mail.Date);
            Assert.Null(mail.Headers[HeaderId.ListUnsubscribe]);
        }

        var mails = (await Given.Auditor.GetAsync($"/v1/mails?personId={await signatory.PersonIdAsync()}&status=sent")).ShouldBe(200).Items;
        var told = mails.Single(item => item.GetProperty("kind").GetString() == "application.declare_ineligible");
        Assert.Equal(french.MessageId, $"{told.GetProperty("id").GetGuid():N}@programme.example");
        Assert.Equal(1, told.GetProperty("attempts").GetInt32());
    }

    [Fact]
    public async Task A_deadline_is_told_by_the_clocks_of_Paris()
    {
        var pairing = await Given.ProposedPairingAsync();
        Service.Clock.Advance(TimeSpan.FromDays(19));
        await Service.Services.GetRequiredService<DeadlineService>().ApplyDueAsync(TestContext.Current.CancellationToken);
        (await pairing.Offer.Cluster.Signatory.PatchAsync(Preferences, new { language = "en" })).ShouldBe(200);

        await SendAsync();

        // Proposed at 9:00 UTC on 1 February, for three weeks.
        var french = _server.To(pairing.Application.Pole.Ambassador).Where(mail => mail.Subject!.StartsWith("Rappel : votre accord est attendu (AMB-2027-", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, french.Count);
        Assert.All(french, mail => Assert.Contains("À faire avant le : lundi 22 février 2027 à 10:00 (heure de Paris)", mail.TextBody, StringComparison.Ordinal));
        Assert.All(french, mail => Assert.Contains("<strong>lundi 22 février 2027 à 10:00 (heure de Paris)</strong>", mail.HtmlBody, StringComparison.Ordinal));
        var english = _server.To(pairing.Offer.Cluster.Signatory).Last(mail => mail.Subject!.StartsWith("Reminder", StringComparison.Ordinal));
        Assert.Contains("Due by: Monday 22 February 2027 at 10:00 (Paris time)", english.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_muted_is_not_sent_and_a_decision_is_all_the_same()
    {
        var application = await Given.AgreedApplicationAsync();
        var ambassador = application.Pole.Ambassador;
        (await ambassador.PatchAsync(Preferences, new { muted = new[] { "application.submit" } })).ShouldBe(200);
        (await application.Pole.Signatory.TakeAsync(application.Path, "submit")).ShouldBe(200);
        (await Given.Officer.TakeAsync(application.Path, "start-review")).ShouldBe(200);
        (await Given.Officer.TakeAsync(application.Path, "reject", Motive)).ShouldBe(200);

        await SendAsync();

        Assert.StartsWith("Candidature rejetée", Assert.Single(_server.To(ambassador)).Subject, StringComparison.Ordinal);
        var mails = await MailsAsync(ambassador);
        Assert.Equal("skipped muted", mails["application.submit"]);
        Assert.Equal("sent", mails["application.reject"]);
    }

    [Fact]
    public async Task What_concerns_a_decision_can_not_be_muted()
    {
        var editor = (await Given.PoleAsync()).Editor;
        (await editor.PatchAsync(Preferences, new { muted = new[] { "application.submit", "application.reject", "no.such_kind" }, digestHour = 24, language = "de" })).ShouldBe(422)
            .ShouldName("mail_preferences.not_mutable #/muted/1", "mail_preferences.not_mutable #/muted/2", "field.out_of_range #/digestHour", "field.language #/language");
        (await editor.PatchAsync(Preferences, new { muted = new[] { "pairing.reminder_2_days" } })).ShouldBe(422).ShouldName("mail_preferences.not_mutable #/muted/0");
        (await editor.PatchAsync(Preferences, new { language = (string?)null, muted = new string?[] { null } })).ShouldBe(422);
        (await editor.PatchAsync(Preferences, """{"colour":"red"}""")).ShouldBeProblem(400, "request.unknown_member", "#/colour");
    }

    [Fact]
    public async Task Preferences_are_changed_on_the_version_that_was_seen()
    {
        var editor = (await Given.PoleAsync()).Editor;
        var first = (await editor.GetAsync(Preferences, ("Accept-Language", "en"))).ShouldBe(200);
        Assert.Equal(("1", "fr", "immediate", "8"), (first["version"], first["language"], first["rhythm"], first["digestHour"]));
        Assert.Contains("Consent revoked", first.Json.GetProperty("mutableKinds").EnumerateArray().Select(kind => kind.GetProperty("label").GetString()));
        Assert.DoesNotContain("application.reject", first.Json.GetProperty("mutableKinds").EnumerateArray().Select(kind => kind.GetProperty("kind").GetString()));
        (await editor.GetAsync(Preferences, ("Accept-Language", "en"), ("If-None-Match", first.ETag!))).ShouldBe(304);

        (await editor.SendAsync(HttpMethod.Patch, Preferences, Caller.ContentOf(new { rhythm = "daily" }, MergePatch.MediaType))).ShouldBe(428);
        var changed = (await editor.PatchAsync(Preferences, new { rhythm = "daily", digestHour = 7, language = "en", muted = new[] { "offer.close" } }, first.ETag)).ShouldBe(200);
        (await editor.PatchAsync(Preferences, new { rhythm = "immediate" }, first.ETag)).ShouldBe(412);

        Assert.Equal(("2", "en", "daily", "7"), (changed["version"], changed["language"], changed["rhythm"], changed["digestHour"]));
        Assert.Equal(["offer.close"], changed.Texts("muted"));
        Assert.Equal(changed["version"], (await editor.PatchAsync(Preferences, "{}", changed.ETag)).ShouldBe(200)["version"]);
        var cleared = (await editor.PatchAsync(Preferences, """{"rhythm":null,"digestHour":null,"muted":null}""", changed.ETag)).ShouldBe(200);
        Assert.Equal(("3", "en", "immediate", "8"), (cleared["version"], cleared["language"], cleared["rhythm"], cleared["digestHour"]));
        Assert.Equal("en", (await Given.Administrator.GetAsync($"/v1/people/{await editor.PersonIdAsync()}")).ShouldBe(200)["language"]);
    }

    [Fact]
    public async Task Of_two_who_change_the_same_preferences_one_is_told_to_look_again()
    {
        var editor = (await Given.PoleAsync()).Editor;
        var seen = (await editor.GetAsync(Preferences)).ETag;

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(hour => editor.PatchAsync(Preferences, new { digestHour = hour }, seen)));

        Assert.Equal([200, 412, 412, 412, 412, 412], answers.Select(answer => answer.Status).Order());
    }

    [Fact]
    public async Task Once_a_day_everything_comes_in_one_mail_at_the_hour_chosen()
    {
        var pole = await Given.PoleAsync();
        (await pole.Ambassador.PatchAsync(Preferences, new { rhythm = "daily", digestHour = 18 })).ShouldBe(200);
        var call = await Given.OpenCallAsync();
        var first = await Given.SubmittedApplicationAsync(call, pole);
        Service.Clock.Advance(TimeSpan.FromHours(2));
        var second = await Given.SubmittedApplicationAsync(call, pole);
        await SendAsync();

        // 16:59 UTC: a minute before.
        Service.Clock.Advance(Service.Start.AddHours(8) - TimeSpan.FromMinutes(1) - Service.Clock.GetUtcNow());
        await SendAsync();
        Assert.Empty(_server.To(pole.Ambassador));
        Service.Clock.Advance(TimeSpan.FromMinutes(1));
        await SendAsync();

        var mail = Assert.Single(_server.To(pole.Ambassador));
        Assert.Equal("Récapitulatif du 1 février 2027 (2)", mail.Subject);
        foreach (var application in new[] { first, second })
        {
            var reference = (await pole.Editor.GetAsync(application.Path))["reference"]!;
            Assert.Contains($"* Candidature déposée ({reference})", mail.TextBody, StringComparison.Ordinal);
            Assert.Contains($"Candidature déposée ({reference})</h2>", mail.HtmlBody, StringComparison.Ordinal);
            Assert.Contains($"https://ambassadors.example{application.Path}", mail.HtmlBody, StringComparison.Ordinal);
        }

        // What comes after it waits for the next day's, but a decision for nothing.
        var third = await Given.ApplicationInReviewAsync(call, pole);
        (await Given.Officer.TakeAsync(third.Path, "reject", Motive)).ShouldBe(200);
        await SendAsync();
        Assert.StartsWith("Candidature rejetée", _server.To(pole.Ambassador)[1].Subject, StringComparison.Ordinal);
        Service.Clock.Advance(TimeSpan.FromDays(1));
        await SendAsync();
        Service.Clock.Advance(TimeSpan.FromDays(1));
        await SendAsync();
        Assert.Equal(["Récapitulatif du 2 février 2027 (1)"], _server.To(pole.Ambassador).Skip(2).Select(one => one.Subject));
    }

    [Fact]
    public async Task What_comes_while_its_mail_is_sent_comes_the_next_day()
    {
        var pole = await Given.PoleAsync();
        (await pole.Ambassador.PatchAsync(Preferences, new { rhythm = "daily", digestHour = 18 })).ShouldBe(200);
        var call = await Given.OpenCallAsync();
        await Given.SubmittedApplicationAsync(call, pole);
        Service.Clock.Advance(TimeSpan.FromDays(1));
        await SendAsync();
        var mail = Assert.Single(_server.To(pole.Ambassador));

        // Written before the hour of the mail, committed after it was sent.
        await Given.SubmittedApplicationAsync(call, pole);
        var early = Service.Clock.GetUtcNow().AddDays(-1);
        await Service.OnDatabaseAsync(db => db.Notices.Where(notice => notice.MailId == null && notice.MailAt != null)
            .ExecuteUpdateAsync(set => set.SetProperty(notice => notice.At, early).SetProperty(notice => notice.MailAt, early)));
        for (var day = 0; day < 2; day++)
        {
            await SendAsync();
            Service.Clock.Advance(TimeSpan.FromDays(1));
        }

        await SendAsync();
        Assert.Equal([mail.Subject, "Récapitulatif du 2 février 2027 (1)"], _server.To(pole.Ambassador).Select(one => one.Subject));
    }

    [Fact]
    public async Task A_mail_that_is_refused_for_now_is_sent_later_as_the_same_mail()
    {
        var seen = new List<string>();
        _server.Recipient = (_, _) => seen.Count == 0 ? Say("rcpt", 450, "4.2.1 The mailbox is busy") : null;
        _server.Mail = (_, mail) => Task.FromResult(seen.Count == 1 ? Say(mail.MessageId!, 451, "4.3.0 Try again") : null);
        var ambassador = (await Given.SubmittedApplicationAsync()).Pole.Ambassador;

        await SendAsync();
        Assert.Equal("waiting", (await MailsAsync(ambassador))["application.submit"]);
        await SendAsync();
        Assert.Single(seen);
        Service.Clock.Advance(TimeSpan.FromSeconds(73));
        await SendAsync();
        Assert.Equal(2, seen.Count);
        Service.Clock.Advance(TimeSpan.FromMinutes(5));
        await SendAsync();

        var mail = Assert.Single(_server.Taken);
        Assert.Equal(seen[1], mail.MessageId);
        Assert.Equal(Service.Start, mail.Date);
        var told = (await Given.Administrator.GetAsync("/v1/mails")).ShouldBe(200).Items.Single();
        Assert.Equal((3, 250), (told.GetProperty("attempts").GetInt32(), told.GetProperty("replyCode").GetInt32()));

        SmtpServer.Protocol.SmtpResponse Say(string what, int code, string text)
        {
            seen.Add(what);
            return MailServer.Reply(code, text);
        }
    }

    [Fact]
    public async Task After_five_days_a_mail_is_given_up()
    {
        _server.Recipient = (_, _) => MailServer.Reply(450, "4.2.1 The mailbox is busy");
        var ambassador = (await Given.SubmittedApplicationAsync()).Pole.Ambassador;
        for (var hour = 0; hour <= 6 * 24; hour++)
        {
            await SendAsync();
            Service.Clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal("failed given_up", (await MailsAsync(ambassador))["application.submit"]);
        Assert.Empty(_server.Taken);
    }

    [Fact]
    public async Task An_address_that_is_refused_for_good_is_known_as_such_and_tried_for_decisions_alone()
    {
        var pole = await Given.PoleAsync();
        var call = await Given.OpenCallAsync();
        _server.Recipient = (_, to) => to == pole.Ambassador.Name ? MailServer.Reply(550, $"5.1.1 <{to}>: no such user") : null;
        await Given.SubmittedApplicationAsync(call, pole);
        await SendAsync();
        var path = $"/v1/people/{await pole.Ambassador.PersonIdAsync()}";
        Assert.Equal(["bounced recipient_refused 550"], await StatusesAsync(pole.Ambassador));
        var person = (await Given.Administrator.GetAsync(path)).ShouldBe(200);
        Assert.Equal(Service.Start, person.Json.GetProperty("emailBouncesSince").GetDateTimeOffset());
        Assert.Contains((await Given.Administrator.GetAsync("/v1/people?emailBounces=true")).ShouldBe(200).Items, item => item.GetProperty("id").GetString() == person["id"]);
        Assert.DoesNotContain((await Given.Administrator.GetAsync("/v1/people?emailBounces=false&limit=100")).ShouldBe(200).Items, item => item.GetProperty("id").GetString() == person["id"]);

        Service.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = await Given.ApplicationInReviewAsync(call, pole);
        await SendAsync();
        Assert.Equal(["bounced recipient_refused 550", "skipped address_bounces "], await StatusesAsync(pole.Ambassador));

        _server.Recipient = null;
        (await Given.Officer.TakeAsync(second.Path, "reject", Motive)).ShouldBe(200);
        await SendAsync();
        Assert.StartsWith("Candidature rejetée", Assert.Single(_server.To(pole.Ambassador)).Subject, StringComparison.Ordinal);
        Assert.Null((await Given.Administrator.GetAsync(path))["emailBouncesSince"]);
    }

    [Fact]
    public async Task Another_address_is_not_known_to_be_refused()
    {
        _server.Recipient = (_, _) => MailServer.Reply(550, "5.1.1 No such user");
        var ambassador = (await Given.SubmittedApplicationAsync()).Pole.Ambassador;
        await SendAsync();
        var id = await ambassador.PersonIdAsync();

        await Service.OnDatabaseAsync(async db =>
        {
            var person = await db.Users.SingleAsync(one => one.Id == id);
            Assert.NotNull(person.EmailBouncesSince);
            (person.Email, person.NormalizedEmail) = ("moved@tests.example", "MOVED@TESTS.EXAMPLE");
            return await db.SaveChangesAsync();
        });

        Assert.Null((await Given.Administrator.GetAsync($"/v1/people/{id}"))["emailBouncesSince"]);
    }

    [Theory]
    [InlineData(550, "5.7.1 Relaying denied", "bounced recipient_refused 550")]
    [InlineData(554, null, "failed message_refused 554")]
    public async Task A_refusal_that_says_nothing_of_the_address_is_no_mark_on_it(int code, string? ofRecipient, string becomes)
    {
        _server.Recipient = (_, _) => ofRecipient is null ? null : MailServer.Reply(code, ofRecipient);
        _server.Mail = (_, _) => Task.FromResult<SmtpServer.Protocol.SmtpResponse?>(MailServer.Reply(code, "5.6.0 This content is not taken"));
        var ambassador = (await Given.SubmittedApplicationAsync()).Pole.Ambassador;

        await SendAsync();

        Assert.Equal([becomes], await StatusesAsync(ambassador));
        Assert.Null((await Given.Administrator.GetAsync($"/v1/people/{await ambassador.PersonIdAsync()}"))["emailBouncesSince"]);
    }

    [Fact]
    public async Task A_connection_that_breaks_before_the_mail_is_handed_over_costs_nothing_but_time()
    {
        var broken = 0;
        _server.Recipient = (session, _) =>
        {
            if (broken++ == 0)
                MailServer.Drop(session);
            return null;
        };
        var ambassador = (await Given.SubmittedApplicationAsync()).Pole.Ambassador;
        await SendAsync();
        Assert.Equal(["waiting  "], await StatusesAsync(ambassador));

        Service.Clock.Advance(TimeSpan.FromSeconds(73));
        await SendAsync();

        Assert.Single(_server.To(ambassador));
        Assert.Equal(["sent  250"], await StatusesAsync(ambassador));
    }

    [Fact]
    public async Task A_mail_whose_answer_was_not_heard_is_unsure_and_not_sent_again()
    {
        _server.BeforeAnswer = session =>
        {
            MailServer.Drop(session);
            return Task.CompletedTask;
        };
        var ambassador = (await Given.SubmittedApplicationAsync()).Pole.Ambassador;
        await SendAsync();
        Assert.Equal(["unsure interrupted "], await StatusesAsync(ambassador));

        _server.BeforeAnswer = null;
        Service.Clock.Advance(TimeSpan.FromDays(1));
        await SendAsync();

        Assert.Single(_server.To(ambassador));
        Assert.Single((await Given.Administrator.GetAsync("/v1/mails?status=unsure")).ShouldBe(200).Items);
    }

    [Fact]
    public async Task A_mail_server_that_is_too_slow_to_answer_is_not_asked_twice()
    {
        await using var service = await Database.FreshAsync(host =>
        {
            _server.Configure(host);
            host.UseSetting("Mail:Smtp:Timeout", "00:00:01");
        });
        var answered = new TaskCompletionSource();
        _server.BeforeAnswer = _ => answered.Task;
        var ambassador = (await service.Given.SubmittedApplicationAsync()).Pole.Ambassador;

        await service.Services.GetRequiredService<MailService>().SendDueAsync(TestContext.Current.CancellationToken);
        answered.SetResult();
        service.Clock.Advance(TimeSpan.FromDays(1));
        await service.Services.GetRequiredService<MailService>().SendDueAsync(TestContext.Current.CancellationToken);

        Assert.Single(_server.To(ambassador));
        Assert.Equal("unsure", (await service.Given.Administrator.GetAsync("/v1/mails")).ShouldBe(200)["items.0.status"]);
    }

    [Fact]
    public async Task While_the_mail_server_is_away_mails_wait()
    {
        var port = _server.Port;
        await _server.DisposeAsync();
        var application = await Given.ApplicationInReviewAsync();
        (await Given.Officer.TakeAsync(application.Path, "reject", Motive)).ShouldBe(200);
        await SendAsync();
        Assert.Equal(4, (await Given.Administrator.GetAsync("/v1/mails?status=waiting")).ShouldBe(200).Items.Count);

        await using var back = MailServer.Start(port: port);
        Service.Clock.Advance(TimeSpan.FromSeconds(73));
        await SendAsync();

        Assert.Equal(4, back.Taken.Count);
        Assert.Equal(4, back.Taken.Select(mail => mail.MessageId).Distinct().Count());
    }

    [Fact]
    public async Task Several_instances_share_the_mails_and_nobody_gets_one_twice()
    {
        var call = await Given.OpenCallAsync();
        var pole = await Given.PoleAsync();
        for (var i = 0; i < 6; i++)
        {
            var application = await Given.ApplicationInReviewAsync(call, pole);
            (await Given.Officer.TakeAsync(application.Path, "declare-ineligible", Motive)).ShouldBe(200);
        }

        var instances = Enumerable.Range(0, 4).Select(_ => ActivatorUtilities.CreateInstance<MailService>(Service.Services)).ToList();
        await Task.WhenAll(instances.Select(async instance =>
        {
            for (var look = 0; look < 3; look++)
                await instance.SendDueAsync(TestContext.Current.CancellationToken);
        }));
        await SendAsync();

        // To the ambassador that it was submitted; to three that it is ineligible.
        Assert.Equal(6 * 4, _server.Taken.Count);
        Assert.Equal(6 * 4, _server.Taken.Select(mail => mail.MessageId).Distinct().Count());
        Assert.Equal(12, _server.To(pole.Ambassador).Count);
        var mails = await Service.OnDatabaseAsync(db => db.MailDeliveries.Select(mail => new { mail.Status, mail.Attempts }).ToListAsync());
        Assert.All(mails, mail => Assert.Equal((MailStatus.Sent, 1), (mail.Status, mail.Attempts)));
    }

    [Fact]
    public async Task An_instance_that_is_killed_while_it_sends_leaves_the_mail_unsure()
    {
        var ambassador = (await Given.SubmittedApplicationAsync()).Pole.Ambassador;
        var (sending, killed) = (new TaskCompletionSource(), new TaskCompletionSource());
        _server.BeforeAnswer = async _ =>
        {
            sending.TrySetResult();
            await killed.Task;
        };

        await KillAsync(sending.Task, killed);
        Assert.Equal(["sending  "], await StatusesAsync(ambassador));
        _server.BeforeAnswer = null;

        await using var next = Instance();
        await UntilAsync(ambassador, "unsure interrupted ");
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        Assert.Single(_server.To(ambassador));
        Assert.DoesNotContain(ambassador.Name, next.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_mail_of_an_instance_that_is_killed_before_it_began_to_send_is_sent_by_another()
    {
        var ambassador = (await Given.SubmittedApplicationAsync()).Pole.Ambassador;
        var (connecting, killed) = (new TaskCompletionSource(), new TaskCompletionSource());
        _server.Greeting = _ =>
        {
            connecting.TrySetResult();
            killed.Task.Wait(TestContext.Current.CancellationToken);
        };

        await KillAsync(connecting.Task, killed);
        Assert.Equal(["waiting  "], await StatusesAsync(ambassador));
        _server.Greeting = null;

        await using var next = Instance();
        await UntilAsync(ambassador, "sent  250");
        Assert.Single(_server.To(ambassador));
    }

    [Fact]
    public async Task Whoever_has_left_the_file_or_has_no_address_gets_nothing_and_it_is_recorded_why()
    {
        var application = await Given.ApplicationInReviewAsync();
        var (pole, officer) = (application.Pole, Given.Officer);
        await SendAsync();
        var before = _server.Taken.Count;
        (await officer.TakeAsync(application.Path, "reject", Motive)).ShouldBe(200);
        var (editor, signatory) = (await pole.Editor.PersonIdAsync(), await pole.Signatory.PersonIdAsync());
        await Service.OnDatabaseAsync(db => db.Memberships.Where(m => m.PersonId == editor).ExecuteDeleteAsync());
        await Service.OnDatabaseAsync(db => db.Users.Where(one => one.Id == signatory).ExecuteUpdateAsync(set => set.SetProperty(one => one.Email, (string?)null)));

        await SendAsync();

        Assert.Equal("skipped not_concerned", (await MailsAsync(pole.Editor))["application.reject"]);
        Assert.Equal("skipped no_address", (await MailsAsync(pole.Signatory))["application.reject"]);
        Assert.Equal(before + 1, _server.Taken.Count);
    }

    [Fact]
    public async Task A_mail_to_somebody_who_is_gone_is_not_sent()
    {
        _server.Recipient = (_, _) => MailServer.Reply(450, "4.2.1 The mailbox is busy");
        var pole = (await Given.SubmittedApplicationAsync()).Pole;
        await SendAsync();
        var id = await pole.Ambassador.PersonIdAsync();
        await Service.OnDatabaseAsync(db => db.Users.Where(one => one.Id == id).ExecuteDeleteAsync());

        _server.Recipient = null;
        Service.Clock.Advance(TimeSpan.FromHours(1));
        await SendAsync();

        Assert.Empty(_server.Taken);
        Assert.Equal("person_gone", (await Given.Administrator.GetAsync($"/v1/mails?personId={id}")).ShouldBe(200)["items.0.reason"]);
    }

    [Fact]
    public async Task What_was_told_before_there_were_mails_makes_none()
    {
        var ambassador = (await Given.SubmittedApplicationAsync()).Pole.Ambassador;
        await Service.OnDatabaseAsync(db => db.Notices.ExecuteUpdateAsync(set => set.SetProperty(notice => notice.MailAt, (DateTimeOffset?)null)));

        await SendAsync();

        Assert.Empty(_server.Taken);
        Assert.Single((await ambassador.GetAsync("/v1/me/notices")).ShouldBe(200).Items);
    }

    [Fact]
    public async Task Mails_that_are_over_are_forgotten_after_ninety_days()
    {
        var ambassador = (await Given.SubmittedApplicationAsync()).Pole.Ambassador;
        await SendAsync();

        Service.Clock.Advance(TimeSpan.FromDays(90));
        await Service.Services.GetRequiredService<DeadlineService>().ApplyDueAsync(TestContext.Current.CancellationToken);
        Assert.Single(await StatusesAsync(ambassador));
        Service.Clock.Advance(TimeSpan.FromHours(2));
        await Service.Services.GetRequiredService<DeadlineService>().ApplyDueAsync(TestContext.Current.CancellationToken);

        Assert.Empty(await StatusesAsync(ambassador));
        Assert.NotEmpty((await ambassador.GetAsync("/v1/me/notices")).ShouldBe(200).Items);
        await SendAsync();
        Assert.Single(_server.To(ambassador));
    }

    [Fact]
    public async Task In_Development_mails_are_files_where_there_is_no_mail_server()
    {
        await using var service = await Database.FreshAsync();
        var ambassador = (await service.Given.SubmittedApplicationAsync()).Pole.Ambassador;

        await service.Services.GetRequiredService<MailService>().SendDueAsync(TestContext.Current.CancellationToken);

        var directory = Path.Combine(service.Services.GetRequiredService<IConfiguration>()["Data:Directory"]!, "mail");
        var mail = await MimeMessage.LoadAsync(Assert.Single(Directory.GetFiles(directory)), TestContext.Current.CancellationToken);
        Assert.Equal(ambassador.Name, mail.To.Mailboxes.Single().Address);
        Assert.StartsWith("Candidature déposée (AMB-2027-", mail.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_mail_is_off_nothing_is_sent_and_it_is_recorded()
    {
        await using var service = await Database.FreshAsync(host =>
        {
            _server.Configure(host);
            host.UseSetting("Mail:Off", "true");
        });
        await service.Given.SubmittedApplicationAsync();

        await service.Services.GetRequiredService<MailService>().SendDueAsync(TestContext.Current.CancellationToken);

        Assert.Empty(_server.Taken);
        Assert.Equal("mail_off", (await service.Given.Administrator.GetAsync("/v1/mails?status=skipped")).ShouldBe(200)["items.0.reason"]);
    }

    [Theory]
    [InlineData("the password of the relay", 1)]
    [InlineData("another password", 0)]
    public async Task The_mail_server_is_shown_who_sends(string password, int taken)
    {
        await using var server = MailServer.Start(user: "ambassadors", password: "the password of the relay");
        await using var service = await Database.FreshAsync(host =>
        {
            server.Configure(host);
            host.UseSetting("Mail:Smtp:UserName", "ambassadors").UseSetting("Mail:Smtp:Password", password);
        });
        await service.Given.SubmittedApplicationAsync();

        await service.Services.GetRequiredService<MailService>().SendDueAsync(TestContext.Current.CancellationToken);

        Assert.Equal(taken, server.Taken.Count);
        Assert.Equal(taken == 1 ? "sent" : "waiting", (await service.Given.Administrator.GetAsync("/v1/mails")).ShouldBe(200)["items.0.status"]);
    }

    [Fact]
    public async Task A_mail_server_for_which_nobody_vouches_is_told_nothing()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await using var server = MailServer.Start(certificate);
        await using var service = await Database.FreshAsync(host =>
        {
            server.Configure(host);
            host.UseSetting("Mail:Smtp:Security", "StartTls");
        });
        await service.Given.SubmittedApplicationAsync();

        await service.Services.GetRequiredService<MailService>().SendDueAsync(TestContext.Current.CancellationToken);

        Assert.Empty(server.Taken);
        Assert.Equal("waiting", (await service.Given.Administrator.GetAsync("/v1/mails")).ShouldBe(200)["items.0.status"]);
    }

    private Task SendAsync() => Service.Services.GetRequiredService<MailService>().SendDueAsync(TestContext.Current.CancellationToken);

    // Each kind of mail to somebody, with what became of the last of it.
    private async Task<IReadOnlyDictionary<string, string>> MailsAsync(Caller person)
    {
        var items = (await Given.Administrator.GetAsync($"/v1/mails?personId={await person.PersonIdAsync()}&limit=100")).ShouldBe(200).Items;
        return items.GroupBy(item => item.GetProperty("kind").GetString()!).ToDictionary(
            group => group.Key, group => $"{group.First().GetProperty("status")} {(group.First().TryGetProperty("reason", out var reason) ? reason : "")}".TrimEnd());
    }

    // What became of the mails to somebody, the oldest first: status, reason, reply.
    private async Task<IReadOnlyList<string>> StatusesAsync(Caller person)
    {
        var items = (await Given.Administrator.GetAsync($"/v1/mails?personId={await person.PersonIdAsync()}&limit=100")).ShouldBe(200).Items;
        return
        [
            .. items.Reverse().Select(item =>
                $"{item.GetProperty("status")} {(item.TryGetProperty("reason", out var reason) ? reason : "")} {(item.TryGetProperty("replyCode", out var reply) ? reply : "")}")
        ];
    }

    private async Task KillAsync(Task at, TaskCompletionSource killed)
    {
        // By the clock of a process of its own it is not yet the year of the tests.
        await Service.OnDatabaseAsync(db => db.Notices.Where(notice => notice.MailAt != null).ExecuteUpdateAsync(set => set.SetProperty(notice => notice.MailAt, DateTimeOffset.UtcNow.AddMinutes(-1))));
        await using var instance = Instance();
        await at.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        await instance.KillAsync();
        killed.SetResult();
    }

    private ServiceProcess Instance()
    {
        var configuration = Service.Services.GetRequiredService<IConfiguration>();
        var settings = new[] { "Database:Provider", "ConnectionStrings:Ambassadors", "Data:Directory" }.ToDictionary(name => name, name => configuration[name]!);
        foreach (var (name, value) in _server.Settings)
            settings[name] = value;
        return ServiceProcess.Start(settings, ("ASPNETCORE_ENVIRONMENT", "Development"), ("Mail:Interval", "00:00:00.2"), ("Mail:Lease", "00:00:02"), ("Mail:Smtp:Timeout", "00:00:10"));
    }

    private async Task UntilAsync(Caller person, string status)
    {
        IReadOnlyList<string> found = [];
        for (var attempt = 0; attempt < 900 && !found.SequenceEqual([status]); attempt++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            found = await StatusesAsync(person);
        }

        Assert.Equal([status], found);
    }
}

/// <inheritdoc/>
public sealed class MailsOnSqlite(OnSqlite database) : MailTests(database);

/// <inheritdoc/>
public sealed class MailsOnPostgres(OnPostgres database) : MailTests(database);

/// <summary>When mails are sent.</summary>
public sealed class MailTimeTests
{
    [Theory]
    [InlineData("2027-02-01T06:59:59Z", 8, "2027-02-01T07:00:00Z")]
    [InlineData("2027-02-01T07:00:00Z", 8, "2027-02-02T07:00:00Z")]
    [InlineData("2027-07-01T09:00:00Z", 8, "2027-07-02T06:00:00Z")]
    [InlineData("2027-03-28T00:30:00Z", 2, "2027-03-28T01:00:00Z")] // The clocks go from 2 to 3.
    [InlineData("2027-10-30T22:30:00Z", 2, "2027-10-31T01:00:00Z")] // The clocks show 2 twice.
    [InlineData("2027-12-31T23:30:00Z", 0, "2028-01-01T23:00:00Z")]
    public void The_daily_mail_comes_at_an_hour_of_Paris(string after, int hour, string at) =>
        Assert.Equal(DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), SortNotices.NextDigest(DateTimeOffset.Parse(after, CultureInfo.InvariantCulture), hour));

    [Fact]
    public void Attempts_are_further_and_further_apart_and_not_all_at_once()
    {
        double[] usual = [1, 4, 16, 64, 240, 240, 240];
        for (var attempt = 1; attempt <= usual.Length; attempt++)
        {
            var pauses = Enumerable.Range(0, 200).Select(_ => MailService.PauseAfter(attempt).TotalMinutes).ToList();
            Assert.All(pauses, pause => Assert.InRange(pause, usual[attempt - 1] * 0.8, usual[attempt - 1] * 1.2));
            Assert.True(pauses.Distinct().Count() > 50);
        }
    }
}
