import { declaredMonitors } from '../../import/declared-monitor';
import { importDeclared } from '../../import/import-declared';
import { type ImportOutcome, problemAt } from '../../import/imported-monitor';
import { expectedFormats, type ReadFile, readDocuments } from '../read-documents';

/**
 * Reads the monitors in files and folders. Each unreadable file or monitor becomes a problem, and reading continues. In a folder, files
 * without monitors are skipped, for example kennel's dashboards.
 */
export async function readFiles(
  paths: readonly string[],
  onFile: (file: string) => void = () => undefined,
): Promise<readonly ImportOutcome[]> {
  const read = await readDocuments(paths, onFile);
  return read.flatMap(({ path, files }) => {
    const found = files.flatMap(foundIn);
    return found.length > 0 ? found : [problemAt(path, `contains no monitors; ${expectedFormats}`)];
  });
}

const foundIn = ({ file, documents, problems }: ReadFile): readonly ImportOutcome[] => [
  ...documents.flatMap((json) => declaredMonitors(file, json).map((one) => importDeclared(file, one))),
  ...problems.map((problem) => problemAt(file, problem)),
];
