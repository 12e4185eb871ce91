// A pôle's and a cluster's own systems bring an exchange to consent that both agreed on before (pre-agreed pairing).
// Types come from the contract: an operation that is renamed, a member that goes, and this no longer compiles.
import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import createClient, { type Middleware } from "openapi-fetch";
import type { components, operations, paths } from "./contract.js";

type Body<Operation extends keyof operations> = operations[Operation] extends { requestBody: { content: { "application/json": infer Content } } } ? Content : never;
type Problem = components["schemas"]["Problem"];

const service = process.env["AMBASSADORS_URL"] ?? "http://localhost:5080";
// Access tokens by e-mail address; a real system asks /connect/token for one of its own, by client credentials.
const tokens = JSON.parse(readFileSync(process.argv[2] ?? "tokens.json", "utf8")) as Record<string, string>;

/** What was answered, or an error that names the problem. Lists could be text too, had CSV been asked for. */
function expect<T>(what: string, answer: { data?: T; error?: unknown; response: Response }): Exclude<T, string | undefined> {
  if (answer.data === undefined || typeof answer.data === "string") {
    const problem = answer.error as Problem | undefined;
    const reasons = problem?.errors?.map((reason) => `${reason.code} ${reason.pointer ?? ""}`).join(", ") ?? "";
    throw new Error(`${what}: ${answer.response.status} ${problem?.code ?? ""} ${problem?.detail ?? ""} ${reasons} (traceId ${problem?.traceId ?? "none"})`);
  }
  console.log(`  ${what}`);
  return answer.data as Exclude<T, string | undefined>;
}

/** Somebody's client: brings the token, and the tag of each resource as it was last seen. */
function as(email: string) {
  const token = tokens[email];
  if (token === undefined) throw new Error(`No token for ${email}.`);
  const client = createClient<paths>({ baseUrl: service });
  const bearer: Middleware = {
    onRequest({ request }) {
      request.headers.set("Authorization", `Bearer ${token}`);
      request.headers.set("Accept-Language", "en");
      return request;
    },
  };
  client.use(bearer);
  return client;
}

/** One key for each act; a call that is sent again carries the same. */
const act = () => ({ "Idempotency-Key": randomUUID() });

/** The tag that a change of a resource takes. */
function tagOf(answer: { response: Response }): { "If-Match": string } {
  const tag = answer.response.headers.get("ETag");
  if (tag === null) throw new Error(`${answer.response.url} has no ETag.`);
  return { "If-Match": tag };
}

const day = (fromToday: number) => new Date(Date.now() + fromToday * 86_400_000).toISOString().slice(0, 10);
const euros = (amount: number): components["schemas"]["SumRequest"] => ({ amount: amount * 100, currency: "EUR" });

const pole = "aerospace-valley";
const cluster = "hamburg-aviation";
const administrator = as("admin@programme.example");
const officer = as("officer@programme.example");
const editor = as(`editor@${pole}.example`);
const poleSignatory = as(`signatory@${pole}.example`);
const ambassador = as(`ambassador@${pole}.example`);
const contact = as(`contact@${cluster}.example`);
const clusterSignatory = as(`signatory@${cluster}.example`);
const counterpart = as(`counterpart@${cluster}.example`);

async function openCall(): Promise<string> {
  const body: Body<"createCall"> = {
    title: { fr: "Appel du partenaire", en: "The partner's call" },
    opensAt: new Date().toISOString(),
    closesAt: new Date(Date.now() + 40 * 86_400_000).toISOString(),
    budget: euros(250_000),
    ceilingPerExchange: euros(100_000),
    minimumDays: 10,
    maximumDays: 365,
    directions: ["reciprocal"],
  };
  const drafted = await administrator.POST("/v1/calls", { params: { header: act() }, body });
  const path = { id: expect("the programme writes a call", drafted).id };
  const published = await administrator.POST("/v1/calls/{id}/publish", { params: { path, header: { ...act(), ...tagOf(drafted) } } });
  expect("publishes it", published);
  expect("opens it", await administrator.POST("/v1/calls/{id}/open", { params: { path, header: { ...act(), ...tagOf(published) } } }));
  return path.id;
}

