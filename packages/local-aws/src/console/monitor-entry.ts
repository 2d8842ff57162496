import type { MonitorDefinition } from '@himeshima/datadog-monitors';
import type ts from 'typescript';
import { adjustableIn, adjustQuery, thresholdPattern, windowPattern } from './adjust-monitor';

type TypeScript = typeof ts;

/** Replacement of a part of a source text. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Place of a monitor's entry: its ID and, if synthesis has recorded it, the line of the call that declares it. */
export interface EntryPlace {
  readonly id: string;
  readonly line: number | undefined;
}

/** Names of properties that contain a value as a number. */
const names = {
  threshold: ['threshold', 'critical'],
  windowMinutes: ['window', 'windowMinutes', 'minutes'],
  delaySeconds: ['evaluationDelay', 'evaluation_delay', 'evaluationDelaySeconds', 'delaySeconds'],
} as const;

/** Loads the TypeScript compiler on demand, because loading takes a moment. Returns undefined if it is not installed. */
function loadTypeScript(): TypeScript | undefined {
  try {
    const loaded: TypeScript = require('typescript');
    return loaded;
  } catch {
    return undefined;
  }
}

/**
 * Changes the threshold, the window and the delay of a monitor in the source text of its entry, whether the query is one string, is
 * joined from strings, or is built from numbers in the entry.
 * @returns the changed text, and whether it contains the changed delay; undefined if TypeScript is not installed, or the values
 * cannot be found in the entry
 */
export function editEntry(
  text: string,
  place: EntryPlace,
  { before, after }: { readonly before: MonitorDefinition; readonly after: MonitorDefinition },
): { readonly text: string; readonly hasDelay: boolean } | undefined {
  const compiler = loadTypeScript();
  const entry = compiler && findEntry(compiler, text, place);
  if (entry === undefined) return undefined;
  const [old, changed] = [adjustableIn(before), adjustableIn(after)];
  const edits: Edit[] = [];
  for (const value of ['threshold', 'windowMinutes'] as const) {
    const [from, to] = [old[value], changed[value]];
    if (from === undefined || to === undefined || from === to) continue;
    const found = entry.inQuery({ [value]: from }, { [value]: to }) ?? entry.numbers(value, from, to);
    if (found === undefined) return undefined;
    edits.push(...found);
  }
  const { delaySeconds: from = 0 } = old;
  const { delaySeconds: to = 0 } = changed;
  const delay = from === to ? [] : entry.numbers('delaySeconds', from, to);
  return { text: applyEdits(text, [...edits, ...(delay ?? [])]), hasDelay: delay !== undefined };
}

const applyEdits = (text: string, edits: readonly Edit[]): string =>
  edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((changed, edit) => changed.slice(0, edit.start) + edit.text + changed.slice(edit.end), text);

/** Entry of a monitor, in which values can be replaced. */
interface Entry {
  /** Replaces a value in the strings of the query. Returns undefined unless exactly one string contains the value. */
  inQuery(from: { threshold?: number; windowMinutes?: number }, to: typeof from): readonly Edit[] | undefined;
  /** Replaces the number of a property or of an argument in the query. Returns undefined unless exactly one place has the number. */
  numbers(value: keyof typeof names, from: number, to: number): readonly Edit[] | undefined;
}

function findEntry(compiler: TypeScript, text: string, { id, line }: EntryPlace): Entry | undefined {
  const source = compiler.createSourceFile('entry.ts', text, compiler.ScriptTarget.Latest, true);
  const all = (root: ts.Node): ts.Node[] => [root, ...root.getChildren(source).flatMap(all)];
  const nodes = all(source);
  const objects = nodes.filter(compiler.isObjectLiteralExpression);
  const named = ({ properties }: ts.ObjectLiteralExpression, name: string) =>
    properties.filter(compiler.isPropertyAssignment).find((property) => property.name.getText(source) === name);
  const hasId = (object: ts.ObjectLiteralExpression) => {
    const value = named(object, 'id')?.initializer;
    return value !== undefined && compiler.isStringLiteralLike(value) && value.text === id;
  };
  const lineOf = (node: ts.Node) => source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
  const declared: readonly ts.Node[] =
    nodes.filter(compiler.isCallExpression).find((call) => lineOf(call) === line)?.arguments ?? [];
  const object = objects.find(hasId) ?? declared.find(compiler.isObjectLiteralExpression);
  if (object === undefined) return undefined;

  const query = named(object, 'query')?.initializer;
  const inQuery = query === undefined ? [] : all(query);
  const numberOf = (node: ts.Node): number | undefined =>
    compiler.isNumericLiteral(node) || compiler.isPrefixUnaryExpression(node)
      ? Number(node.getText(source).replaceAll('_', ''))
      : undefined;
  const replaced = (node: ts.Node, to: number): Edit => ({
    start: node.getStart(source),
    end: node.end,
    text: `${to}`,
  });
  /** Returns the places of a number. The place of a negative number does not count as a place of its absolute value. */
  const withNumber = (among: readonly ts.Node[], number: number) =>
    among.filter((node) => numberOf(node) === number && !compiler.isPrefixUnaryExpression(node.parent));
  const isText = (node: ts.Node) => compiler.isStringLiteralLike(node) || isTemplatePart(compiler, node);

  return {
    inQuery(from, to) {
      const pattern = from.threshold === undefined ? windowPattern : thresholdPattern;
      const texts = inQuery.filter((node) => isText(node) && pattern.test(contentOf(node, source)));
      const [node, ...others] = texts;
      if (node === undefined || others.length > 0) return undefined;
      const content = contentOf(node, source);
      const given = thresholdPattern.exec(content)?.groups?.['value'];
      // an override for an environment can replace the threshold in the query
      if (from.threshold !== undefined && Number(given) !== from.threshold) return undefined;
      const start = node.getStart(source) + 1;
      const edit = { start, end: start + content.length, text: adjustQuery(content, to) };
      const critical = named(object, 'critical')?.initializer;
      const copies = critical === undefined ? [] : withNumber([critical], from.threshold ?? Number.NaN);
      return [edit, ...copies.map((copy) => replaced(copy, to.threshold ?? 0))];
    },
    numbers(value, from, to) {
      const properties = all(object)
        .filter(compiler.isPropertyAssignment)
        .filter(({ name }) => names[value].some((known) => known === name.getText(source)))
        .map(({ initializer }) => initializer);
      const ofProperties = withNumber(properties, from);
      const candidates = ofProperties.length > 0 || value === 'delaySeconds' ? ofProperties : withNumber(inQuery, from);
      const [node, ...others] = candidates;
      return node === undefined || others.length > 0 ? undefined : [replaced(node, to)];
    },
  };
}

const isTemplatePart = (compiler: TypeScript, node: ts.Node): boolean =>
  compiler.isTemplateHead(node) || compiler.isTemplateMiddle(node) || compiler.isTemplateTail(node);

/** Returns the source text of a literal without its delimiters: quotes, or the braces of a template. */
function contentOf(node: ts.Node, source: ts.SourceFile): string {
  const text = node.getText(source);
  return text.slice(1, text.endsWith('${') ? -2 : -1);
}
