import { isPublicValue } from './public-values';
import { isRandom } from './randomness';

/** Values that are always settings and never secrets. */
const settings = new Set(
  `true false null none nil undefined yes no on off enabled disabled required optional string number integer boolean object array
  binary seconds minutes hours days never always aws_iam custom jwt iam_role plaintext sensitive kms aws:kms text/plain
  application/json cognito_user_pools`.split(/\s+/),
);

/** Pattern of references to other values: shell variables, templates, and expressions of Terraform or API Gateway. */
const reference =
  /^(?:\$\{[^{}]*\}|\$\$?\.[\w.[\]*'-]*|\$\$?|\$\([^()]*\)|\$[A-Za-z_]\w*|%[A-Za-z_]\w*%|\{\{[^{}]*\}\}|\$\{\{[^{}]*\}\}|<[A-Za-z][\w -]*>|\$?(?:util|context|stageVariables|integration|method|request|input|var|local|data|module|env|self|params|secrets|process\.env|os\.environ|vault:secret)[.$[(][^\s"']*|@Microsoft\.(?:KeyVault|AppConfiguration)\([^()]*\)|https:\/\/[\w-]+\.(?:vault|managedhsm)\.azure\.\w+\/(?:keys|secrets|certificates)\/[\w-]+(?:\/[0-9a-f]{32})?\/?|\*+|x{3,}|«.*)$/;

const folder = /^(?:[A-Za-z]:|~|\.{1,2})?[/\\](?:[\w.@{}$-]+[/\\])+[\w.@{}$-]*$/;
const publicKey =
  /^(?:ssh-(?:rsa|ed25519|dss) |(?:sk-)?ecdsa-sha2-|sk-ssh-ed25519|-----BEGIN (?:PUBLIC KEY|RSA PUBLIC KEY|CERTIFICATE))/;

/** Returns whether a value is a reference, a setting or a public value, even if the name suggests a secret. */
export function isHarmless(value: string): boolean {
  const text = value.trim();
  if (text === '' || settings.has(text.toLowerCase())) return true;
  if (/^(?:arn:[\w-]+:[\w-]+:|alias\/)/.test(text) || publicKey.test(text)) return true;
  if (isPublicValue(text)) return true;
  if (text.length < 300 && reference.test(text)) return true;
  return text.length < 300 && folder.test(text) && !text.split(/[/\\]/).some((part) => isRandom(part, 12));
}

/** Returns whether a value is a URL without user information or parameters. Other code detects secrets in URL paths. */
export const isPlainUrl = (value: string): boolean =>
  value.length < 2_000 && /^(?:https?|wss?|ftp):\/\/[^\s@]+$/.test(value) && !/[?&;]\w+=/.test(value);

/** Returns whether a value consists of plain words, as the names of methods and services do. */
export const isPlainWords = (value: string): boolean =>
  value.length < 100 && /^[A-Za-z]+(?:[-_. :/*,][A-Za-z]+)*[.!?]?$/.test(value);

/** Returns whether a value is a file name. The name may be a digest with an extension. */
export const isFileName = (value: string): boolean =>
  value.length < 300 &&
  /^[\w./@-]+\.(?:zip|jar|whl|tar|t?gz|json|ya?ml|txt|csv|html|js|css|png|jpe?g|svg|pdf|xml|conf|sh|py)$/.test(value);

/** Returns whether a value is a digest, version, address, date or duration, or the name of a region, machine or algorithm. */
export const isCommon = (value: string): boolean =>
  /^(?:v?\d+(?:[.:/-]\d+)*[a-z]{0,2}|[a-z]{2}(?:-[a-z]+)+-\d[a-z]?|[\da-f:.]+\/\d+|[a-z]\d+[a-z]*\.\w+|(?:sha|md|ipv|http|aes|rsa|utf|x|oauth|base|tls|ssl|port|node|python|java|v|s|ec|ed|es|rs|hs|ps|k|p)[-_]?v?\d[\d.]{0,5}(?:[-_]?\w{1,5})?(?:\.x)?|\d{4}-\d\d-\d\dT?[\d:.]*Z?)$/i.test(
    value,
  );

/** Returns whether a word in a sentence looks like a password: a mix of letters and digits or unusual punctuation. */
export const isPasswordLike = (value: string): boolean =>
  value.length >= 6 &&
  value.length <= 200 &&
  /^[^\s,;()<>{}[\]]+$/.test(value) &&
  /[A-Za-z]/.test(value) &&
  /\d|[!#%^&*~]/.test(value) &&
  !/^[\w-]+(?:[./:][\w-]+){2,}$/.test(value) &&
  !isCommon(value);

/** Returns whether an unquoted value is a program expression: a call, a property, or command output. */
export const isExpression = (value: string, following: string): boolean =>
  /^\$\(|^\$\{/.test(value) ||
  (following.startsWith('(') && /^[A-Za-z_$][\w$.]*$/.test(value)) ||
  /^(?:await|new|function|return)$/.test(value) ||
  /^[A-Za-z_$][A-Za-z_$]*(?:\??\.[A-Za-z_$]+)+[[(]?$/.test(value);
