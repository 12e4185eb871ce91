namespace Ambassadors.Matching.Exchange;

/// <summary>A file is not what its format says. The message is for whoever wrote the file and begins with <see cref="Pointer"/>.</summary>
/// <param name="pointer">Where.</param>
/// <param name="reason">What is wrong there.</param>
public sealed class MatchingFileException(string pointer, string reason)
    : Exception(pointer.Length == 0 ? reason : $"{pointer}: {reason}")
{
    /// <summary>Where in the file, as a JSON pointer (RFC 6901): <c>/pairs/17/fit</c>; empty for the whole file.</summary>
    public string Pointer { get; } = pointer;
}
