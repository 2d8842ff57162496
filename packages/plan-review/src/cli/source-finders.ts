import { dirname, isAbsolute } from 'node:path';
import { requireSources, sourcesIn } from '../sources/find-sources';
import type { FindSource, SourceLine } from '../sources/source-location';
import { headOf } from './github';
import type { ReadPlan } from './plan-file';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Returns, for each plan, a function that finds the line that declares a resource, and the URL of this line at the reviewed commit;
 * undefined for a plan whose code is not available.
 * @param folders folders with the code of each plan; if empty, the folders of the plans
 * @throws Error if there is not one folder for each plan, or a folder contains no code
 */
export function sourceFinders(
  plans: readonly Pick<ReadPlan, 'file' | 'plan'>[],
  folders: readonly string[] = [],
  { commit, environment }: { readonly commit: string | undefined; readonly environment: Environment },
): readonly (FindSource | undefined)[] {
  if (folders.length > 0 && folders.length !== plans.length)
    throw new Error(
      `the number of --source options (${folders.length}) differs from the number of plans (${plans.length}); name the folder of every plan, in the order of the plans`,
    );
  const base = codeUrl(environment, commit);
  return plans.map(({ file, plan }, index) => {
    const [folder, isFile] = [folders[index], file !== '-' && !('base' in plan.basis)];
    const find = folder === undefined ? (isFile ? sourcesNextTo(file) : undefined) : requireSources(folder);
    return find && base === undefined ? find : find && ((address) => withUrl(find(address), base));
  });
}

/** Returns the finder for the folder of a plan. Only warns if the sources are unreadable, because --source did not request them. */
function sourcesNextTo(file: string): FindSource | undefined {
  try {
    return sourcesIn(dirname(file));
  } catch (error) {
    console.error(`! no links to the code: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

const withUrl = (line: SourceLine | undefined, base: string | undefined): SourceLine | undefined =>
  line === undefined || base === undefined || isAbsolute(line.path) || line.path.startsWith('..')
    ? line
    : { ...line, url: `${base}/${encodedPath(line.path)}#L${line.line}` };

const encodedPath = (path: string): string =>
  encodeURI(path).replace(/[#?()]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);

/** Returns the URL of the repository's root folder at the reviewed commit. Undefined outside a pipeline. */
function codeUrl(environment: Environment, commit: string | undefined): string | undefined {
  const {
    CI_MERGE_REQUEST_SOURCE_PROJECT_URL: fork,
    CI_PROJECT_URL: project = '',
    GITHUB_SERVER_URL: server,
    GITHUB_REPOSITORY: repository,
    GITHUB_SHA: sha,
  } = environment;
  const head = headOf(environment);
  const urls = [
    ...(head === undefined ? [] : [`${head.url}/blob/${head.sha}`]),
    ...(server && repository && sha ? [`${server}/${repository}/blob/${sha}`] : []),
    ...(commit === undefined ? [] : [`${fork || project}/-/blob/${commit}`]),
  ];
  return urls.find((url) => /^https?:\/\/[^\s()<>"]+$/.test(url));
}
