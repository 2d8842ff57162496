import type { IConstruct } from 'constructs';
import type { Environment } from '../../config/environment';
import type { EncryptionKey } from './encryption-key';

/** What every construct of an environment needs and nobody should have to hand on. */
export interface Platform {
  readonly environment: Environment;
  readonly key: EncryptionKey;
  /** ARN of the policy beyond which no role can do anything. */
  readonly boundary: string;
  /** Names of the functions that there is code for. */
  readonly functions: readonly string[];
  /** The REST API, as its file says it. */
  readonly specification: unknown;
}

const platforms = new WeakMap<IConstruct, Platform>();

/** Says once, at the stack, what `platformOf` answers below it. */
export function providePlatform(stack: IConstruct, platform: Platform): void {
  platforms.set(stack, platform);
}

/** @throws Error where no stack above `scope` has called `providePlatform` */
export function platformOf(scope: IConstruct): Platform {
  for (const construct of scope.node.scopes.toReversed()) {
    const platform = platforms.get(construct);
    if (platform) return platform;
  }
  throw new Error(`${scope.node.path} is outside of a PlatformStack: see stacks/platform-stack.ts`);
}
