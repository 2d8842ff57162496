import { readdirSync, statSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import { unreadableReason } from '@himeshima/cli';
import { readYaml } from '../import/read-yaml';
import { canReadHcl, missingConverter, readHcl } from './read-hcl';
import { readText } from './read-text';
import { type TerraformModules, terraformModules } from './terraform-modules';

/** JSON documents in a file, and one line for each part that cannot be read. */
export interface ReadFile {
  readonly file: string;
  readonly documents: readonly unknown[];
  readonly problems: readonly string[];
}

/** Files at a path: the file itself, or the files in a folder. */
export interface ReadPath {
  readonly path: string;
  readonly files: readonly ReadFile[];
}

/** Formats of files with monitors, as messages name them. */
export const expectedFormats =
  "expected a monitor's JSON from Datadog, an export, Terraform files, terraform show -json, or DatadogMonitor YAML";

/** Description of the arguments that name files with monitors. */
export const filesArgument =
  "files or folders: a monitor's JSON from Datadog, an export, Terraform (*.tf, *.tf.json, terraform show -json of a plan or state), JSON from integrations-core or kennel, DatadogMonitor YAML";

type FileContents = Omit<ReadFile, 'file'>;

const readers: Readonly<Record<string, (file: string, text: string) => FileContents | Promise<FileContents>>> = {
  '.json': readJson,
  '.tf': async (file, text) => ({ documents: [await readHcl(file, text)], problems: [] }),
  '.yaml': (_file, text) => readYaml(text),
  '.yml': (_file, text) => readYaml(text),
};

/**
 * Reads files, and the JSON, Terraform and YAML files in folders. Each unreadable file becomes a problem, and reading continues.
 * @param onFile called before each file is read
 */
export async function readDocuments(
  paths: readonly string[],
  onFile: (file: string) => void = () => undefined,
): Promise<readonly ReadPath[]> {
  const read: ReadPath[] = [];
  const modules = terraformModules();
  for (const path of paths) read.push({ path, files: await readPath(path, onFile, modules) });
  // the given files have reported their own problems
  const given = new Set(read.flatMap(({ files }) => files.map(({ file }) => normalize(file))));
  const others = modules.broken().filter(({ file }) => !given.has(file));
  return [...read, ...others.map(({ file, problem }) => ({ path: file, files: [unread(file, problem)] }))];
}

async function readPath(
  path: string,
  onFile: (file: string) => void,
  modules: TerraformModules,
): Promise<readonly ReadFile[]> {
  let files: readonly string[];
  try {
    // readText reports an empty path
    files = path.trim() !== '' && statSync(path).isDirectory() ? filesBelow(path) : [path];
  } catch (error) {
    return [unread(path, `cannot be read: ${unreadableReason(error)}`)];
  }
  const isHcl = (file: string) => extname(file) === '.tf';
  const hcl = canReadHcl() ? [] : files.filter(isHcl);
  const read: ReadFile[] = [];
  for (const file of files.filter((one) => !hcl.includes(one))) {
    onFile(file);
    const { documents, ...others } = await readFile(file);
    read.push({ ...others, documents: await Promise.all(documents.map((json) => modules.evaluate(file, json))) });
  }
  if (hcl.length === 0) return read;
  // one line for all of them, because a module library has hundreds of files
  return [...read, unread(path, `${hcl[0] === path ? '' : 'contains .tf files and '}${missingConverter}`)];
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

async function readFile(file: string): Promise<ReadFile> {
  const reader = readers[extname(file)] ?? readJson;
  try {
    return { file, ...(await reader(file, readText(file))) };
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return unread(file, reason.replace(`${file} `, ''));
  }
}

const unread = (file: string, problem: string): ReadFile => ({ file, documents: [], problems: [problem] });

function readJson(_file: string, text: string): FileContents {
  try {
    return { documents: [JSON.parse(text)], problems: [] };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Error(`is not valid JSON (${error.message}); save the complete response or export again`);
  }
}
