using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Offers;

namespace Ambassadors.Tests.Domain;

public sealed class ReconfirmationAndSilenceTests
{
    private static readonly DateTimeOffset By = Sample.Now + Reconfirmation.Period;

    [Fact]
    public void Reminders_in_time_leave_the_deadline_where_it_is()
    {
        Assert.Equal(By.AddDays(-14), Reconfirmation.NextAt(By, []));
        Assert.Equal(By.AddDays(-3), Reconfirmation.NextAt(By, [By.AddDays(-14)]));
        Assert.Equal(By, Reconfirmation.NextAt(By, [By.AddDays(-14), By.AddDays(-3)]));
        Assert.Equal(By, Reconfirmation.PausesAt(By, 0, By.AddDays(-14)));
    }

    [Fact]
    public void A_late_reminder_moves_what_follows_it()
    {
        var late = By.AddDays(100);
        Assert.Equal(late.AddDays(14), Reconfirmation.PausesAt(By, 0, late));
        Assert.Equal(late.AddDays(11), Reconfirmation.NextAt(By, [late]));
        Assert.Equal(late.AddDays(16), Reconfirmation.NextAt(By, [late, late.AddDays(13)]));
    }

    [Fact]
    public void An_offer_is_never_paused_before_both_reminders_and_the_time_that_they_left()
    {
        var offer = new Sample().Offer();
        DateTimeOffset[] both = [By.AddDays(-14), By.AddDays(-2)];
        Assert.Equal((Sample.Now, By), (offer.ConfirmedAt, offer.ReconfirmBy));

        foreach (var (reminded, at) in new[] { ([], By.AddDays(500)), (both[..1], By.AddDays(500)), (both, By), (both, By.AddDays(1).AddTicks(-1)) })
            Assert.Equal("offer.not_due", Assert.Single(offer.PauseUnconfirmed(reminded, at).Refusals).Code);
        Sample.Done(offer.PauseUnconfirmed(both, By.AddDays(1)));
        Assert.Equal((OfferStatus.Paused, null), (offer.Status, offer.ReconfirmBy));
    }

    [Fact]
    public void Silence_refuses_for_every_reason_at_once()
    {
        var without = new Sample().InMatching();
        Assert.Equal(
            ["application.not_due", "application.pairing_before_officers"],
            without.RejectBySilence(true, Sample.Now.AddDays(10_000)).Refusals.Select(refusal => refusal.Code));
    }

    [Fact]
    public void Silence_rejects_after_the_days_that_the_call_names_or_never()
    {
        var rules = new Sample().Rules;
        Assert.Null(rules.SilenceRejectsAt(Sample.Now));
        Assert.Equal(Sample.Now.AddDays(62), (rules with { ClockMode = ClockMode.SilenceIsRejection, SilenceDays = 62 }).SilenceRejectsAt(Sample.Now));
    }
}
