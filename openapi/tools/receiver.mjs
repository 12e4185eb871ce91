// Receives webhooks of a running service with libraries of others: standardwebhooks checks the signatures, cloudevents the events. On standard input comes an administrator's token.
//   AMBASSADORS_URL=http://127.0.0.1:5080 node receiver.mjs < token
import { createServer } from "node:http";
import { createPublicKey, randomUUID, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import assert from "node:assert/strict";
import { HTTP } from "cloudevents";
import { Webhook } from "standardwebhooks";

const service = process.env.AMBASSADORS_URL;
const token = readFileSync(0, "utf8").trim();
const patience = 30_000;

// The vector that the contract's introduction gives.
const vector = { "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp": "1614265330" };
assert.equal(
  new Webhook("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").sign(vector["webhook-id"], new Date(1614265330_000), '{"test": 2432232314}'),
  "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

const received = [];
let tell = () => {};
const server = createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString("utf8") });
    response.writeHead(204).end();
    tell();
  });
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const url = `http://127.0.0.1:${server.address().port}/hooks`;

async function post(path, body, tag) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json", "idempotency-key": randomUUID() };
  if (tag) headers["if-match"] = tag;
  const answer = await fetch(`${service}/v1/webhook-endpoints${path}`, { method: "POST", headers, body: body && JSON.stringify(body) });
  assert.ok(answer.ok, `${path}: ${answer.status} ${await answer.clone().text()}`);
  return { tag: answer.headers.get("etag"), body: await answer.json() };
}

async function next() {
  const until = Date.now() + patience;
  while (received.length === 0) {
    assert.ok(Date.now() < until, "nothing came");
    await Promise.race([new Promise((resolve) => { tell = resolve; }), new Promise((resolve) => setTimeout(resolve, 500))]);
  }
  return received.shift();
}

function check(message, ...secrets) {
  for (const secret of secrets) {
    new Webhook(secret).verify(message.body, message.headers);
    assert.throws(() => new Webhook(secret).verify(message.body.replace("1.0", "1.1"), message.headers));
  }
  const event = HTTP.toEvent({ headers: message.headers, body: message.body });
  assert.equal(event.validate(), true);
  assert.equal(event.id, message.headers["webhook-id"]);
  return event;
}

const types = ["webhook_endpoint.test"];
const made = await post("", { url, types, description: "A receiver of others' making" });
await post(`/${made.body.id}/test`);
const event = check(await next(), made.body.secret);
console.log(`${event.type}: taken by standardwebhooks and cloudevents`);

const rotated = await post(`/${made.body.id}/rotate-secret`, { overlapHours: 1 }, made.tag);
await post(`/${made.body.id}/test`);
check(await next(), made.body.secret, rotated.body.secret);
console.log("during the overlap both secrets check");

const keyed = await post("", { url, types, signature: "ed25519" });
await post(`/${keyed.body.id}/test`);
const signed = await next();
const raw = Buffer.from(keyed.body.secrets[0].publicKey.slice("whpk_".length), "base64");
const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: raw.toString("base64url") }, format: "jwk" });
const content = Buffer.from(`${signed.headers["webhook-id"]}.${signed.headers["webhook-timestamp"]}.${signed.body}`);
const signature = Buffer.from(signed.headers["webhook-signature"].slice("v1a,".length), "base64");
assert.ok(verify(null, content, key, signature));
assert.ok(!verify(null, Buffer.concat([content, Buffer.from(" ")]), key, signature));
console.log("Ed25519: checked with the public key");

const feed = await fetch(`${service}/v1/events?limit=100`, { headers: { authorization: `Bearer ${token}`, accept: "application/cloudevents-batch+json" } });
const batch = HTTP.toEvent({ headers: Object.fromEntries(feed.headers), body: await feed.text() });
assert.ok(batch.length > 10 && batch.every((one) => one.validate()));
console.log(`${batch.length} events of the feed, a batch that cloudevents takes`);
server.close();
