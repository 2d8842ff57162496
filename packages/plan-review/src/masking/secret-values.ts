import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { isSecretValue } from './assignments';
import { isHarmless, isPasswordLike } from './harmless-values';
import { secretAttributesOf } from './secret-attributes';
import { secrecyOf } from './secret-names';

/** Returns whether an attribute, variable or header with this name always contains a secret. */
export function isSecretName(type: string, name: string): boolean {
  if (secretAttributesOf(type)?.includes(name) === true) return true;
  const secrecy = secrecyOf(name);
  return secrecy === 'certain' || secrecy === 'likely' || header.test(name);
}

/** Pattern of headers with credentials. An attribute `authorization` in lower case contains an authorization method. */
const header = /(?:^|\.)(?:Proxy-|X-[\w-]*)?Authorization$/;

/** Pattern of IAM condition keys whose values act as passwords, because only one caller knows the value. */
const condition = /^(?:sts:ExternalId|aws:Referer|aws:UserAgent)$/i;

/** Pattern of claims in a token, as condition keys: `token.actions.githubusercontent.com:sub`. Policies contain the expected values. */
const claim = /:(?:amr|aud|azp|email|iss|oaud|sub)$/;

/** Pattern of names of attributes with the name of a user. */
const login = /(?:^|_)(?:login|user_?name|admin_user)$/i;

/** Pattern of a password in the place of a user name: mixed letters, digits and signs, but not an email address. */
const misplacedPassword =
  /^(?![\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}$)(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[!@#$%^&*?])\S{8,}$/;

/** Pattern of names of maps in which every value is a secret. */
const secureMap = /^secure_environment_variables$/;

/** Returns whether an object marks its value as a secret. */
export const isMarkedSecret = (object: ValueObject): boolean =>
  ['is_value_secret', 'is_secret', 'secret', 'sensitive'].some((name) => object[name] === true) ||
  (typeof object['type'] === 'string' && /^secret_text$|^secure_?string$/i.test(object['type']));

/** Pattern of headers that no proxy or cloud service sets. The value may authenticate a caller. */
const privateHeader =
  /^(?:integration\.request\.header\.)?X-(?!Forwarded|Amz|Amzn|Request|Real|Frame|Content|XSS|Robots|Trace|B3)/i;

/** Returns whether the value of a header or of a condition on a header looks like a password. */
export const isHeaderSecret = (name: string, value: Value): boolean =>
  privateHeader.test(name) &&
  !isObject(value) &&
  leavesOf(value).some((leaf) => isPasswordLike(leaf.replace(/^'|'$/g, '')));

const plainNames = new Map<string, boolean>();
const plainNamesAtMost = 20_000;

/** Returns whether a name says nothing about secrets. Remembers names, because most names in a plan recur. */
function isPlainName(name: string): boolean {
  const earlier = plainNames.get(name);
  if (earlier !== undefined) return earlier;
  const isPlain = secrecyOf(name) === 'none' && ![condition, secureMap, header, login].some((one) => one.test(name));
  if (plainNames.size >= plainNamesAtMost) plainNames.clear();
  plainNames.set(name, isPlain);
  return isPlain;
}

/**
 * Returns whether the name of an attribute implies that the entire value is secret. Otherwise, a part of the value may be secret.
 */
export function isSecretByName(type: string, name: string, value: Value): boolean {
  if (value === null || typeof value === 'boolean' || value === '') return false;
  const isSecretAttribute = secretAttributesOf(type)?.includes(name) === true;
  if (!isSecretAttribute && isPlainName(name)) return false;
  if (typeof value === 'string' && secretPath.test(value)) return false;
  if (isSecretAttribute) return true;
  if (condition.test(name)) return !leavesOf(value).every((leaf) => isHarmless(leaf) || /^(?:https?:|\*)/.test(leaf));
  if (claim.test(name)) return false;
  if (secureMap.test(name)) return true;
  if (header.test(name)) return typeof value !== 'string' || !isHarmless(value);
  if (login.test(name) && typeof value === 'string' && misplacedPassword.test(value)) return true;
  const secrecy = secrecyOf(name);
  if (secrecy === 'none') return false;
  if (typeof value === 'number') return secrecy === 'certain' && isSecretNumber(name, value);
  if (typeof value === 'string') return isSecretValue(secrecy, name, value);
  if (webhook.test(name) && isConfiguration(value)) return false;
  return secrecy === 'certain' && !isDescription(value) && !leavesOf(value).every(isHarmless);
}

/** Pattern of names of blocks that describe a webhook. */
const webhook = /(?:^|_)webhooks?$/i;

/** Returns whether a value describes webhooks, such as admission webhooks in Kubernetes. Other blocks contain the parts of an address. */
const isConfiguration = (value: Value): boolean =>
  isList(value)
    ? value.some(isConfiguration)
    : isObject(value) && Object.keys(value).some((name) => ofAdmission.test(name));

/** Pattern of settings that only admission webhooks have. Source: Kubernetes API reference, "ValidatingWebhook" */
const ofAdmission = /^(?:admission_?review_?versions|client_?config|failure_?policy|side_?effects)$/i;

/** Pattern of the name of a secret in Google Cloud. */
const secretPath = /^projects\/[\w.:-]+\/(?:locations\/[\w-]+\/)?secrets\/[\w-]+(?:\/versions\/\w+)?$/;

const isSecretNumber = (name: string, value: number): boolean =>
  /pass|pin|pw|psk|otp|ssn|salt/i.test(name) || Math.abs(value) >= 100_000;

/**
 * Pattern of names of blocks that refer to a secret or a key, such as `image_pull_secrets` and `disk_encryption_key`.
 */
const referring = /^(?:name|namespace|optional|version|(?:\w*_)?(?:id|arn|self_link)|(?:kms|key_vault)_\w+)$/;

/** Returns whether a value only describes a secret, as schemas and policies do. If so, only its nested values may be secret. */
const isDescription = (value: Value): boolean =>
  isObject(value)
    ? [
        'type',
        '$ref',
        'valueFrom',
        'value_from',
        'service_account_email',
        'secretKeyRef',
        'secret_arn',
        'arn',
        'length',
        'minimum_length',
      ].some((name) => Object.hasOwn(value, name)) || Object.keys(value).every((name) => referring.test(name))
    : isList(value) && value.length > 0 && value.every((item) => isObject(item) && isDescription(item));

function leavesOf(value: Value): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  if (isList(value)) return value.flatMap(leavesOf);
  return isObject(value) ? Object.values(value).flatMap(leavesOf) : [];
}

/** Pattern of names of maps with values sent by callers, such as headers, and of webhooks. Every random-looking value in them is a secret. */
const headerMap = /headers?$|^request_parameters$|^auths?$|(?:^|_)webhooks?$/i;

export const isHeaderMap = (name: string): boolean => headerMap.test(name);

/** Keys of an object that refers to a secret by its name, in Cloud Run: `{"secret": "db-password", "version": "latest"}`. */
const ofReference = /^(?:default_mode|items|secret|version)$/;

/** Returns whether an attribute of an object contains the name of a secret instead of the secret. */
export const isSecretsName = (object: ValueObject, name: string): boolean =>
  name === 'secret' && Object.keys(object).length > 1 && Object.keys(object).every((key) => ofReference.test(key));

/** Returns whether an object is a Kubernetes Secret with values. */
export const isKubernetesSecret = (object: ValueObject): boolean =>
  object['kind'] === 'Secret' && (Object.hasOwn(object, 'data') || Object.hasOwn(object, 'stringData'));
