import { readFileSync } from 'node:fs';
import { whyUnreadable } from '@himeshima/cli';
import * as z from 'zod';
import type { EquivalentMutants } from './verdict';

const File = z.record(z.string(), z.record(z.string(), z.string().min(1)));

/** Reads the file of equivalent mutants. @throws Error in one line if it cannot be read or has the wrong shape */
export function readEquivalentMutants(path: string): EquivalentMutants {
  const { data } = File.safeParse(parsed(path));
  if (data === undefined)
    throw new Error(`invalid ${path}: expected {"monitor id": {"change, as mutate prints it": "reason"}}`);
  return data;
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new Error(`${path} is not valid JSON (${error.message})`);
    throw new Error(`${path} cannot be read: ${whyUnreadable(error)}`);
  }
}
