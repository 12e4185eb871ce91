namespace Ambassadors.Api.Http;

/// <summary>What an operation has to find out elsewhere before its transaction begins: no transaction is held open while somebody else is waited for.</summary>
/// <param name="RunAsync">Finds it out, by the request's arguments.</param>
public sealed record BeforeTransaction(Func<EndpointFilterInvocationContext, Task> RunAsync);
