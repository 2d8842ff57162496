import { type NamedPolicy, parsePolicy } from '@himeshima/aws-policy';
import { policyHolder } from '../iam/resource-policies';
import type { Collection, Store } from '../store';

export interface Key {
  arn: string;
  policies: readonly NamedPolicy[];
}

/**
 * Declared KMS keys, and the resources that are encrypted with them. Nothing is actually encrypted; only
 * permissions are evaluated.
 */
export interface Keys {
  /**
   * Declares a key.
   * @param policy JSON of the key policy; undefined for KMS's default, which delegates to IAM policies
   */
  declare(key: { arn: string; policy: string | undefined }): void;
  /**
   * Declares an alias.
   * @param target ID or ARN of the key
   */
  alias(name: string, target: string): void;
  /**
   * Records that a resource is encrypted with a key.
   * @param key ID, ARN, or an alias with or without its ARN; undefined or empty if the resource is not encrypted
   */
  encrypt(resource: string, key: string | undefined): void;
  /**
   * Returns a resource's key.
   * @returns undefined if the resource is not encrypted, or its key is not declared, as with AWS managed keys
   */
  of(resource: string): Key | undefined;
  /**
   * Returns a declared key.
   * @param key ID, ARN or alias
   * @returns undefined if the key is not declared
   */
  named(key: string): Key | undefined;
}

/** Returns the key policy that KMS creates by default. Source: KMS developer guide, "key-policy-default". */
const defaultPolicy = (arn: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      Sid: 'Enable IAM User Permissions',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${arn.split(':')[4]}:root` },
      Action: 'kms:*',
      Resource: '*',
    },
  });

const lastPart = (arn: string) => arn.split(/:(?:key\/)?/).at(-1) ?? arn;

/**
 * Creates the KMS key registry.
 * @param changed called after each change, which can invalidate earlier authorization decisions
 */
export function createKeys(store: Store, changed: () => void): Keys {
  const documents: Collection<{ arn: string; policy: string }> = store.collection('kms-keys');
  const aliases: Collection<string> = store.collection('kms-aliases');
  const encrypted: Collection<string> = store.collection('encrypted-resources');
  const read = new Map<string, Key>();

  const named = (key: string): Key | undefined => {
    const id = aliases.get(lastPart(key)) ?? lastPart(key);
    const known = read.get(id);
    if (known !== undefined) return known;
    const document = documents.get(id);
    if (document === undefined) return undefined;
    const { arn, policy } = document;
    const made = { arn, policies: [{ name: `policy of the key ${id}`, document: parsePolicy(policy) }] };
    read.set(id, made);
    return made;
  };

  return {
    declare({ arn, policy = defaultPolicy(arn) }) {
      parsePolicy(policy);
      documents.set(lastPart(arn), { arn, policy });
      read.clear();
      changed();
    },
    alias(name, target) {
      aliases.set(name, lastPart(target));
      changed();
    },
    encrypt(resource, key) {
      if (key) encrypted.set(resource, lastPart(key));
      else if (encrypted.get(resource) === undefined) return;
      else encrypted.delete(resource);
      changed();
    },
    of(resource) {
      const name = encrypted.get(policyHolder(resource));
      return name === undefined ? undefined : named(name);
    },
    named,
  };
}
