import { createRequire } from 'node:module';
import * as z from 'zod';

const converter = z.object({
  parse: z.custom<(file: string, text: string) => Promise<unknown>>((value) => typeof value === 'function'),
});

export const missingConverter = 'needs a package to read HCL; run npm install --save-dev @cdktf/hcl2json';

/**
 * Converts HCL to Terraform's JSON syntax, with expressions as `${…}` in strings.
 * @throws Error with a one-line message if the text is invalid, or if the optional package that converts HCL is not installed
 */
export async function readHcl(file: string, text: string): Promise<unknown> {
  const found = loadConverter();
  if (found === undefined) throw new Error(missingConverter);
  try {
    return await found.parse(file, text);
  } catch (error) {
    throw new Error(`is not valid HCL (${reasonOf(error)})`);
  }
}

/** Returns whether the optional package that converts HCL is installed. */
export const canReadHcl = (): boolean => loadConverter() !== undefined;

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
