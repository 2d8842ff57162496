import * as z from 'zod';
import { readText } from '../read-text';
import type { EquivalentMutants } from './verdict';

const File = z.record(z.string(), z.record(z.string(), z.string().min(1)));

/** Reads the file of equivalent mutants. @throws Error with a one-line message if it cannot be read or has the wrong shape */
export function readEquivalentMutants(path: string): EquivalentMutants {
  const { data } = File.safeParse(parsed(path));
  if (data === undefined)
    throw new Error(`invalid ${path}: expected {"monitor id": {"change, as mutate prints it": "reason"}}`);
  return data;
}

function parsed(path: string): unknown {
  const text = readText(path);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${path} is not valid JSON (${error instanceof Error ? error.message : String(error)})`);
  }
}
