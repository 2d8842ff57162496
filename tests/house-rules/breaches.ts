import ts from 'typescript';

/** Violation of a house rule. */
export interface Breach {
  /** Location: `packages/iot/src/rule.ts:12`. */
  readonly place: string;
  readonly rule: string;
}

/** Returns advice for a violation; undefined if the node violates no rule. */
type Rule = (node: ts.Node, source: ts.SourceFile) => string | undefined;

const isTest = (path: string) => /\.(test|fixture|arbitrary|invariants)\.tsx?$|\/test-[^/]+\.ts$|^tests\//.test(path);

// files that may read the time, because they implement a clock or run in a function's thread, as on Lambda
const keepsTime = new Set([
  'packages/console/src/shared/browser-clock.ts',
  'packages/local-aws/src/clock.ts',
  'packages/local-aws/src/lambda/worker.ts',
  'packages/local-aws/src/lambda/memory.ts',
  'packages/local-aws/src/lambda/platform-date.ts',
  'packages/local-aws/src/lambda/when-idle.ts',
]);

/** Returns whether a file is a program, which reads the time for a Clock, or a test helper, which waits for processes. */
const isProgram = (path: string) => /^packages\/(cli\/|[^/]+\/src\/(cli|testing)\/)/.test(path);

const isClockless = (path: string) =>
  /^packages\//.test(path) && !isProgram(path) && !isTest(path) && !keepsTime.has(path);

/** Returns whether the functions' zips contain a file. */
const isBundled = (path: string) => /^(contracts|functions)\//.test(path) && !isTest(path);

/**
 * Returns violations of rules that Biome lacks:
 * reading the clock, random values, casts, disabled checks, skipped tests, and meaningless names.
 * @param path relative to the project; some rules apply only to certain folders
 */
export function breachesIn(path: string, text: string): readonly Breach[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const breaches: Breach[] = [];
  const rules = [
    ...everywhere,
    ...(isClockless(path) ? [ownTime, ownChance] : []),
    ...(isBundled(path) ? [wholeZod] : []),
  ];
  const visit = (node: ts.Node): void => {
    for (const rule of rules) {
      const broken = rule(node, source);
      if (broken !== undefined) breaches.push({ place: `${path}:${lineOf(node, source)}`, rule: broken });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...nameBreaches(path), ...breaches, ...commentBreaches(path, source)];
}

const lineOf = (node: ts.Node, source: ts.SourceFile) =>
  source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;

function nameBreaches(path: string): readonly Breach[] {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return [
    ...(/^(utils?|helpers?|common|types?)\./.test(name) ? ['name the file after what it does'] : []),
    ...(/^[a-z0-9-]+(\.[a-z-]+)*$/.test(name) ? [] : ['write the file name in kebab-case']),
  ].map((rule) => ({ place: path, rule }));
}

const switchedOff = /@ts-(ignore|expect-error|nocheck)|biome-ignore|eslint-disable|istanbul ignore/;

function commentBreaches(path: string, source: ts.SourceFile): readonly Breach[] {
  // search the comments only if the file contains a directive, because the search takes longer than all other rules
  if (!switchedOff.test(source.text)) return [];
  return commentsOf(source)
    .filter(({ text }) => switchedOff.test(text))
    .map(({ line }) => ({ place: `${path}:${line}`, rule: 'change the code instead of disabling the check' }));
}

/** Returns the comments in a file. Excludes strings, because directives have no effect there. */
function commentsOf(source: ts.SourceFile): readonly { readonly text: string; readonly line: number }[] {
  const found = new Map<number, number>();
  const visit = (node: ts.Node): void => {
    for (const range of ts.getLeadingCommentRanges(source.text, node.getFullStart()) ?? [])
      found.set(range.pos, range.end);
    for (const range of ts.getTrailingCommentRanges(source.text, node.getEnd()) ?? []) found.set(range.pos, range.end);
    for (const child of node.getChildren(source)) visit(child);
  };
  visit(source);
  return [...found].map(([pos, end]) => ({
    text: source.text.slice(pos, end),
    line: source.getLineAndCharacterOfPosition(pos).line + 1,
  }));
}

const calledName = (node: ts.Node, source: ts.SourceFile) =>
  ts.isCallExpression(node) ? node.expression.getText(source).replace(/^globalThis\./, '') : undefined;

const clockCalls = new Set(['Date', 'Date.now', 'performance.now', 'setTimeout', 'setInterval']);

/** Rejects code that reads the time. `new Date()` reads the clock; with arguments, it only converts a time. */
const ownTime: Rule = (node, source) => {
  const asks =
    (ts.isNewExpression(node) && node.expression.getText(source) === 'Date' && (node.arguments ?? []).length === 0) ||
    clockCalls.has(calledName(node, source) ?? '');
  return asks ? 'get the time from a Clock that is passed in' : undefined;
};

const ownChance: Rule = (node, source) =>
  calledName(node, source) === 'Math.random' ? 'pass in a source of randomness' : undefined;

const noAny: Rule = (node) =>
  node.kind === ts.SyntaxKind.AnyKeyword ? 'use unknown and a parser instead of any' : undefined;

const noCast: Rule = (node, source) => {
  const cast = ts.isTypeAssertionExpression(node) || (ts.isAsExpression(node) && node.type.getText(source) !== 'const');
  return cast ? 'use a type guard, or zod at the edge, instead of a cast' : undefined;
};

const hasBang = (node: ts.Node) =>
  (ts.isPropertyDeclaration(node) || ts.isVariableDeclaration(node)) && node.exclamationToken !== undefined;

const noBang: Rule = (node) =>
  ts.isNonNullExpression(node) || hasBang(node) ? 'handle the missing value instead of asserting with !' : undefined;

const noEnum: Rule = (node) => (ts.isEnumDeclaration(node) ? 'use a union instead of an enum' : undefined);

const skipped = /^(test|it|describe)(\.each)?\.(skip|only|todo|failing)\b|^(xit|xtest|xdescribe|fit|fdescribe)$/;

const noSkippedTest: Rule = (node, source) =>
  skipped.test(calledName(node, source) ?? '') ? 'run every test' : undefined;

/** Rejects the full zod in bundled code (docs/adr/0006-bundle-functions-with-the-sdk.md). */
const wholeZod: Rule = (node) =>
  ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier) && node.moduleSpecifier.text === 'zod'
    ? "import 'zod/mini' in bundled code"
    : undefined;

const everywhere: readonly Rule[] = [noAny, noCast, noBang, noEnum, noSkippedTest];
