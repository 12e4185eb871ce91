namespace Ambassadors.Tests.Support;

/// <summary>The repository that the tests were built from.</summary>
public static class Repository
{
    /// <summary>Its root.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>A file or folder in it.</summary>
    public static string At(params string[] path) => Path.Combine([Root, .. path]);

    /// <summary>The files under a folder of it, those that a build makes left out.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(At(folder), pattern, SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "Migrations"))
            .Order(StringComparer.Ordinal);

    private static string Find(string folder) => File.Exists(Path.Combine(folder, "Ambassadors.sln")) ? folder : Find(Path.GetDirectoryName(folder)!);
}
