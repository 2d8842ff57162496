import type { IConstruct } from 'constructs';
import type { Environment } from '../../config/environment';
import type { EncryptionKey } from './encryption-key';

/** Context that all constructs of an environment share, so that it need not be passed through props. */
export interface Platform {
  readonly environment: Environment;
  readonly key: EncryptionKey;
  /** ARN of the permissions boundary of all roles. */
  readonly boundary: string;
  /** Names of the functions in `functions/`. */
  readonly functions: readonly string[];
  /** Parsed OpenAPI document of the REST API (`api/openapi.yaml`). */
  readonly specification: unknown;
}

const platforms = new WeakMap<IConstruct, Platform>();

/** Sets the context that `platformOf` returns for all constructs of a stack. */
export function providePlatform(stack: IConstruct, platform: Platform): void {
  platforms.set(stack, platform);
}

/** Returns the context of the stack that contains a construct. @throws Error if the stack has not called `providePlatform` */
export function platformOf(scope: IConstruct): Platform {
  for (const construct of scope.node.scopes.toReversed()) {
    const platform = platforms.get(construct);
    if (platform) return platform;
  }
  throw new Error(
    `${scope.node.path} must be declared inside a stack that calls providePlatform, see stacks/platform-stack.ts`,
  );
}
