import pc from 'picocolors';
import type { Line } from '../changes/changed-text';
import type { ChangedResource } from '../changes/what-changes';
import type { Phrase } from '../phrase';
import { counted, say, strong, words } from '../phrase';
import type { Review } from '../review';
import { dangerKinds } from '../rules/rule';
import { findingsLines } from './findings-in-words';
import { plain } from './for-programs';
import { oneLine } from './markdown';
import { basisOf, notKnown, stacksOf } from './note';
import { renameInWords } from './renames-in-words';
import { wrapped } from './wrapped';

interface Screen {
  readonly columns: number;
  readonly colour: boolean;
  /** Names of other stacks of which the same is to be said. */
  readonly alsoOf?: readonly string[];
}

/** The review for somebody who looks at a terminal: the same as in the note, without its folds. */
export function terminalOf(review: Review, { columns, colour, alsoOf }: Screen): string {
  const colours = pc.createColors(colour);
  const text = (phrase: Phrase): string =>
    phrase
      .map((part) => {
        if (typeof part === 'string') return part;
        if ('prose' in part) return oneLine(part.prose);
        // names have a colour, values have none
        if ('code' in part) return colours.cyan(oneLine(part.code) || '""');
        if ('value' in part) return oneLine(part.value) || '""';
        if ('strong' in part) return colours.bold(text(part.strong));
        // by their signs, for not every terminal strikes out, and not everybody sees colours
        if ('gone' in part) return colours.red(`[-${text(part.gone)}-]`);
        return colours.green(`{+${text(part.come)}+}`);
      })
      .join('');
  const item = (phrase: Phrase, { sign = '·', depth = 1 } = {}) => {
    const indent = '  '.repeat(depth);
    const lines = wrapped(text(phrase), Math.max(30, columns - indent.length - 2));
    return `${indent}${coloured(sign.padEnd(1))} ${lines.replaceAll('\n', `\n${indent}  `)}`;
  };
  const coloured = (sign: string) => {
    if (sign === '+') return colours.green(sign);
    if (sign === '-' || sign === '✗') return colours.red(sign);
    if (sign === '±' || sign === '×') return colours.magenta(sign);
    return sign === '!' || sign === '~' ? colours.yellow(sign) : sign;
  };
  const linesOf = ({ text: told, items }: Line, depth: number) => [
    item(told, { depth, sign: '' }),
    ...items.map((one) => item(one.text, { depth: depth + 1, sign: one.became === 'gone' ? '-' : '+' })),
  ];
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', colours.bold(title), ...lines];
  const resource = ({ address, action, note, lines, afterApply }: ChangedResource) => [
    item([...say`${address} `, ...words(action), ...note], { sign: signs[action] ?? '·' }),
    ...lines.flatMap((line) => linesOf(line, 2)),
    ...(afterApply.length > 0
      ? [item(words(`known after the apply: ${afterApply.map(oneLine).join(', ')}`), { depth: 2, sign: '' })]
      : []),
  ];
  const mark = review.broken !== undefined || review.dangers.length > 0 ? colours.yellow('●') : colours.green('●');
  return [
    wrapped(`${mark} ${colours.bold(text(review.headline))}`, columns),
    `  ${wrapped(
      colours.dim(`${plain(stacksOf(review.stack, alsoOf))} · ${plain(basisOf(review.basis))} · ${totals(review)}`),
      columns - 2,
    ).replaceAll('\n', '\n  ')}`,
    ...section('Cannot be applied', review.broken === undefined ? [] : [item(words(review.broken), { sign: '✗' })]),
    ...section(
      'Dangers',
      dangerKinds.flatMap((kind) =>
        review.dangers
          .filter((danger) => danger.kind === kind)
          .map(({ what }) => item([strong(words(kind)), ': ', ...what], { sign: '!' })),
      ),
    ),
    ...section(
      'Monitors',
      review.monitors.flatMap(({ summary, sentences, query, past, lines }) => [
        item(summary),
        ...(past.length > 0 ? [item(past, { depth: 2 })] : []),
        ...sentences.flatMap(({ before, after }) => [
          ...(before.length > 0 ? [item(before, { depth: 2, sign: '-' })] : []),
          ...(after.length > 0 ? [item(after, { depth: 2, sign: '+' })] : []),
        ]),
        ...(query.length > 0 ? [item([...words('query '), ...query], { depth: 2, sign: '' })] : []),
        ...lines.flatMap((line) => linesOf(line, 2)),
      ]),
    ),
    ...review.slices.flatMap(({ name, resources }) =>
      section(oneLine(name ?? 'What changes'), resources.flatMap(resource)),
    ),
    ...section(
      'Renames',
      review.renames.map(renameInWords).flatMap(({ what, block, inCdk }) => [
        item(what),
        // as it is pasted
        ...block.map((line) => `      ${oneLine(line)}`),
        item(inCdk, { depth: 1, sign: ' ' }),
      ]),
    ),
    ...section(
      'Changed by hand',
      review.drift.map(({ type, attributes, addresses }) =>
        item(
          say`${addresses.length} × ${type}: ${attributes.join(', ')} (${addresses.slice(0, 3).join(', ')}${words(addresses.length > 3 ? ' …' : '')})`,
        ),
      ),
    ),
    ...section(
      'Findings',
      findingsLines(review.findings).map((line) => item(line)),
    ),
    ...section(
      'Not known yet',
      notKnown(review).map((line) => item(line)),
    ),
    '',
  ].join('\n');
}

const signs: Readonly<Record<string, string>> = {
  create: '+',
  delete: '-',
  replace: '±',
  update: '~',
  forget: '×',
  read: '<',
};

function totals({ counts }: Review): string {
  const shown = Object.entries(counts).flatMap(([action, count]) => (count > 0 ? [`${count} to ${action}`] : []));
  return shown.length === 0 ? counted(0, 'change') : shown.join(', ');
}
