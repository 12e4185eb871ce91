using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Ambassadors.Tests.Support;

/// <summary>Keeps every line that a service logs, with all that belongs to it: its values, its exception, the scopes that it stands in.</summary>
public sealed class LogLines : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<Line> _lines = new();
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    /// <summary>One line.</summary>
    /// <param name="Category">Who logged it.</param>
    /// <param name="Text">All of it.</param>
    /// <param name="Scopes">The named values of its scopes.</param>
    public sealed record Line(string Category, string Text, IReadOnlyDictionary<string, string> Scopes)
    {
        /// <summary>The trace that it says that it is part of.</summary>
        public string? Trace => Scopes.GetValueOrDefault("TraceId");

        /// <summary>Whether it was logged while a request was answered.</summary>
        public bool IsOfRequest => Scopes.ContainsKey("RequestPath");
    }

    /// <summary>The lines so far.</summary>
    public IReadOnlyList<Line> All => [.. _lines];

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Writer(this, categoryName);

    /// <inheritdoc/>
    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed class Writer(LogLines book, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => book._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var scopes = new Dictionary<string, string>(StringComparer.Ordinal);
            book._scopes.ForEachScope((scope, found) =>
            {
                foreach (var (name, value) in scope as IEnumerable<KeyValuePair<string, object?>> ?? [])
                    found[name] = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            }, scopes);
            var values = (state as IEnumerable<KeyValuePair<string, object?>> ?? []).Select(one => $"{one.Key}={one.Value}");
            var text = string.Join('\n', [$"{logLevel} {category}: {formatter(state, exception)}", .. values, .. scopes.Select(one => $"{one.Key}={one.Value}"), exception?.ToString() ?? ""]);
            book._lines.Enqueue(new Line(category, text, scopes));
        }
    }
}
