import { randomBytes } from 'node:crypto';
import type { AwsAccount } from '../aws-account';
import type { Clock } from '../clock';
import { perPlatform } from '../per-platform';
import { parameterArn } from './parameter-reference';

export type ParameterType = 'String' | 'StringList' | 'SecureString';

export interface DeclaredParameter {
  name: string;
  type: ParameterType;
  value: string;
  dataType: string;
  description?: string | undefined;
  allowedPattern?: string | undefined;
  /** Key of a SecureString, if it is not the key that AWS manages. */
  keyId?: string | undefined;
  tags?: Readonly<Record<string, string>>;
}

export interface Parameter extends DeclaredParameter {
  arn: string;
  version: number;
  /** Time of the declaration in milliseconds since the epoch. */
  modifiedAt: number;
  /** Value that callers receive for a SecureString if they do not request decryption. */
  ciphertext: string;
}

/** Parameters in Parameter Store. Parameters are not persisted, because each start declares them again. */
export interface Parameters {
  /**
   * Declares a parameter.
   * @throws Error if the name is already used
   */
  declare(parameter: DeclaredParameter): Parameter;
  /**
   * Returns a parameter.
   * @param id name or ARN
   */
  find(id: string): Parameter | undefined;
  /**
   * Returns the parameters directly below a path,
   * or at all levels below the path if `recursive` is set, sorted by name.
   */
  below(path: string, recursive: boolean): Parameter[];
  /** Returns all parameters, sorted by name. */
  all(): Parameter[];
}

/** Returns whether a parameter is directly below a path, or at any level if `recursive` is set. */
export function isBelow(name: string, path: string, recursive: boolean): boolean {
  const prefix = path.endsWith('/') ? path : `${path}/`;
  const whole = withSlash(name);
  return whole.startsWith(prefix) && (recursive || !whole.slice(prefix.length).includes('/'));
}

const withSlash = (name: string) => (name.startsWith('/') ? name : `/${name}`);

export function createParameters({ clock, place }: { clock: Pick<Clock, 'now'>; place: AwsAccount }): Parameters {
  const byArn = new Map<string, Parameter>();
  const arnOf = (id: string) => (id.startsWith('arn:') ? id : parameterArn(id, place));
  const all = () => [...byArn.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return {
    declare(declared) {
      const arn = arnOf(declared.name);
      if (byArn.has(arn)) throw new Error(`name: the parameter ${declared.name} already exists`);
      const ciphertext = randomBytes(96).toString('base64');
      const parameter = { ...declared, arn, version: 1, modifiedAt: clock.now(), ciphertext };
      byArn.set(arn, parameter);
      return parameter;
    },
    find(id) {
      const parameter = byArn.get(arnOf(id));
      // names are compared as well, because `/url` and `url` have the same ARN
      return parameter === undefined || id.startsWith('arn:') || parameter.name === id ? parameter : undefined;
    },
    below: (path, recursive) => all().filter(({ name }) => isBelow(name, path, recursive)),
    all,
  };
}

/** Returns a platform's parameters. */
export const parametersOf = perPlatform(createParameters);
