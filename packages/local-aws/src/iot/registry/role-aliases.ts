import { perPlatform } from '../../per-platform';
import type { Collection, Store } from '../../store';

/** Role whose credentials devices can request with their certificate. */
export interface RoleAlias {
  name: string;
  arn: string;
  roleArn: string;
  /** Lifetime of the credentials. */
  durationSeconds: number;
  /** Times of creation and last change, in ms since the epoch. */
  createdAt: number;
  modifiedAt: number;
}

/** Role aliases by name. */
export interface RoleAliases {
  find(name: string): RoleAlias | undefined;
  all(): RoleAlias[];
  set(alias: RoleAlias): void;
  remove(name: string): void;
}

/** Lifetime of credentials in seconds. Source: AWS IoT API reference, "CreateRoleAlias". */
export const defaultDurationSeconds = 3600;

export const roleAliasesOf = perPlatform(({ store }: { store: Store }): RoleAliases => {
  const aliases: Collection<RoleAlias> = store.collection('iot-role-aliases');
  return {
    find: (name) => aliases.get(name),
    all: () => [...aliases.entries()].map(([, alias]) => alias),
    set: (alias) => aliases.set(alias.name, alias),
    remove: (name) => void aliases.delete(name),
  };
});
