import type { AwsAccount } from '../aws-account';
import type { Clock } from '../clock';
import { perPlatform } from '../per-platform';
import { secretArn } from './secret-arn';

/** Value of a secret: text, or bytes in Base64. */
export type SecretContent = { SecretString: string } | { SecretBinary: string };

export interface SecretVersion {
  id: string;
  stages: readonly string[];
  content: SecretContent;
  /** Creation time in milliseconds since the epoch. */
  createdAt: number;
}

export interface DeclaredSecret {
  name: string;
  description: string | undefined;
  kmsKeyId: string | undefined;
  tags: Readonly<Record<string, string>>;
}

export interface Secret extends DeclaredSecret {
  arn: string;
  /** Creation time in milliseconds since the epoch. */
  createdAt: number;
  /** Time of the last change in milliseconds since the epoch. */
  changedAt: number;
  versions: readonly SecretVersion[];
}

/** Secrets in Secrets Manager. Secrets are not persisted, because each start declares them again. */
export interface Secrets {
  /**
   * Declares a secret.
   * @throws Error if the name is already used
   */
  declare(secret: DeclaredSecret): Secret;
  /**
   * Adds a version and removes its staging labels from other versions.
   * @throws Error if the secret is not declared
   */
  addVersion(secretId: string, version: Pick<SecretVersion, 'id' | 'stages' | 'content'>): Secret;
  /**
   * Returns a secret.
   * @param secretId name, ARN, or ARN without the suffix
   */
  find(secretId: string): Secret | undefined;
  all(): Secret[];
}

export const current = 'AWSCURRENT';
const previous = 'AWSPREVIOUS';

/**
 * Returns the existing versions without the staging labels of a new version. If AWSCURRENT is one of these labels, the
 * version that had this label receives AWSPREVIOUS. Source: Secrets Manager user guide, "whats-in-a-secret".
 */
function restaged(versions: readonly SecretVersion[], taken: readonly string[]): SecretVersion[] {
  const isReplaced = taken.includes(current) && versions.some(({ stages }) => stages.includes(current));
  const moved = isReplaced ? [...taken, previous] : taken;
  return versions.map((version) => {
    const left = version.stages.filter((stage) => !moved.includes(stage));
    return { ...version, stages: isReplaced && version.stages.includes(current) ? [...left, previous] : left };
  });
}

export function createSecrets({ clock, place }: { clock: Pick<Clock, 'now'>; place: AwsAccount }): Secrets {
  const byArn = new Map<string, Secret>();
  const find = (secretId: string) => byArn.get(secretArn(secretId, place));
  return {
    find,
    all: () => [...byArn.values()],
    declare(declared) {
      const arn = secretArn(declared.name, place);
      if (byArn.has(arn)) throw new Error(`name: the secret ${declared.name} already exists`);
      const secret = { ...declared, arn, createdAt: clock.now(), changedAt: clock.now(), versions: [] };
      byArn.set(arn, secret);
      return secret;
    },
    addVersion(secretId, added) {
      const secret = find(secretId);
      if (secret === undefined) throw new Error(`secret_id: no secret ${secretId} is declared before this resource`);
      const version = { ...added, createdAt: clock.now() };
      const versions = [...restaged(secret.versions, added.stages), version];
      const changed = { ...secret, versions, changedAt: clock.now() };
      byArn.set(secret.arn, changed);
      return changed;
    },
  };
}

/**
 * Returns the version with the given ID or staging label, by default the current version, or undefined
 * if no version matches.
 */
export function versionOf(
  { versions }: Secret,
  { id, stage }: { id: string | undefined; stage: string | undefined },
): SecretVersion | undefined {
  const wanted = stage ?? (id === undefined ? current : undefined);
  return versions.find(
    (version) => (id === undefined || version.id === id) && (wanted === undefined || version.stages.includes(wanted)),
  );
}

/** Returns a platform's secrets. */
export const secretsOf = perPlatform(createSecrets);
