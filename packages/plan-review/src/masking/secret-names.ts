import {
  aboutWords,
  descriptiveWords,
  joinedSecret,
  likelySecretWords,
  neutralWords,
  publicKeyKinds,
  secretKeyKinds,
  secretPairs,
  secretWords,
} from './name-words';

/**
 * Secrecy that a name implies for its value. A `certain` value is always secret, a `likely` value is secret unless it
 * consists of plain words, and a `possible` value is secret only if it looks random.
 */
export type Secrecy = 'certain' | 'likely' | 'possible' | 'none';

const known = new Map<string, Secrecy>();
const knownAtMost = 50_000;
const longestName = 200;

/** Returns the secrecy that the name of an attribute, variable, header or option implies for the value. */
export function secrecyOf(name: string): Secrecy {
  const earlier = known.get(name);
  if (earlier !== undefined) return earlier;
  const secrecy = secrecyOfWords(wordsOf(name.slice(-longestName)), name);
  if (known.size >= knownAtMost) known.clear();
  known.set(name, secrecy);
  return secrecy;
}

// this pattern quickly excludes most names
const maySecret =
  /pass|pw|psk|kennw|contras|senha|wachtw|parola|secret|token|cred|cookie|dsn|pin|salt|pepper|otp|mnemonic|ssn|jwt|bearer|key|auth|pat|dockerc|config|hook|sig|hmac|community|seed|licen|str|sas|data|pem|code|join|profile|puk|phrase|answer|kodeord|losenord|heslo|haslo|salasana|jelszo|clave|parool|sifre|ltk|private|_sk/i;

/** The word "password" in Russian, Japanese, Chinese, Korean and Spanish. */
const otherScripts = /парол|パスワード|パスフレーズ|暗証番号|密码|密碼|口令|비밀번호|암호|contraseñ/i;

function wordsOf(name: string): readonly string[] {
  if (otherScripts.test(name)) return ['password'];
  if (!maySecret.test(name)) return [];
  return (
    name
      .replace(/s3/gi, 'bucket')
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .replace(/([A-Z]{1,40})([A-Z][a-z])/g, '$1 $2')
      .replace(/([A-Za-z])(\d)/g, '$1 $2')
      .replace(/(\d)([A-Za-z])/g, '$1 $2')
      .toLowerCase()
      // the value is the content of a file; the suffix `file` would indicate a file name
      .replace(/file[^a-z0-9]+contents?$/, '')
      .split(/[^a-z0-9]+/)
      .filter((word) => word !== '')
      .flatMap(splitJoined)
  );
}

/** Splits joined words, such as `dbpass` and `passwordfile`, but not `tokenizer` and `secretary`. */
function splitJoined(word: string): readonly string[] {
  if (secretWords.has(word) || word.length > 60) return [word];
  const kind = /^(.+?)keys?$/.exec(word)?.[1] ?? '';
  if (secretKeyKinds.has(kind)) return [kind, 'key'];
  const [, before = '', core = '', after = ''] = joinedSecret.exec(word) ?? [];
  if (core === '') return [word];
  if (after !== '' && !neutralWords.has(after) && !descriptiveWords.has(after)) return [word];
  return [before, core, after].filter((part) => part !== '');
}

/** Returns the secrecy of a name. Reads the words backwards, and stops at the first word that determines the secrecy. */
function secrecyOfWords(words: readonly string[], name: string): Secrecy {
  let isKnown = true;
  for (let end = words.length; end > 0 && words.length - end < 5; end -= 1) {
    const last = words[end - 1] ?? '';
    // digits and `sha` do not matter: `hmac_sha256_key` is an HMAC key
    const beforeLast = words.slice(0, end - 1).findLast((word) => !/^(?:\d+|sha)$/.test(word)) ?? '';
    const secrecy = secrecyOfEnd(last, beforeLast, name);
    if (secrecy !== undefined) {
      if (words.slice(0, end - 1).some((word) => aboutWords.has(word))) return 'none';
      return secrecy === 'certain' && !isKnown ? 'likely' : secrecy;
    }
    if (neutralWords.has(last) || /^\d+$/.test(last)) continue;
    // a secret id of AppRole is itself a secret; other secret ids are names or ARNs
    if (last === 'id' && beforeLast === 'secret') return 'possible';
    if (descriptiveWords.has(last)) return 'none';
    isKnown = false;
  }
  return 'none';
}

function secrecyOfEnd(last: string, beforeLast: string, name: string): Secrecy | undefined {
  if (last === 'key' || last === 'keys') return secrecyOfKey(beforeLast, name);
  if (secretPairs.has(`${beforeLast}-${last}`) || secretWords.has(last)) return 'certain';
  return likelySecretWords.has(last) ? 'likely' : undefined;
}

/** Pattern of names in capitals, such as environment variables, whose values are keys. Other names often refer to a key field. */
const inCapitals = /^[A-Z0-9_]+_KEYS?(?:_|$)/;

function secrecyOfKey(kind: string, name: string): Secrecy {
  if (publicKeyKinds.has(kind)) return 'none';
  if (kind === 'primary' || kind === 'secondary') return 'possible';
  return secretKeyKinds.has(kind) || (kind !== '' && inCapitals.test(name)) ? 'certain' : 'possible';
}
