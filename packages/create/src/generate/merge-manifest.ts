import ts from 'typescript';
import type { MergeSource } from './merge-source';
import { applyEdits, type Edit, indentationOf, insertion, nodesIn } from './source-text';

type Entries = readonly ts.PropertyAssignment[];

interface Manifest {
  readonly source: ts.JsonSourceFile;
  /** Entries of each top-level object, such as `scripts`. */
  readonly sections: ReadonlyMap<string, Entries>;
}

/**
 * Adds scripts and dependencies to a package.json. Keeps the versions of existing dependencies, and all other text.
 * @throws one-line Error if a script exists
 */
export const mergeManifest: MergeSource = ({ path, text, addition }) => {
  const [to, from] = [manifestIn(path, text), manifestIn(path, addition)];
  const edits = [...from.sections].flatMap(([section, added]) => {
    const entries = to.sections.get(section) ?? [];
    if (section === 'scripts') rejectScripts(added, entries, to.source);
    const keys = entries.map(keyOf);
    const missing = added.filter((entry) => !keys.includes(keyOf(entry)));
    const isSorted = section !== 'scripts';
    return missing.map((entry) =>
      insertEntry(entry.getText(from.source), isSorted ? keyOf(entry) : undefined, { section, entries, to }),
    );
  });
  return applyEdits(text, edits);
};

/** Parses a package.json. @throws one-line Error if it is not a JSON object */
function manifestIn(path: string, text: string): Manifest {
  const source = ts.parseJsonText(path, text);
  const [manifest] = nodesIn(source, ts.isObjectLiteralExpression);
  if (manifest === undefined || !isJson(text)) throw new Error(`${path} is not a JSON object; restore the file`);
  const sections = entriesOf(manifest).flatMap((entry) =>
    ts.isObjectLiteralExpression(entry.initializer) ? [[keyOf(entry), entriesOf(entry.initializer)] as const] : [],
  );
  return { source, sections: new Map(sections) };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const entriesOf = ({ properties }: ts.ObjectLiteralExpression): Entries => properties.filter(ts.isPropertyAssignment);

const keyOf = ({ name }: ts.PropertyAssignment): string => (ts.isStringLiteral(name) ? name.text : '');

function rejectScripts(added: Entries, existing: Entries, source: ts.JsonSourceFile): void {
  const keys = added.map(keyOf);
  const same = existing.find((entry) => keys.includes(keyOf(entry)));
  if (same === undefined) return;
  const { line } = source.getLineAndCharacterOfPosition(same.getStart(source));
  throw new Error(
    `${source.fileName}:${line + 1} declares the script ${keyOf(same)}; rename the existing script first`,
  );
}

/** Inserts an entry before the first entry with a greater key, or at the end. */
function insertEntry(
  text: string,
  key: string | undefined,
  { section, entries, to }: { readonly section: string; readonly entries: Entries; readonly to: Manifest },
): Edit {
  const last = entries.at(-1);
  if (last === undefined) throw new Error(`${to.source.fileName} has no "${section}" to add to; restore the code`);
  const indentation = indentationOf(last, to.source);
  const next = entries.find((entry) => key !== undefined && keyOf(entry) > key);
  return next === undefined
    ? insertion(last.getEnd(), `,\n${indentation}${text}`)
    : insertion(next.getStart(to.source), `${text},\n${indentation}`);
}
