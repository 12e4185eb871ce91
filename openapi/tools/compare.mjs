// Compares recorded traffic with the published document:  node compare.mjs traffic.har ambassadors.v1.json unseen.json codes.txt
// Nothing may pass that the document does not show, and nothing may stand in it, or in the registry of codes, that no test
// has seen; what can't be seen is listed in unseen.json with its reason.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

const [traffic, published, excused, registry] = process.argv.slice(2);
const entries = JSON.parse(readFileSync(traffic, 'utf8')).log.entries;
const document = JSON.parse(readFileSync(published, 'utf8'));
const unseen = JSON.parse(readFileSync(excused, 'utf8'));
const codes = readFileSync(registry, 'utf8').split('\n').filter(Boolean);

// Beside the contract: the identity server, which answers as OAuth says, pages for people, figures for Prometheus, and the contract itself.
const outside = /^\/($|metrics$|connect(\/|$)|docs(\/|$)|openapi\/|problems(\/|$)|sign-in|set-password|\.well-known\/)/;
// Of the transport, of browsers' origins, and of methods that are not offered.
const transport = /^(date|server|transfer-encoding|content-length|content-type|content-encoding|connection|keep-alive|access-control-.*|alt-svc)$/;

const findings = new Map();
function find(what, entry) {
  const known = findings.get(what);
  if (known) known.count++;
  else findings.set(what, { count: 1, example: `${entry.request.method} ${entry.request.url} -> ${entry.response.status} ${(entry.response.content.text ?? '').slice(0, 300)}` });
}

