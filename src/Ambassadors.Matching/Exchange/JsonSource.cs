using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Ambassadors.Matching.Exchange;

/// <summary>
/// Reads JSON from a stream token by token, in constant memory, and knows where it is. A method that reads a value is called when its first
/// token has been read and leaves when its last has. Texts are kept once: a problem names each application in some thirty pairs.
/// </summary>
internal ref struct JsonSource
{
    private const int LongestToken = 1 << 20;
    private const int LongestSharedText = 256;

    private readonly Stream _stream;
    private readonly long _limit;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _texts;
    private readonly List<Place> _places = [];
    private readonly List<string> _members = [];
    private byte[] _buffer = new byte[1 << 16];
    private int _length;
    private long _total;
    private bool _ended;
    private Utf8JsonReader _reader;

    public JsonSource(Stream stream, long limit)
    {
        _stream = stream;
        _limit = limit;
        _texts = new HashSet<string>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _reader = new Utf8JsonReader([], isFinalBlock: false, state: default);
        Advance();
    }

    public void BeginObject()
    {
        if (_reader.TokenType != JsonTokenType.StartObject)
            throw NotA("an object");
        _places.Add(new Place { FirstMember = _members.Count });
    }

    /// <summary>Goes to the value of the next member; false where the object ends. A member that comes twice is refused.</summary>
    public bool NextMember(out string name)
    {
        if (!NextKey(out name))
            return false;
        var first = _places[^1].FirstMember;
        if (_members.IndexOf(name, first) >= 0)
            throw Error("comes twice.");
        _members.Add(name);
        return true;
    }

    /// <summary>As <see cref="NextMember"/>, for objects with so many members that the caller finds out what comes twice.</summary>
    public bool NextKey(out string name)
    {
        Advance();
        if (_reader.TokenType == JsonTokenType.EndObject)
        {
            Leave();
            name = "";
            return false;
        }
        name = Shared();
        CollectionsMarshal.AsSpan(_places)[^1].Name = name;
        Advance();
        return true;
    }

    public void BeginArray()
    {
        if (_reader.TokenType != JsonTokenType.StartArray)
            throw NotA("an array");
        _places.Add(new Place { Index = -1 });
    }

    /// <summary>Goes to the next item; false where the array ends.</summary>
    public bool NextItem()
    {
        Advance();
        if (_reader.TokenType == JsonTokenType.EndArray)
        {
            Leave();
            return false;
        }
        CollectionsMarshal.AsSpan(_places)[^1].Index++;
        return true;
    }

    public readonly bool IsNull => _reader.TokenType == JsonTokenType.Null;

    public string Text() => _reader.TokenType == JsonTokenType.String ? Shared() : throw NotA("a text");

    public readonly bool Truth() => _reader.TokenType is JsonTokenType.True or JsonTokenType.False ? _reader.GetBoolean() : throw NotA("true or false");

    public readonly long Number() => _reader.TokenType == JsonTokenType.Number && _reader.TryGetInt64(out var number) ? number : throw NotA("a whole number of 64 bits");

    public readonly int SmallNumber() => _reader.TokenType == JsonTokenType.Number && _reader.TryGetInt32(out var number) ? number : throw NotA("a whole number of 32 bits");

    /// <summary>Nothing but white space may follow.</summary>
    public void End()
    {
        if (TryAdvance())
            throw Error("Something follows the end.");
    }

    public readonly MatchingFileException Unknown() => Error("is no member of this format.");

    public readonly MatchingFileException Missing(string name) => Error($"has no \"{name}\".");

    public readonly MatchingFileException Error(string reason) => new(Pointer(), reason);

    private readonly MatchingFileException NotA(string wanted) => Error($"is not {wanted}.");

    private readonly void Leave()
    {
        var place = _places[^1];
        if (place.FirstMember < _members.Count && place.Index is null)
            _members.RemoveRange(place.FirstMember, _members.Count - place.FirstMember);
        _places.RemoveAt(_places.Count - 1);
    }

    private readonly string Shared()
    {
        try
        {
            if (_reader.ValueSpan.Length > LongestSharedText)
                return _reader.GetString()!;
            Span<char> text = stackalloc char[LongestSharedText];
            text = text[.._reader.CopyString(text)];
            if (_texts.TryGetValue(text, out var known))
                return known;
            var added = text.ToString();
            _texts.Set.Add(added);
            return added;
        }
        catch (InvalidOperationException)
        {
            throw Error("is no valid text.");
        }
    }

    private void Advance()
    {
        if (!TryAdvance())
            throw Error("The file ends too early.");
    }

    private bool TryAdvance()
    {
        try
        {
            while (!_reader.Read())
            {
                if (_ended)
                    return false;
                Refill();
            }
            return true;
        }
        catch (JsonException exception)
        {
            throw Error($"No valid JSON. {exception.Message}");
        }
    }

    private void Refill()
    {
        var state = _reader.CurrentState;
        var rest = _buffer.AsSpan((int)_reader.BytesConsumed, _length - (int)_reader.BytesConsumed);
        var buffer = rest.Length < _buffer.Length ? _buffer : Longer();
        rest.CopyTo(buffer);
        var read = _stream.Read(buffer.AsSpan(rest.Length));
        (_buffer, _length, _total, _ended) = (buffer, rest.Length + read, _total + read, read == 0);
        if (_total > _limit)
            throw new MatchingFileException("", $"The file is longer than {_limit} bytes.");
        _reader = new Utf8JsonReader(_buffer.AsSpan(0, _length), _ended, state);
    }

    private readonly byte[] Longer() =>
        _buffer.Length < LongestToken ? new byte[_buffer.Length * 2] : throw Error($"A text or a number is longer than {LongestToken} bytes.");

    private readonly string Pointer()
    {
        var pointer = new StringBuilder();
        foreach (var place in _places)
        {
            if (place.Index is >= 0)
                pointer.Append('/').Append(place.Index);
            else if (place.Name is { } name)
                pointer.Append('/').Append(name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
        }
        return pointer.ToString();
    }

    /// <summary>An object or an array that has begun and not ended.</summary>
    private struct Place
    {
        public string? Name;
        public int? Index;
        public int FirstMember;
    }
}
