using System.Reflection;
using System.Runtime.CompilerServices;
using Ambassadors.Domain.Applications;
using Ambassadors.Domain.Lifecycle;

namespace Ambassadors.Tests.Domain;

public sealed class AggregateTests
{
    private static readonly Type[] Resources =
        [.. typeof(Resource).Assembly.GetTypes().Where(type => type is { IsAbstract: false } && type.IsAssignableTo(typeof(Resource)))];

    [Fact]
    public void A_resource_is_moved_by_its_methods_alone()
    {
        Assert.NotEmpty(Resources);
        Assert.Empty(Resources.Where(type => type.GetConstructors().Length > 0).Select(type => type.Name));
        Assert.Empty(
            from type in Resources
            from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.FlattenHierarchy)
            where property.SetMethod is { IsPublic: true } setter
                && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit))
            select $"{type.Name}.{property.Name}");
    }

    [Fact]
    public void A_status_is_written_in_one_place() => Assert.All(
        Resources.Select(type => type.GetProperty("Status")?.DeclaringType).OfType<Type>(),
        type =>
        {
            Assert.Equal(typeof(StatefulResource<,>), type.GetGenericTypeDefinition());
            Assert.True(type.GetProperty("Status")!.SetMethod is { IsPrivate: true });
        });

    [Fact]
    public void A_refused_transition_changes_nothing_and_a_taken_one_writes_status_version_time_and_entry_together()
    {
        var application = new Sample().Application();
        application.TakeHappenings();
        var version = application.Version;
        var later = Sample.Now.AddMinutes(1);

        Assert.False(application.StartReview(Cast.Officer, later).IsDone);
        Assert.Equal((ApplicationStatus.Draft, version, Sample.Now), (application.Status, application.Version, application.UpdatedAt));
        Assert.Empty(application.TakeHappenings());

        Sample.Done(application.Discard(Cast.Editor, later));
        Assert.Equal((ApplicationStatus.Discarded, version + 1, later), (application.Status, application.Version, application.UpdatedAt));
        var entry = Assert.Single(application.TakeHappenings());
        Assert.Equal(
            ("application.discard", "draft", "discarded", version + 1, Cast.Editor.PersonId, Cast.Pole),
            (entry.What, entry.From, entry.To, entry.ResourceVersion, entry.ActorId, entry.Organisation));
        Assert.Empty(application.TakeHappenings());
    }

    [Fact]
    public void Another_ambassador_has_to_agree_anew()
    {
        var application = new Sample().Application();
        Assert.True(application.CandidacyAgreed);
        Sample.Done(application.Edit(application.Content with { Objectives = "Other" }, Cast.Editor, Sample.Now));
        Assert.True(application.CandidacyAgreed);
        Sample.Done(application.Edit(application.Content with { AmbassadorId = Guid.NewGuid() }, Cast.Editor, Sample.Now));
        Assert.False(application.CandidacyAgreed);
    }
}
