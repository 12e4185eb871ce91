namespace Ambassadors.Matching;

/// <summary>
/// Deferred acceptance (Gale and Shapley, 1962): each application proposes down its list, each offer keeps the best it has seats for. No two
/// sides then would rather have each other. Equal wishes are put in order by the lottery. Capacities, locked and forbidden pairs alone count.
/// </summary>
internal static class Stability
{
    public static Plan Propose(OpenProblem open, CancellationToken cancellation)
    {
        var problem = open.Problem;
        var wishes = new int[problem.Applications.Length][];
        for (var i = 0; i < wishes.Length; i++)
            wishes[i] = Wishes(open, i, null);
        var pairOf = new int[problem.Applications.Length];
        Array.Fill(pairOf, -1);
        // The one that an offer would least like to keep comes first.
        var kept = problem.Offers.Select(_ => new PriorityQueue<int, int>(
            Comparer<int>.Create((one, other) => Order(problem, problem.OfferRank, other, one)))).ToArray();
        var asked = new int[problem.Applications.Length];
        var waiting = new Stack<int>(Enumerable.Range(0, problem.Applications.Length));
        while (waiting.TryPop(out var i))
        {
            cancellation.ThrowIfCancellationRequested();
            if (asked[i] == wishes[i].Length)
                continue;
            var e = wishes[i][asked[i]++];
            var j = problem.OfferOf[e];
            kept[j].Enqueue(e, e);
            pairOf[i] = e;
            if (kept[j].Count <= open.Seats[j])
                continue;
            var refused = problem.ApplicationOf[kept[j].Dequeue()];
            pairOf[refused] = -1;
            waiting.Push(refused);
        }
        return Plan.Of(open, pairOf);
    }

    /// <summary>The offer that an application would have if no seats counted.</summary>
    public static int Favourite(OpenProblem open, int application) => Wishes(open, application, MatchingRule.Seats)[0];

    private static int[] Wishes(OpenProblem open, int application, MatchingRule? waived)
    {
        var problem = open.Problem;
        int[] wishes = [.. Enumerable.Range(problem.Start[application], problem.Start[application + 1] - problem.Start[application])
            .Where(e => open.IsOpen(e, waived))];
        Array.Sort(wishes, (one, other) => Order(problem, problem.ApplicationRank, one, other));
        return wishes;
    }

    private static int Order(CanonicalProblem problem, int[] ranks, int one, int other)
    {
        var rather = Blocking.Compare(problem, ranks, one, other);
        return rather != 0 ? rather : (Lottery.Number(problem, one), one).CompareTo((Lottery.Number(problem, other), other));
    }
}
