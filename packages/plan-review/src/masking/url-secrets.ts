import { isRandom, uuid } from './randomness';
import type { Span } from './spans';

const longestUrl = 2_000;
const hostLike = /^(?:\[[\da-f:]+\]|[\w.*-]*\.[\w-]+|[\w-]+)(?::\d+)?(?=[/?#,;)\s"'`<>\\]|$)/i;

/** Maximum number of nested URLs. A URL with more nested URLs is masked entirely. */
const nestedAtMost = 8;

/** Maximum number of `user:password@host` candidates to test. */
const placesAtMost = 3_000;

/** Finds user information and path tokens in URLs. Returns undefined if the text contains too many candidates. */
export function urlSecrets(text: string): readonly Span[] | undefined {
  const others = withoutScheme(text);
  if (others === undefined) return undefined;
  const spans: Span[] = [...others];
  let [runEnd, nested] = [0, 0];
  for (let at = text.indexOf('://'); at !== -1; at = text.indexOf('://', at + 3)) {
    const from = at + 3;
    if (from >= runEnd) {
      const length = text.slice(from, from + longestUrl).search(/[\s"'`<>]/);
      [runEnd, nested] = [length === -1 ? Math.min(text.length, from + longestUrl) : from + length, 0];
    }
    nested += 1;
    if (nested > nestedAtMost) {
      spans.push({ start: from, end: runEnd });
      at = runEnd - 3;
      continue;
    }
    const rest = text.slice(from, runEnd);
    const [scheme = ''] = /[a-z][a-z0-9+.-]*$/i.exec(text.slice(Math.max(0, at - 20), at)) ?? [];
    const found = [...userInfo(rest, /^(?:https?|wss?)$/i.test(scheme)), ...pathTokens(rest)];
    for (const { start, end } of found) spans.push({ start: from + start, end: from + end });
  }
  return spans;
}

/** Finds user information (RFC 3986, 3.2.1). A password ends at the last `@` before a host, and may contain `/`, `@` and `:`. */
function userInfo(rest: string, isWeb: boolean): readonly Span[] {
  const at = lastBeforeHost(rest, isWeb);
  if (at <= 0) return [];
  const colon = rest.indexOf(':');
  const slash = rest.search(/[/?#]/);
  // in `host:8443/@scope/name` and `host/path@1.2`, the `@` is part of the path
  if (slash !== -1 && slash < at && (colon === -1 || colon > slash)) return [];
  if (isWeb && /^[\w.-]*:\d{1,5}[/?#]/.test(rest)) return [];
  if (colon === -1 || colon > at) return isToken(rest.slice(0, at)) ? [{ start: 0, end: at }] : [];
  const password = rest.slice(colon + 1, at);
  const isUserToken = isToken(rest.slice(0, colon)) && (isWeb || password.length < 2);
  if (isUserToken || /^(?:x-oauth-basic|x|)$/.test(password)) return [{ start: 0, end: at }];
  return [{ start: colon + 1, end: at }];
}

const isToken = (user: string): boolean =>
  user.length >= 16 && user.length <= 500 && (/^[\w-]{16,}$/.test(user) ? /\d/.test(user) : isRandom(user));

function lastBeforeHost(rest: string, isWeb: boolean): number {
  const query = isWeb ? rest.search(/[?#]/) : -1;
  const stop = query === -1 ? rest.length : query;
  for (let at = rest.lastIndexOf('@', stop); at > 0; at = rest.lastIndexOf('@', at - 1))
    if (hostLike.test(rest.slice(at + 1)) || /^(?:\w*\(|\$|\{|\[|<|%|\/\/)/.test(rest.slice(at + 1))) return at;
  return -1;
}

/**
 * Finds passwords in connection strings without a URL scheme: `user:password@tcp(host)` (Go), `user:password@host:5432`, and
 * `user/password@//host` (Oracle).
 */
function withoutScheme(text: string): readonly Span[] | undefined {
  const spans: Span[] = [];
  let places = 0;
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    const after = text.slice(at + 1, at + 80);
    if (
      !/^(?:\w{0,10}\(|\/\/|[\w.-]+:\d{2,5}\b|[\w-]+(?:\.[\w-]+)+[/:?;"'\s]|[\w-]+\/[\w-]+(?:[?\s"']))/.test(
        `${after} `,
      )
    )
      continue;
    if (after.startsWith('sha256:')) continue;
    places += 1;
    if (places > placesAtMost) return undefined;
    const before = text.slice(Math.max(0, at - 150), at);
    const [, start = '', password = ''] =
      /(?:^|[\s"'`=(,;>])((?:jdbc:oracle:\w+:)?(?!arn:|mailto:|sips?:|xmpp:|acct:|pkg:|npm:|https?:|wss?:|[a-z]+:\/\/)[\w.%+-]{1,60}[:/])([^\s"'`]{3,120})$/i.exec(
        before,
      ) ?? [];
    const separator = start.at(-1);
    const isOracle = separator === '/' && (/^\/\//.test(after) || /jdbc:oracle|sqlplus|oracle/i.test(before));
    if (password === '' || password.startsWith('//') || (separator === '/' && !isOracle)) continue;
    // the name of a principal in Google Cloud IAM
    if (/(?<!\w)serviceAccount:[\w-]+$/.test(before) && /^[\w.-]+\.gserviceaccount\.com(?![\w.-])/.test(after))
      continue;
    // the key of a resource in Terraform: `google_project_iam_member.m["user:jane@example.com"]`
    if (/\["(?:user|group):[\w.+-]+$/.test(before) && /^[\w-]+(?:\.[\w-]+)+"\]/.test(after)) continue;
    if (/^[\w.-]+@[\w-]+\.[a-z]+$/i.test(`${password}@${after}`) && /^(?:to|cc|from)$/i.test(start.slice(0, -1)))
      continue;
    spans.push({ start: at - password.length, end: at });
  }
  return spans;
}

/** Pattern of the beginning of service URLs. The rest of the path is a token. */
const servicePaths =
  /^(?:hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)|(?:\w+\.)?discord(?:app)?\.com\/api(?:\/v\d+)?\/webhooks|[\w.-]*webhook\.office\.com\/webhookb2|outlook\.office(?:365)?\.com\/webhook|events\.(?:eu\.)?pagerduty\.com\/(?:integration|x-ere|v2\/enqueue)|api\.telegram\.org\/(?:file\/)?bot|[\w.-]*datadoghq\.(?:com|eu)\/(?:v1\/input|api\/v\d+\/input|intake\/webhook\/\w+)|[\w.-]*(?:us3|us5|ap1|ddog-gov)[\w.-]*\/(?:v1\/input|api\/v\d+\/input)|hooks\.zapier\.com\/hooks\/(?:catch|standard)|maker\.ifttt\.com\/(?:use|trigger\/[^/]+\/(?:json\/)?with\/key)|alert\.victorops\.com\/integrations\/\w+\/\d+\/alert|open\.(?:feishu\.cn|larksuite\.com)\/open-apis\/bot\/(?:v\d\/)?hook|webexapis\.com\/v1\/webhooks\/incoming|api\.ciscospark\.com\/v1\/webhooks\/incoming|hc-ping\.com|(?:www\.)?healthchecks\.io\/ping|cronitor\.link(?:\/p)?|nosnch\.in|webhook\.site|hook\.(?:\w+\.)?make\.com|hook\.integromat\.com|logs-\d+\.loggly\.com\/(?:inputs|bulk)|[\w.-]*sumologic\.com\/receiver\/v1\/http|[\w.-]*infura\.io\/v3|[\w.-]*alchemy(?:api)?\.(?:com|io)\/v2|[\w-]+\.quiknode\.pro|uptime\.betterstack\.com\/api\/v1\/heartbeat|(?:heartbeat|alert)\.uptimerobot\.com|(?:www\.)?zenduty\.com\/api\/events|api\.squadcast\.com\/v2\/incidents\/[\w-]+|(?:api|events)\.ilert\.com\/api\/(?:v1\/)?events\/[\w-]+|connect\.signl4\.com\/webhook|hooks\.airtable\.com\/workflows\/v1\/genericWebhook|api\.flock\.com\/hooks\/sendMessage|hooks\.glip\.com\/webhook|hooks\.ringcentral\.com\/webhook|[\w.-]*\.spike\.sh\/v1\/alerts|push\.statuscake\.com|cloud\.squadcast\.com|api\.pushbullet\.com|[\w.-]*grafana\.net\/integrations\/v1\/\w+|[\w.-]*\/hooks)\/?(?=[\w:%@.-])/i;

const hookPath =
  /(?:hooks?|integrations?|incoming|triggers?|heartbeats?|ping|catch|inputs?|receivers?|bots?|robot|notify|alerts?|tokens?|keys?|secrets?|invites?|share|feed|ingest|collect|push|relay|callbacks?|v\d)\b/i;

function pathTokens(rest: string): readonly Span[] {
  const end = rest.search(/[?#,;)\]}]/);
  const path = end === -1 ? rest : rest.slice(0, end);
  const known = servicePaths.exec(path);
  if (known !== null) {
    const from = known[0].length;
    // a bot token is a single path segment, followed by the name of a method
    const slash = known[0].endsWith('bot') ? path.indexOf('/', from) : -1;
    return from < path.length ? [{ start: from, end: slash === -1 ? path.length : slash }] : [];
  }
  // version ids of keys and secrets in Azure Key Vault are not secret
  if (/^[\w-]+\.(?:vault|managedhsm)\.azure\./.test(path)) return [];
  const spans: Span[] = [];
  const isHook = hookPath.test(path);
  let start = path.indexOf('/') + 1;
  while (start > 0 && start < path.length) {
    const slash = path.indexOf('/', start);
    const to = slash === -1 ? path.length : slash;
    if (isTokenOfPath(path.slice(start, to), isHook)) spans.push({ start, end: to });
    start = to + 1;
  }
  return spans;
}

const isTokenOfPath = (part: string, isHook: boolean): boolean =>
  isHook
    ? isRandom(part, 16) || uuid.test(part) || /^\d{6,}:[\w-]{20,}$/.test(part)
    : isRandom(part, 24) && /[a-z]/.test(part) && /[A-Z]/.test(part);
