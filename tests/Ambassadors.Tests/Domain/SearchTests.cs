using Ambassadors.Domain;

namespace Ambassadors.Tests.Domain;

public sealed class SearchTests
{
    [Theory]
    [InlineData("Solutions communicantes Sécurisées", "solutions communicantes securisees")]
    [InlineData("System@tic Paris-Région", "system tic paris region")]
    [InlineData("Mov'eo", "mov eo")]
    [InlineData("Straße Œuvre Ægir Ørsted Łódź", "strasse oeuvre aegir orsted lodz")]
    [InlineData("ﬁnance ① Å", "finance 1 a")]
    [InlineData("Ελλάδα Москва 東京", "ελλαδα москва 東京")]
    public void Words_are_folded_to_lower_case_without_accents(string text, string folded) => Assert.Equal(folded, Search.Fold(text));

    [Fact]
    public void Composed_and_decomposed_letters_are_found_alike() => Assert.Equal(Search.Fold("\u00e9"), Search.Fold("e\u0301"));

    [Fact]
    public void Words_come_once_and_not_too_long() =>
        Assert.Equal(["a", "b", new string('x', Search.LongestTerm)], Search.Words("a B", null, "À-b", new string('X', 200)));

    [Fact]
    public void A_word_is_never_a_facet() => Assert.DoesNotContain(Search.Words("theme:energy"), word => word.Contains(':', StringComparison.Ordinal));
}
