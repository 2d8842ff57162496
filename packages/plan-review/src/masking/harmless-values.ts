import { isPublicValue } from './public-values';
import { isRandom } from './randomness';

/** Values that say how or whether something is done, whatever attribute holds them. */
const settings = new Set(
  `true false null none nil undefined yes no on off enabled disabled required optional string number integer boolean object array
  binary seconds minutes hours days never always aws_iam custom jwt iam_role plaintext sensitive kms aws:kms text/plain
  application/json cognito_user_pools`.split(/\s+/),
);

/** Reference that resolves to a secret elsewhere: a shell variable, a template, an expression of Terraform or API Gateway. */
const reference =
  /^(?:\$\{[^{}]*\}|\$\$?\.[\w.[\]*'-]*|\$\$?|\$\([^()]*\)|\$[A-Za-z_]\w*|%[A-Za-z_]\w*%|\{\{[^{}]*\}\}|\$\{\{[^{}]*\}\}|<[A-Za-z][\w -]*>|\$?(?:util|context|stageVariables|integration|method|request|input|var|local|data|module|env|self|params|secrets|process\.env|os\.environ|vault:secret)[.$[(][^\s"']*|@Microsoft\.(?:KeyVault|AppConfiguration)\([^()]*\)|https:\/\/[\w-]+\.(?:vault|managedhsm)\.azure\.\w+\/(?:keys|secrets|certificates)\/[\w-]+(?:\/[0-9a-f]{32})?\/?|\*+|x{3,}|«.*)$/;

const folder = /^(?:[A-Za-z]:|~|\.{1,2})?[/\\](?:[\w.@{}$-]+[/\\])+[\w.@{}$-]*$/;
const publicKey =
  /^(?:ssh-(?:rsa|ed25519|dss) |(?:sk-)?ecdsa-sha2-|sk-ssh-ed25519|-----BEGIN (?:PUBLIC KEY|RSA PUBLIC KEY|CERTIFICATE))/;

/** Whether a value is a reference, a setting or public, despite the name of a secret. */
export function isHarmless(value: string): boolean {
  const text = value.trim();
  if (text === '' || settings.has(text.toLowerCase())) return true;
  if (/^(?:arn:[\w-]+:[\w-]+:|alias\/)/.test(text) || publicKey.test(text)) return true;
  if (isPublicValue(text)) return true;
  if (text.length < 300 && reference.test(text)) return true;
  return text.length < 300 && folder.test(text) && !text.split(/[/\\]/).some((part) => isRandom(part, 12));
}

/** Whether a value is a URL; a secret inside it has its own patterns. */
export const isPlainUrl = (value: string): boolean =>
  value.length < 2_000 && /^(?:https?|wss?|ftp):\/\/[^\s@]+$/.test(value) && !/[?&;]\w+=/.test(value);

/** Whether a value consists of words, as methods and names of services do. */
export const isPlainWords = (value: string): boolean =>
  value.length < 100 && /^[A-Za-z]+(?:[-_. :/*,][A-Za-z]+)*[.!?]?$/.test(value);

/** Whether a value is the name of a file, whose stem may be a digest. */
export const isFileName = (value: string): boolean =>
  value.length < 300 &&
  /^[\w./@-]+\.(?:zip|jar|whl|tar|t?gz|json|ya?ml|txt|csv|html|js|css|png|jpe?g|svg|pdf|xml|conf|sh|py)$/.test(value);

/** Digests, versions, addresses, dates, durations, and names of regions, machines and algorithms. */
export const isCommon = (value: string): boolean =>
  /^(?:v?\d+(?:[.:/-]\d+)*[a-z]{0,2}|[a-z]{2}(?:-[a-z]+)+-\d[a-z]?|[\da-f:.]+\/\d+|[a-z]\d+[a-z]*\.\w+|(?:sha|md|ipv|http|aes|rsa|utf|x|oauth|base|tls|ssl|port|node|python|java|v|s|ec|ed|es|rs|hs|ps|k|p)[-_]?v?\d[\d.]{0,5}(?:[-_]?\w{1,5})?(?:\.x)?|\d{4}-\d\d-\d\dT?[\d:.]*Z?)$/i.test(
    value,
  );

/** Whether a word of a sentence looks like a password: letters with digits, or with signs that no word has. */
export const isPasswordLike = (value: string): boolean =>
  value.length >= 6 &&
  value.length <= 200 &&
  /^[^\s,;()<>{}[\]]+$/.test(value) &&
  /[A-Za-z]/.test(value) &&
  /\d|[!#%^&*~]/.test(value) &&
  !/^[\w-]+(?:[./:][\w-]+){2,}$/.test(value) &&
  !isCommon(value);

/** Whether a value without quotes is an expression of a program: a call, a property, the output of a command. */
export const isExpression = (value: string, following: string): boolean =>
  /^\$\(|^\$\{/.test(value) ||
  (following.startsWith('(') && /^[A-Za-z_$][\w$.]*$/.test(value)) ||
  /^(?:await|new|function|return)$/.test(value) ||
  /^[A-Za-z_$][A-Za-z_$]*(?:\??\.[A-Za-z_$]+)+[[(]?$/.test(value);
