import { createRequire } from 'node:module';
import * as z from 'zod';
import { type Found, problemAt } from '../../import/imported-monitor';
import { readObject } from '../../import/read-json';

const converter = z.object({
  parse: z.custom<(file: string, text: string) => Promise<unknown>>((value) => typeof value === 'function'),
});

/** Reads the monitors in an HCL file that contains only literal values. */
export async function readHcl(file: string, text: string): Promise<readonly Found[]> {
  const found = loadConverter();
  if (found === undefined)
    return [problemAt(file, 'needs a package to read HCL; run npm install --save-dev @cdktf/hcl2json')];
  try {
    return readObject(file, await found.parse(file, text));
  } catch (error) {
    return [problemAt(file, `is not valid HCL (${reasonOf(error)})`)];
  }
}

/** Loads the optional package that converts HCL; undefined if the package is not installed. */
function loadConverter(): z.infer<typeof converter> | undefined {
  try {
    return converter.parse(createRequire(__filename)('@cdktf/hcl2json'));
  } catch {
    return undefined;
  }
}

/** Extracts line, column and reason from `parse config: [a.tf:1,14-15: Unclosed configuration block; There is …]`. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const [, position, reason] = /:(\d+,\d+)[-\d,]*: ([^;]+)/s.exec(text) ?? [];
  return position === undefined ? text.split('\n').join(' ') : `line and column ${position}: ${reason}`;
}
