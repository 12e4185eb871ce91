using System.Text;
using Ambassadors.Domain;

namespace Ambassadors.Tests.Domain;

/// <summary>The canonical form against RFC 8785, as far as strings, whole numbers, lists and objects go.</summary>
public sealed class CanonicalTests
{
    [Fact]
    public void Members_are_sorted_by_UTF16_units() // RFC 8785, 3.2.3
    {
        var document = new Canonical()
            .Add("\u20ac", "Euro Sign").Add("\r", "Carriage Return").Add("\ufb33", "Hebrew Letter Dalet With Dagesh").Add("1", "One")
            .Add("\ud83d\ude00", "Emoji: Grinning Face").Add("\u0080", "Control").Add("\u00f6", "Latin Small Letter O With Diaeresis");
        Assert.Equal(
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"\u00f6\":\"Latin Small Letter O With Diaeresis\","
            + "\"\u20ac\":\"Euro Sign\",\"\ud83d\ude00\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}",
            Text(document));
    }

    [Fact]
    public void Strings_have_the_shortest_escapes() // RFC 8785, 3.2.2.2
    {
        var document = new Canonical().Add("string", "\u20ac$\u000f\u000aA'B\"\\\\\"/").Add("literals", "\b\t\n\f\r\u0000\u001f\u007f\u2028");
        Assert.Equal("{\"literals\":\"\\b\\t\\n\\f\\r\\u0000\\u001f\u007f\u2028\",\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}", Text(document));
    }

    [Fact]
    public void The_bytes_are_UTF8() // RFC 8785, 3.2.4
    {
        Assert.Equal(
            [0x7b, 0x22, 0xc3, 0xb6, 0x22, 0x3a, 0x22, 0xf0, 0x9f, 0x98, 0x80, 0x22, 0x7d],
            new Canonical().Add("\u00f6", "\ud83d\ude00").ToBytes());
    }

    [Fact]
    public void Lists_keep_their_order_and_objects_in_them_are_sorted() => Assert.Equal(
        "{\"list\":[{\"a\":1,\"b\":-2},{}],\"texts\":[\"b\",\"a\"]}",
        Text(new Canonical().Add("texts", ["b", "a"]).Add("list", [new Canonical().Add("b", -2).Add("a", 1), new Canonical()])));

    [Fact]
    public void Whole_numbers_days_and_ids_are_written_plainly_and_what_is_absent_is_left_out()
    {
        var id = Guid.Parse("0190A000-0000-7000-8000-00000000000A");
        Assert.Equal(
            "{\"day\":\"2027-02-01\",\"id\":\"0190a000-0000-7000-8000-00000000000a\",\"n\":9007199254740991}",
            Text(new Canonical().Add("n", 9007199254740991).Add("id", id).Add("day", new DateOnly(2027, 2, 1)).Add("none", (string?)null).Add("no", (Guid?)null)));
    }

    [Fact]
    public void The_hash_is_SHA256_in_lower_case() // FIPS 180-2, appendix B.1
    {
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Canonical.Hash("abc"u8.ToArray()));
        Assert.Equal("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", Canonical.Hash(new Canonical().ToBytes()));
    }

    private static string Text(Canonical document) => Encoding.UTF8.GetString(document.ToBytes());
}