// Answers stay open to their readers; what is sent is compared with exactly what is shown.
function closed(node) {
  if (Array.isArray(node)) return node.map(closed);
  if (node === null || typeof node !== 'object') return node;
  const copy = Object.fromEntries(Object.entries(node).filter(([name]) => name !== 'example' && name !== 'examples').map(([name, value]) => [name, closed(value)]));
  if (node.properties && node.type === 'object' && node.additionalProperties === undefined) copy.additionalProperties = false;
  return copy;
}
const ajv = formats(new Ajv({ strict: false, allErrors: true, validateFormats: true }));
ajv.addSchema({ $id: 'document', ...closed({ components: { schemas: document.components.schemas } }) });
const compiled = new Map();
function errorsOf(schema, value) {
  const key = JSON.stringify(schema);
  if (!compiled.has(key)) compiled.set(key, ajv.compile(JSON.parse(JSON.stringify(closed(schema)).replaceAll('"$ref":"#/', '"$ref":"document#/'))));
  const validate = compiled.get(key);
  return validate(value) ? [] : validate.errors.map((error) =>
    `${error.instancePath.replace(/\/\d+/g, '/*') || '/'} ${error.message}${error.params.additionalProperty ? ` (${error.params.additionalProperty})` : ''}`);
}
const resolve = (part) => (part?.$ref ? part.$ref.slice(2).split('/').reduce((at, name) => at[name], document) : part);

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).filter(([method]) => /^(get|put|post|patch|delete)$/.test(method)).map(([method, operation]) => ({ path, method, operation, seen: new Set() })));
const patterns = Object.keys(document.paths)
  .map((path) => ({ path, fixed: path.replace(/\{[^}]+\}/g, '').length, match: new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}/?$`, 'i') }))
  .sort((one, other) => other.fixed - one.fixed);

const headersOf = (entry) => entry.response.headers.map(({ name, value }) => [name.toLowerCase(), value]);
const typeOf = (entry) => (entry.response.content.mimeType ?? '').split(';')[0].trim().toLowerCase();
function bodyOf(entry) {
  try {
    return JSON.parse(entry.response.content.text);
  } catch {
    find('a body is no JSON', entry);
    return undefined;
  }
}

const problem = { $ref: '#/components/schemas/Problem' };
const seenCodes = new Set();
function lookIntoProblem(entry) {
  if (entry.request.method === 'HEAD' || typeOf(entry) !== 'application/problem+json') return;
  const body = bodyOf(entry);
  for (const code of [body?.code, ...(body?.errors ?? []).map((error) => error.code)]) if (code) seenCodes.add(code);
  if (body && body.status !== entry.response.status) find('a problem has another status than its answer', entry);
}

// RFC 3339 in UTC, ISO 3166-1, ISO 4217 with whole minor units, BCP 47: over every member of every answer.
const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
const currencies = new Set(Intl.supportedValuesOf('currency'));
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/;
const day = /^\d{4}-\d\d-\d\d$/;
const isLanguage = (text) => { try { return Intl.getCanonicalLocales(text)[0].toLowerCase() === text.toLowerCase(); } catch { return false; } };
const isCountry = (text) => /^[A-Z]{2}$/.test(text) && regions.of(text) !== undefined;
const forms = [
  [/(^at|At)$/, (value) => instant.test(value), 'an instant, RFC 3339 in UTC'],
  [/On$/, (value, name) => (name === 'signedOn' ? /^\d{4}(-\d\d){0,2}$/ : day).test(value), 'a day'],
  [/^country$/, isCountry, 'a country, ISO 3166-1'],
  [/^countries$/, (value) => value.every(isCountry), 'countries, ISO 3166-1'],
  [/^currency$/, (value) => currencies.has(value), 'a currency, ISO 4217'],
  [/^amount$/, (value, _, of) => (typeof value === 'object' ? Number.isSafeInteger(value.amount) : Number.isSafeInteger(value) && 'currency' in of), 'whole minor units with their currency'],
  [/^language$/, isLanguage, 'a language, BCP 47'],
  [/^languages$/, (value) => !Array.isArray(value) || value.every(isLanguage), 'languages, BCP 47']
];
function lookAtForms(value, entry, path = '') {
  if (Array.isArray(value)) return value.forEach((item) => lookAtForms(item, entry, path));
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d/.test(value) && !instant.test(value)) find(`${path}: ${value} is no instant in UTC`, entry);
  if (value === null || typeof value !== 'object') return;
  for (const [name, member] of Object.entries(value)) {
    for (const [names, holds, what] of forms) if (names.test(name) && !holds(member, name, value)) find(`${path}.${name}: ${JSON.stringify(member)} is not ${what}`, entry);
    lookAtForms(member, entry, `${path}.${name}`);
  }
}

for (const entry of entries) {
  lookIntoProblem(entry);
  const url = new URL(entry.request.url);
  if (url.hostname !== 'service.test' || outside.test(url.pathname)) continue;
  const { status } = entry.response;
  // HEAD is answered wherever GET is, as HTTP has it, and needs no line of its own.
  if (entry.request.method === 'HEAD') continue;
  const pattern = patterns.find((one) => one.match.test(url.pathname));
  const method = entry.request.method.toLowerCase();
  const found = pattern && operations.find((one) => one.path === pattern.path && one.method === method);
  if (!found) {
    // Not in the document: then it is not offered either, and says so as everything does.
    if (method !== 'options' && !(pattern ? [405, 404, 401] : [400, 401, 404, 405]).includes(status)) find(`${method} ${url.pathname} is not in the document and answers ${status}`, entry);
    if (method !== 'options') for (const error of errorsOf(problem, bodyOf(entry))) find(`outside of every operation: ${error}`, entry);
    continue;
  }

  // What the server itself can't take for HTTP is closed before anything of ours has seen it.
  if (status === 400 && !entry.response.headers.some(({ name }) => name.toLowerCase() === 'api-version')) continue;
  const name = found.operation.operationId;
  found.seen.add(String(status));
  const answer = resolve(found.operation.responses[status]);
  if (!answer) {
    find(`${name} answers ${status}, which the document does not show`, entry);
    continue;
  }

  const shown = Object.fromEntries(Object.entries(answer.headers ?? {}).map(([header, of]) => [header.toLowerCase(), resolve(of)]));
  for (const [header, value] of headersOf(entry)) {
    if (transport.test(header)) continue;
    if (!shown[header]) find(`${name} ${status} sends the header ${header}, which the document does not show`, entry);
    else for (const error of errorsOf(shown[header].schema, value)) find(`${name} ${status}: the header ${header}: ${error}`, entry);
  }

  const type = typeOf(entry);
  const text = entry.response.content.text ?? '';
  if (!answer.content) {
    if (text !== '') find(`${name} ${status} has a body, which the document does not show`, entry);
    continue;
  }
  const media = answer.content[type];
  if (!media) {
    find(`${name} ${status} is ${type || 'without a body'}, which the document does not show`, entry);
    continue;
  }
  if (!/json$/.test(type) || /ndjson/.test(type)) continue;
  const body = bodyOf(entry);
  for (const error of errorsOf(media.schema, body)) find(`${name} ${status}: ${error}`, entry);
  lookAtForms(body, entry);
}

// What stands in the document was seen, or is excused; and no excuse is kept that is not needed.
const missing = [];
const excuses = new Map(Object.entries(unseen.statuses));
const needed = new Set();
for (const { operation, seen } of operations) {
  for (const status of Object.keys(operation.responses)) {
    const names = [`${operation.operationId} ${status}`, `* ${status}`];
    const excuse = names.find((name) => excuses.has(name));
    if (!seen.has(status) && excuse) needed.add(excuse);
    else if (!seen.has(status)) missing.push(`${operation.operationId} ${status} was not seen`);
  }
}
for (const excuse of excuses.keys()) if (!needed.has(excuse)) missing.push(`${excuse} is listed as unseen, and was seen or is no more`);
// What only a race brings about is seen in some runs and not in others.
for (const code of codes) if (!seenCodes.has(code) && !unseen.codes[code] && !unseen.races[code]) missing.push(`the code ${code} was not seen`);
for (const code of Object.keys(unseen.codes)) if (seenCodes.has(code) || !codes.includes(code)) missing.push(`the code ${code} is listed as unseen, and was seen or is no more`);
for (const code of seenCodes) if (!codes.includes(code)) missing.push(`the code ${code} was answered and has no text`);

for (const [what, { count, example }] of findings) console.log(`${what} (${count} times)\n    ${example}`);
for (const one of missing) console.log(one);
const statuses = operations.reduce((sum, { operation }) => sum + Object.keys(operation.responses).length, 0);
const seen = operations.reduce((sum, { operation, seen: of }) => sum + Object.keys(operation.responses).filter((status) => of.has(status)).length, 0);
console.log(`${entries.length} exchanges, ${operations.filter(({ seen: of }) => of.size > 0).length} of ${operations.length} operations, ${seen} of ${statuses} statuses, ${codes.filter((code) => seenCodes.has(code)).length} of ${codes.length} codes; ${findings.size} findings, ${missing.length} missing`);
process.exitCode = findings.size + missing.length > 0 ? 1 : 0;
