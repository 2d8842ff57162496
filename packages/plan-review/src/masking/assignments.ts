import { isFileName, isHarmless, isPasswordLike, isPlainUrl, isPlainWords } from './harmless-values';
import { isRandomValue } from './random-values';
import { isRandom, uuid } from './randomness';
import { type Secrecy, secrecyOf } from './secret-names';
import type { Span } from './spans';
import { valueAt, type WrittenValue } from './written-values';

const longestName = 64;

const isNameSign = (code: number): boolean =>
  (code >= 48 && code <= 57) ||
  (code >= 65 && code <= 90) ||
  (code >= 97 && code <= 122) ||
  code === 95 ||
  code === 45 ||
  code === 46 ||
  code === 36;

const closers = new Set([...' \t"\'`\\]|?+'].map((sign) => sign.charCodeAt(0)));
const isCloser = (code: number): boolean => closers.has(code);

/** Returns whether a value is a secret. `secrecy` states what the name implies about the value. */
export function isSecretValue(secrecy: Secrecy, name: string, value: string): boolean {
  if (secrecy === 'none' || isHarmless(value)) return false;
  if (secrecy === 'certain') return !isPlainUrl(value) || /hook|dsn|connection|sas|signed/i.test(name);
  if (secrecy === 'likely') return !isPlainWords(value) && !isPlainUrl(value);
  if (isFileName(value)) return false;
  return isRandom(value, 12) || /^[0-9a-f]{24,}$/i.test(value) || isSecretId(name, value);
}

/** Returns whether the value of a secret id is itself a secret, as in Vault's AppRole. Other secret ids are names or ARNs. */
function isSecretId(name: string, value: string): boolean {
  if (!/secret_?id$/i.test(name)) return false;
  return uuid.test(value) || (isPasswordLike(value) && !/^[a-z\d]+(?:[-_/][a-z\d]+)+$/i.test(value));
}

/**
 * Finds values of variables, keys, elements, parameters, options and arguments whose names indicate a secret. Scans the text
 * once for separators, and reads the name before each separator backwards, up to the maximum length of a name.
 */
export function assignments(text: string): readonly Span[] {
  const spans: Span[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const found = secretAt(text, at);
    if (found === undefined) continue;
    spans.push({ start: found.start, end: found.end });
    at = Math.max(at, found.end - 1);
  }
  return spans;
}

function secretAt(text: string, at: number): Span | undefined {
  switch (text.charCodeAt(at)) {
    case 61: // =
    case 58: // :
      return assigned(text, at);
    case 62: // >
      return inElement(text, at);
    case 44: // ,
    case 40: // (
      return argument(text, at);
    case 123: // {
      return shellDefault(text, at);
    case 124: // |
    case 63: // ?
      return fallback(text, at);
    case 32:
    case 9:
      return afterSpace(text, at);
    default:
      return undefined;
  }
}

