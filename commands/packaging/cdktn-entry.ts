import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { preProcessFile } from 'typescript';

/** Packages of CDK Terrain, the successor of cdktf, keyed by the package that each replaces. */
export const cdktnPackages: Readonly<Record<string, string>> = {
  cdktf: 'cdktn',
  '@cdktf/provider-aws': '@cdktn/provider-aws',
  '@cdktf/provider-datadog': '@cdktn/provider-datadog',
};

/** Copies the compiled modules of a package to `dist/cdktn`, where they import CDK Terrain instead of cdktf. */
export function writeCdktnEntry(packageFolder: string): void {
  const dist = join(packageFolder, 'dist');
  const copy = join(dist, 'cdktn');
  rmSync(copy, { recursive: true, force: true });
  for (const entry of readdirSync(dist)) cpSync(join(dist, entry), join(copy, entry), { recursive: true });
  for (const path of readdirSync(copy, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(js|d\.ts)$/.test(path)) continue;
    const file = join(copy, path);
    writeFileSync(file, importingCdktn(readFileSync(file, 'utf8')));
  }
}

/** Returns the text of a module with its imports of cdktf replaced by imports of CDK Terrain. */
export function importingCdktn(text: string): string {
  const { importedFiles } = preProcessFile(text, true, true);
  return importedFiles.toReversed().reduce((changed, { fileName, pos }) => {
    const found = Object.entries(cdktnPackages).find(([name]) => fileName === name || fileName.startsWith(`${name}/`));
    if (found === undefined) return changed;
    const [name, successor] = found;
    // `pos` is the position of the opening quotation mark
    return changed.slice(0, pos + 1) + successor + changed.slice(pos + 1 + name.length);
  }, text);
}
