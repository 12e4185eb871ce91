namespace Ambassadors.Domain.Money;

/// <summary>A sum of money: a whole number of minor units (cents) and an ISO 4217 code.</summary>
/// <param name="Amount">Minor units: 1200000 is 12 000.00 EUR.</param>
/// <param name="Currency">ISO 4217, three capital letters.</param>
public sealed record Sum(long Amount, string Currency);