interface Name {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Returns the name before a separator, without surrounding quotes and brackets. */
function nameBefore(text: string, at: number): Name | undefined {
  let end = at;
  while (end > 0 && at - end < 8 && isCloser(text.charCodeAt(end - 1))) end -= 1;
  let start = end;
  while (start > 0 && end - start < longestName && isNameSign(text.charCodeAt(start - 1))) start -= 1;
  return start === end ? undefined : { text: text.slice(start, end), start, end };
}

function assigned(text: string, at: number): Span | undefined {
  const name = nameBefore(text, at);
  if (name === undefined) return undefined;
  const pair = valueNames.test(name.text) ? (pairedName(text, name.start) ?? parameterName(text, name)) : undefined;
  const secrecy = secrecyIn(text, pair ?? name.text, name.start);
  if (secrecy === 'none') return generated(text, at, name.text);
  const isColon = text[at] === ':';
  if (isColon && (isInArn(text, name.start) || (secrecy !== 'certain' && isTagged(text, at)))) return undefined;
  return accept(
    valueAt(text, at + 1, { isColon, isLong: longNames.test(pair ?? name.text), isWeak: secrecy === 'possible' }),
    secrecy,
    pair ?? name.text,
  );
}

/** Pattern of the container image before a tag. A tag may be a commit hash. */
const imageBefore = /[\w-]\.[\w.-]{2,60}(?::\d{1,5})?\/[\w./-]{1,100}$/;

/** Pattern of the tag of a container image after a colon, such as a version, a branch or a commit hash. */
const tagAfter =
  /^(?:v?\d+(?:[._-]\w+)*|[0-9a-f]{7,40}|latest|stable|edge|nightly|main|master|dev|develop|staging|prod|production)(?![\w-])/;

/** Returns whether a colon is between a container image and its tag. */
const isTagged = (text: string, at: number): boolean =>
  imageBefore.test(text.slice(Math.max(0, at - 160), at)) && tagAfter.test(text.slice(at + 1, at + 130));

/** Returns the span of a value that looks generated, whatever its name. */
function generated(text: string, at: number, name: string): Span | undefined {
  const [, before = '', value = ''] =
    /^([=>]?\s{0,2}\\?["'`]?)([\w+/-]{20,200}={0,2})(?![\w+/.:@-])/.exec(text.slice(at + 1, at + 220)) ?? [];
  const start = at + 1 + before.length;
  if (value === '' || /^\d+$/.test(name) || !isRandomValue(name, value) || isInArn(text, at)) return undefined;
  if (text[at] === ':' && isTagged(text, at)) return undefined;
  return { start, end: start + value.length };
}

/** Pattern of names of secret URL parameters, which are shorter than variable names. */
const parameters = /^(?:k|key|code|sig|auth|pass|u?pw|signature|X-\w+-Signature|X-\w+-Credential|AWSAccessKeyId)$/i;

function secrecyIn(text: string, name: string, start: number): Secrecy {
  const secrecy = secrecyOf(name);
  if (secrecy === 'certain' || !/[?&;]/.test(text.charAt(start - 1))) return secrecy;
  return parameters.test(name) ? 'certain' : secrecy;
}

const longNames = /pass(?!port)|pwd|phrase/i;
const valueNames = /^(?:\w*[_-])?(?:value|val|content|default|secret_?value|parametervalue|body|pattern)$/i;

/** Returns `X` if `name: X` or `key="X"` precedes `value: …`, as in lists of variables. */
function pairedName(text: string, before: number): string | undefined {
  const [, name] =
    /(?:^|[\s"'{,<\\-])(?:--)?(?:name|key|Name|Key|ParameterKey|variable|header)\\{0,2}["']?\s{0,3}[:=\s]\s{0,3}\\{0,2}["']?([\w./-]{1,64})\\{0,2}["']?(?:[\s,;\\n"'-]|--?type \w+){1,40}$/i.exec(
      text.slice(Math.max(0, before - 160), before),
    ) ?? [];
  return name;
}

/** Returns the name of a CloudFormation parameter in YAML. The name is a few lines above the default value. */
function parameterName(text: string, name: Name): string | undefined {
  if (name.text !== 'Default') return undefined;
  return /(?:^|\n)[ \t]*(\w{1,64}):[ \t]*\r?\n(?:[ \t]+(?:Type|Description|NoEcho|\w+Length):[^\n]{0,80}\n){0,4}[ \t]+$/.exec(
    text.slice(Math.max(0, name.start - 300), name.start),
  )?.[1];
}

/** Returns whether a colon is part of an ARN. For example, `arn:aws:secretsmanager:…:secret:name` is not an assignment. */
const isInArn = (text: string, at: number): boolean => /arn:[\w:/*.${}-]*$/.test(text.slice(Math.max(0, at - 160), at));

function accept(value: WrittenValue | undefined, secrecy: Secrecy, name: string): Span | undefined {
  if (value === undefined) return undefined;
  const written = value.text;
  if (value.isBlock) return { start: value.start, end: value.end };
  if (!value.isQuoted && written.length < (longNames.test(name) ? 1 : parameters.test(name) ? 6 : 4)) return undefined;
  // plain words in a sentence are not a password
  if (value.isProse && isPlainWords(written)) return undefined;
  return isSecretValue(secrecy, name, written) ? { start: value.start, end: value.end } : undefined;
}

/** Finds secrets in shell defaults: `${DB_PASSWORD:-…}`, `PASSWORD=${X:-…}`. */
function shellDefault(text: string, at: number): Span | undefined {
  if (text[at - 1] !== '$') return undefined;
  const [, start = '', inner = '', value = ''] =
    /^(\{([A-Za-z_]\w{0,63}):?[-=])([^{}"'\s]{4,200})\}/.exec(text.slice(at, at + 280)) ?? [];
  if (value === '') return undefined;
  const [, outer = ''] = /([\w.-]{1,64})["']?\s?[=:]\s?["']?\$$/.exec(text.slice(Math.max(0, at - 80), at)) ?? [];
  const isSecret = [inner, outer].some((name) => isSecretValue(secrecyOf(name), name, value));
  return isSecret ? { start: at + start.length, end: at + start.length + value.length } : undefined;
}

/** Finds secrets in fallback values: `process.env.DB_PASSWORD || "…"`. */
function fallback(text: string, at: number): Span | undefined {
  if (text[at + 1] !== text[at] || !/^\s{0,3}["'`]/.test(text.slice(at + 2, at + 6))) return undefined;
  const name = nameBefore(text, at);
  if (name === undefined) return undefined;
  const last = name.text.slice(name.text.lastIndexOf('.') + 1);
  return accept(valueAt(text, at + 2, {}), secrecyOf(last), last);
}

/** Finds secrets in XML elements: `<password>…</password>`, `<entry key="password">…</entry>`. */
function inElement(text: string, at: number): Span | undefined {
  const name = nameBefore(text, at);
  if (name === undefined || !/[<"':]/.test(text.charAt(name.start - 1))) return undefined;
  const secrecy = secrecyOf(name.text);
  if (secrecy === 'none') return undefined;
  const end = text.indexOf('<', at);
  if (end <= at + 1 || end - at > 5_000) return undefined;
  const value = text.slice(at + 1, end).replace(/^<!\[CDATA\[/, '');
  return isSecretValue(secrecy, name.text, value) ? { start: at + 1, end } : undefined;
}

/** Finds secrets among call arguments: `define('DB_PASSWORD', '…')`, `setPassword("…")`. */
function argument(text: string, at: number): Span | undefined {
  const name = nameBefore(text, at);
  if (name === undefined || !/^\s{0,3}\\?["'`]/.test(text.slice(at + 1, at + 6))) return undefined;
  const isCall = text[at] === '(';
  if (isCall !== (name.end === at)) return undefined;
  const secrecy = secrecyOf(name.text.slice(name.text.lastIndexOf('.') + 1));
  return secrecy === 'none' || secrecy === 'possible'
    ? undefined
    : accept(valueAt(text, at + 1, {}), secrecy, name.text);
}

/** Pattern of commands that set a value: their arguments are a name and a value, separated by a space. */
const setters =
  /(?:^|[\s"'`;|&])(?:set|setx|env|setenv|param|fastcgi_param|config|put|add|-e|--env|option|export|define|arg|proxy_set_header|set-option)\s{1,4}(?:--?[\w-]+\s{1,3}){0,3}(?:\w+\.)?$/i;
const alone =
  /^(?:requirepass|masterauth|sentinel-pass|masteruser-pass|aws_secret_access_key|aws_session_token|aws_access_key_id|keypass|storepass)$/i;

/** Pattern of encryption types, which router and VPN configurations contain between a name and a value. */
const filler =
  /^\s{0,3}(?:\d|ascii-text|hexadecimal|encrypted|unencrypted|clear|cipher|simple|ascii|hex)\s{1,3}(?=\S)/i;

/** Character codes of quotes, which are faster to compare than strings. The comparison runs for every space. */
const quoteCodes: ReadonlySet<number> = new Set(["'", '"'].map((quote) => quote.charCodeAt(0)));

/** Finds secrets after a space: `--db-password …`, `ENV TOKEN …`, `aws configure set aws_secret_access_key …`, `password 0 …`. */
function afterSpace(text: string, at: number): Span | undefined {
  const preceding = text.charCodeAt(at - 1);
  if (!isNameSign(preceding) && !quoteCodes.has(preceding)) return undefined;
  if (/[=:\s-]/.test(text.charAt(at + 1))) return undefined;
  const name = nameBefore(text, at);
  if (name === undefined) return undefined;
  const pair = /^--(?:value|body|default)$/.test(name.text) ? pairedName(text, name.start) : undefined;
  const secrecy = alone.test(name.text) ? 'certain' : secrecyOf(pair ?? name.text);
  if (secrecy === 'none') return undefined;
  const skipped = filler.exec(text.slice(at, at + 30))?.[0].length ?? 0;
  const value = valueAt(text, at + Math.max(1, skipped), { isWeak: secrecy === 'possible' });
  const isOption = /^--?[A-Za-z][A-Za-z_.-]*$/.test(name.text) || alone.test(name.text);
  if (isOption) return accept(value, secrecy, pair ?? name.text);
  if (value === undefined || value.isBlock || secrecy === 'possible') return undefined;
  const isSet = setters.test(text.slice(Math.max(0, name.start - 40), name.start));
  const isWritten = /[A-Z]_[A-Z]|[a-z][_-][a-z]|^[A-Z]{4,}$/.test(name.text);
  return (isSet && isWritten) || isPasswordLike(value.text) ? accept(value, secrecy, name.text) : undefined;
}
