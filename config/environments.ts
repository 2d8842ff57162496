import { dev } from './dev';
import type { Environment } from './environment';
import { prod } from './prod';
import { staging } from './staging';

/** All environments, in the order in which changes are deployed. */
export const environments: readonly Environment[] = [dev, staging, prod];

/** Returns the environment with this name. @throws Error that lists the known names */
export function environmentNamed(name: string): Environment {
  const found = environments.find((environment) => environment.name === name);
  if (found) return found;
  const known = environments.map((environment) => environment.name).join(', ');
  throw new Error(`unknown environment "${name}"; known: ${known} (config/environments.ts)`);
}
