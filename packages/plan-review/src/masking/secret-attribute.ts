/**
 * Matches the names of attributes that contain nothing but a secret. An attribute called `secret` may contain the name of a secret, and
 * an access key is the public part of a pair of keys in AWS.
 */
const secretAttribute =
  /(?:^|_)(?:pass(?:word|wd|phrase)|secret_(?:string|data|value)|token|(?:api|access|private|secret|shared|preshared)_key|credentials?|connection_string)$|_secret$/i;

/** Returns whether an attribute of this name contains nothing but a secret. */
export const isSecretAttribute = (name: string): boolean => secretAttribute.test(name);

/** Matches references to a secret in a store: `op://vault/item`, ARNs, and names of secrets in Google Cloud. */
const reference =
  /^(?:op|vault|ssm|awssm|gcpsm|azurekv|keyvault|secretsmanager|ref\+\w+):|^arn:|^projects\/[^/]+\/secrets\//i;

/** Returns whether a value refers to a secret in a store, instead of being the secret. */
export const isSecretReference = (value: string): boolean => reference.test(value);
