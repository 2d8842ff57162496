import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import validator from '@redocly/openapi-core/package.json';
import { passedChecks } from '../platform/passed-checks';
import { specificationFile } from './specification';

/**
 * Validates the specification of the REST API.
 * Skips a file that is unchanged since it last passed, because loading the validator takes half a second.
 * @returns one line for each problem
 */
export async function validateSpecification(root: string): Promise<readonly string[]> {
  const passed = passedChecks(join(root, 'build', 'known', 'specifications'));
  const contents = [validator.version, readFileSync(join(root, specificationFile))];
  if (passed.has(...contents)) return [];
  const { specificationProblems } = await import('./specification-problems.js');
  const problems = await specificationProblems(root);
  if (problems.length === 0) passed.add(...contents);
  return problems;
}
