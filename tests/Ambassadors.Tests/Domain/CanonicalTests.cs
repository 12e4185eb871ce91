using System.Text;
using Ambassadors.Domain;

namespace Ambassadors.Tests.Domain;

public sealed class CanonicalTests
{
    // RFC 8785, section 3.2.2.
    [Fact]
    public void Text_is_escaped_as_the_RFC_says() =>
        Assert.Equal("""{"string":"€$\u000f\nA'B\"\\\\\"/"}""", Written(new Canonical().Add("string", "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"/")));

    // RFC 8785, section 3.2.3.
    [Fact]
    public void Members_stand_in_the_order_of_their_UTF_16_code_units() =>
        Assert.Equal(
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"\u00f6\":\"Latin Small Letter O With Diaeresis\","
            + "\"\u20ac\":\"Euro Sign\",\"\ud83d\ude00\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}",
            Written(new Canonical()
                .Add("\u20ac", "Euro Sign").Add("\r", "Carriage Return").Add("\ufb33", "Hebrew Letter Dalet With Dagesh").Add("1", "One")
                .Add("\ud83d\ude00", "Emoji: Grinning Face").Add("\u0080", "Control").Add("\u00f6", "Latin Small Letter O With Diaeresis")));

    [Fact]
    public void What_is_absent_is_left_out_and_nothing_is_put_between() =>
        Assert.Equal(
            """{"day":"2027-02-01","list":["a",""],"nested":[{"n":-1}],"number":9007199254740991}""",
            Written(new Canonical().Add("number", 9007199254740991).Add("gone", (string?)null).Add("day", new DateOnly(2027, 2, 1))
                .Add("list", ["a", ""]).Add("nested", [new Canonical().Add("n", -1)])));

    // FIPS 180-2, appendix B.1.
    [Fact]
    public void The_hash_is_SHA_256_in_lower_case() =>
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Canonical.Hash("abc"u8.ToArray()));

    private static string Written(Canonical document) => Encoding.UTF8.GetString(document.ToBytes());
}
