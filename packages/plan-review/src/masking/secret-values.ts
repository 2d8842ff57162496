import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { isSecretValue } from './assignments';
import { isHarmless, isPasswordLike } from './harmless-values';
import { secretAttributesOf } from './secret-attributes';
import { secrecyOf } from './secret-names';

/** Whether an attribute, a variable or a header of this name holds a secret, whatever its value looks like. */
export function isSecretName(type: string, name: string): boolean {
  if (secretAttributesOf(type)?.includes(name) === true) return true;
  const secrecy = secrecyOf(name);
  return secrecy === 'certain' || secrecy === 'likely' || header.test(name);
}

/** A header; the attribute `authorization` says how a caller is authorized. */
const header = /(?:^|\.)(?:Proxy-|X-[\w-]*)?Authorization$/;

/** Keys of conditions in IAM policies whose values work like passwords: both are shared with one caller only. */
const condition = /^(?:sts:ExternalId|aws:Referer)$/i;

/** Maps that hold only secrets, whatever their keys are. */
const secureMap = /^secure_environment_variables$/;

/** Whether an object says about its value that it is a secret. */
export const isMarkedSecret = (object: ValueObject): boolean =>
  ['is_value_secret', 'is_secret', 'secret', 'sensitive'].some((name) => object[name] === true) ||
  (typeof object['type'] === 'string' && /^secret_text$|^secure_?string$/i.test(object['type']));

/** Headers that no proxy or cloud sets, compared with a value that only the right caller knows. */
const privateHeader =
  /^(?:integration\.request\.header\.)?X-(?!Forwarded|Amz|Amzn|Request|Real|Frame|Content|XSS|Robots|Trace|B3)/i;

/** Whether a value is compared with, or sent in, a header and looks like a password. */
export const isHeaderSecret = (name: string, value: Value): boolean =>
  privateHeader.test(name) &&
  !isObject(value) &&
  leavesOf(value).some((leaf) => isPasswordLike(leaf.replace(/^'|'$/g, '')));

/** Whether the value of an attribute is a secret by its name; a part of it may be one otherwise. */
export function isSecretByName(type: string, name: string, value: Value): boolean {
  if (value === null || typeof value === 'boolean' || value === '') return false;
  if (secretAttributesOf(type)?.includes(name) === true) return true;
  if (condition.test(name)) return !leavesOf(value).every((leaf) => isHarmless(leaf) || /^(?:https?:|\*)/.test(leaf));
  if (secureMap.test(name)) return true;
  if (header.test(name)) return typeof value !== 'string' || !isHarmless(value);
  const secrecy = secrecyOf(name);
  if (secrecy === 'none') return false;
  if (typeof value === 'number') return secrecy === 'certain' && isSecretNumber(name, value);
  if (typeof value === 'string') return isSecretValue(secrecy, name, value);
  return secrecy === 'certain' && !isDescription(value) && !leavesOf(value).every(isHarmless);
}

const isSecretNumber = (name: string, value: number): boolean =>
  /pass|pin|pw|psk|otp|ssn|salt/i.test(name) || Math.abs(value) >= 100_000;

/** Names of attributes that refer to a secret or a key, as `image_pull_secrets` and `disk_encryption_key` hold them. */
const referring = /^(?:name|namespace|optional|version|(?:\w*_)?(?:id|arn|self_link)|(?:kms|key_vault)_\w+)$/;

/** A schema, a policy or a reference describes a secret; its own names tell more. */
const isDescription = (value: Value): boolean =>
  isObject(value)
    ? ['type', '$ref', 'valueFrom', 'value_from', 'secretKeyRef', 'secret_arn', 'arn', 'length', 'minimum_length'].some(
        (name) => Object.hasOwn(value, name),
      ) || Object.keys(value).every((name) => referring.test(name))
    : isList(value) && value.length > 0 && value.every((item) => isObject(item) && isDescription(item));

function leavesOf(value: Value): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  if (isList(value)) return value.flatMap(leavesOf);
  return isObject(value) ? Object.values(value).flatMap(leavesOf) : [];
}

/** Maps whose values callers send along; one that looks random is a secret, whatever its name. */
const headerMap = /headers?$|^request_parameters$|^auths?$/i;

export const isHeaderMap = (name: string): boolean => headerMap.test(name);

/** Attributes that hold the values of a Kubernetes secret. */
export const isKubernetesSecret = (object: ValueObject): boolean =>
  object['kind'] === 'Secret' && (Object.hasOwn(object, 'data') || Object.hasOwn(object, 'stringData'));
