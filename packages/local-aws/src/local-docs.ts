import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Returns the path of the page about the local runtime. The built package contains a copy of docs/local.md. */
export function localDocs(): string {
  const packed = join(__dirname, 'docs', 'local.md');
  return existsSync(packed) ? relative(process.cwd(), packed) : join('docs', 'local.md');
}