async function apply(callId: string): Promise<string> {
  const members = expect("the pôle lists its members", await editor.GET("/v1/poles/{slug}/members", { params: { path: { slug: pole }, query: { limit: 100 } } }));
  const who = members.items.find((member) => member.email === `ambassador@${pole}.example`);
  if (who === undefined) throw new Error(`${pole} has no ambassador.`);
  const body: Body<"createApplication"> = {
    callId,
    poleSlug: pole,
    ambassadorId: who.id,
    direction: "reciprocal",
    objectives: "Cabin and composite know-how of both regions, agreed with Hamburg before the call.",
    themes: ["aerospace", "composite-materials"],
    languages: ["fr", "en"],
    preferences: [{ clusterSlug: cluster, rank: 1 }],
    windows: [{ startsOn: day(60), endsOn: day(300) }],
    durationDays: 90,
    requestedAmount: euros(90_000),
  };
  const drafted = await editor.POST("/v1/applications", { params: { header: act() }, body });
  const path = { id: expect("drafts an application, with its own partner first", drafted).id };
  const agreed = await ambassador.POST("/v1/applications/{id}/agree-candidacy", { params: { path, header: { ...act(), ...tagOf(drafted) } } });
  expect("the ambassador agrees", agreed);
  const submitted = await poleSignatory.POST("/v1/applications/{id}/submit", { params: { path, header: { ...act(), ...tagOf(agreed) } } });
  expect("the signatory submits it", submitted);
  const reviewed = await officer.POST("/v1/applications/{id}/start-review", { params: { path, header: { ...act(), ...tagOf(submitted) } } });
  expect("an officer reviews it", reviewed);
  expect("and qualifies it", await officer.POST("/v1/applications/{id}/qualify", { params: { path, header: { ...act(), ...tagOf(reviewed) } } }));
  return path.id;
}

async function offer(): Promise<string> {
  const members = expect("the cluster lists its members", await contact.GET("/v1/clusters/{slug}/members", { params: { path: { slug: cluster }, query: { limit: 100 } } }));
  const who = members.items.find((member) => member.email === `counterpart@${cluster}.example`);
  if (who === undefined) throw new Error(`${cluster} has no counterpart.`);
  const body: Body<"createOffer"> = {
    clusterSlug: cluster,
    counterpartId: who.id,
    directions: ["reciprocal"],
    themes: ["aerospace"],
    languages: ["fr", "en"],
    windows: [{ startsOn: day(50), endsOn: day(320) }],
    capacity: 1,
    provides: "An office at the centre of applied aeronautical research.",
  };
  const drafted = await contact.POST("/v1/offers", { params: { header: act() }, body });
  const path = { id: expect("writes an offer with its own counterpart", drafted).id };
  const submitted = await clusterSignatory.POST("/v1/offers/{id}/submit", { params: { path, header: { ...act(), ...tagOf(drafted) } } });
  expect("the signatory hands it in", submitted);
  expect("an officer publishes it", await officer.POST("/v1/offers/{id}/publish", { params: { path, header: { ...act(), ...tagOf(submitted) } } }));
  return path.id;
}

async function consent(by: ReturnType<typeof as>, id: string, party: Body<"consentToPairing">["party"]): Promise<string> {
  const shown = await by.GET("/v1/pairings/{id}", { params: { path: { id } } });
  const pairing = expect(`the ${party} reads the pairing`, shown);
  // What a party says yes to is the hash of the very bytes it has read.
  const terms = await by.GET("/v1/pairings/{id}/terms/{version}", { params: { path: { id, version: pairing.termsVersion } }, parseAs: "arrayBuffer" });
  const termsHash = createHash("sha256").update(Buffer.from(expect("and its terms", terms))).digest("hex");
  if (termsHash !== pairing.termsHash) throw new Error(`The terms' bytes have the hash ${termsHash}, the pairing says ${pairing.termsHash}.`);
  const consented = await by.POST("/v1/pairings/{id}/consent", { params: { path: { id }, header: { ...act(), ...tagOf(shown) } }, body: { party, termsHash } });
  return expect(`and consents to ${termsHash.slice(0, 12)}…`, consented).status;
}

const applicationId = await apply(await openCall());
const proposal: Body<"proposePairing"> = {
  applicationId,
  offerId: await offer(),
  terms: {
    legs: [
      { direction: "outbound", startsOn: day(80), endsOn: day(169) },
      { direction: "inbound", startsOn: day(180), endsOn: day(239) },
    ],
    objectives: "Three months in Hamburg, two in Toulouse: a common programme on cabins.",
    amount: euros(90_000),
  },
};
const proposed = await poleSignatory.POST("/v1/pairings", { params: { header: act() }, body: proposal });
const pairing = expect("the pôle's signatory proposes the pairing", proposed);
await consent(poleSignatory, pairing.id, "pole");
await consent(clusterSignatory, pairing.id, "cluster");
await consent(ambassador, pairing.id, "ambassador");
const status = await consent(counterpart, pairing.id, "counterpart");
if (status !== "consented") throw new Error(`The pairing is ${status}, not consented.`);

// A refusal is told by its permanent code, and is a type as well.
const again = await poleSignatory.POST("/v1/pairings", { params: { header: act() }, body: proposal });
if (again.error === undefined || again.response.status !== 409) throw new Error(`The same proposal was answered ${again.response.status}, not 409.`);
console.log(`  the same proposal again is refused: ${again.error.code}`);
console.log(`Pairing ${pairing.id} is ${status}.`);
