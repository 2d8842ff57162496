import { readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { whyUnreadable } from '@himeshima/cli';
import { type Found, problemAt } from '../../import/imported-monitor';
import { readJsonText } from '../../import/read-json';
import { readYaml } from '../../import/read-yaml';
import { readText } from '../read-text';
import { readHcl } from './read-hcl';

const readers: Readonly<Record<string, (file: string, text: string) => readonly Found[] | Promise<readonly Found[]>>> =
  {
    '.json': readJsonText,
    '.tf': readHcl,
    '.yaml': readYaml,
    '.yml': readYaml,
  };

const expected =
  "expected a monitor's JSON from Datadog, an export, Terraform files, terraform show -json, or DatadogMonitor YAML";

/**
 * Reads the monitors in files and folders. Each unreadable file or monitor becomes a problem, and reading continues. Files in a folder that contain no
 * monitors are skipped, for example kennel's dashboards.
 */
export async function readFiles(
  paths: readonly string[],
  onFile: (file: string) => void = () => undefined,
): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const path of paths) found.push(...(await readPath(path, onFile)));
  return found;
}

async function readPath(path: string, onFile: (file: string) => void): Promise<readonly Found[]> {
  let isFolder: boolean;
  try {
    isFolder = statSync(path).isDirectory();
  } catch (error) {
    return [problemAt(path, `cannot be read: ${whyUnreadable(error)}`)];
  }
  const files = isFolder ? filesBelow(path) : [path];
  const found: Found[] = [];
  for (const file of files) {
    onFile(file);
    found.push(...(await readFile(file)));
  }
  if (found.length > 0) return found;
  return [problemAt(path, `contains no monitors; ${expected}`)];
}

const skipped = new Set(['node_modules', '.git', '.terraform', 'cdktf.out']);

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return skipped.has(entry.name) ? [] : filesBelow(path);
      return entry.isFile() && Object.hasOwn(readers, extname(path)) ? [path] : [];
    });
}

async function readFile(file: string): Promise<readonly Found[]> {
  const reader = readers[extname(file)] ?? readJsonText;
  try {
    return await reader(file, readText(file));
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return [problemAt(file, reason.replace(`${file} `, ''))];
  }
}
