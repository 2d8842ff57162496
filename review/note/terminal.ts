import pc from 'picocolors';
import wrap from 'wrap-ansi';
import type { ChangedResource } from '../changes/what-changes';
import type { Phrase } from '../phrase';
import { counted, say, words } from '../phrase';
import type { Review } from '../review';
import { dangerKinds } from '../rules/rule';
import { findingsLines } from './findings-in-words';
import { plain } from './for-programs';
import { oneLine } from './markdown';
import { basisOf } from './note';
import { renameInWords } from './renames-in-words';

interface Screen {
  readonly columns: number;
  readonly colour: boolean;
}

/** The review for somebody who looks at a terminal: the same as in the note, without its folds. */
export function terminalOf(review: Review, { columns, colour }: Screen): string {
  const colours = pc.createColors(colour);
  const text = (phrase: Phrase): string =>
    phrase
      .map((part) => {
        if (typeof part === 'string') return part;
        if ('prose' in part) return oneLine(part.prose);
        if ('code' in part) return colours.cyan(oneLine(part.code) || '""');
        if ('strong' in part) return colours.bold(text(part.strong));
        // without colour the two are told apart by their signs
        if ('gone' in part)
          return colour ? colours.red(colours.strikethrough(text(part.gone))) : `[-${text(part.gone)}-]`;
        return colour ? colours.green(text(part.come)) : `{+${text(part.come)}+}`;
      })
      .join('');
  const item = (phrase: Phrase, { sign = '·', depth = 1 } = {}) => {
    const indent = '  '.repeat(depth);
    const wrapped = wrap(text(phrase), Math.max(30, columns - indent.length - 2), { trim: true });
    return `${indent}${sign} ${wrapped.replaceAll('\n', `\n${indent}  `)}`;
  };
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', colours.bold(title), ...lines];
  const resource = ({ address, action, note, lines, afterApply }: ChangedResource) => [
    item([...say`${address} `, ...words(action), ...note], { sign: signs[action] ?? '·' }),
    ...lines.map((line) => item(line, { depth: 3, sign: '' })),
    ...(afterApply.length > 0
      ? [item(words(`known after the apply: ${afterApply.map(oneLine).join(', ')}`), { depth: 3, sign: '' })]
      : []),
  ];
  const mark = review.broken !== undefined || review.dangers.length > 0 ? colours.yellow('●') : colours.green('●');
  return [
    wrap(`${mark} ${colours.bold(text(review.headline))}`, columns, { trim: true }),
    wrap(colours.dim(`  ${oneLine(review.stack)} · ${plain(basisOf(review.basis))} · ${totals(review)}`), columns, {
      trim: false,
    }),
    ...section('Cannot be applied', review.broken === undefined ? [] : [item(words(review.broken), { sign: '✗' })]),
    ...section(
      'Dangers',
      dangerKinds.flatMap((kind) =>
        review.dangers
          .filter((danger) => danger.kind === kind)
          .map(({ what }) => item([...words(`${kind}: `), ...what], { sign: '!' })),
      ),
    ),
    ...section(
      'Findings',
      findingsLines(review.findings).map((line) => item(line)),
    ),
    ...section(
      'Monitors',
      review.monitors.flatMap(({ summary, sentences, query, past, lines }) => [
        item(summary),
        ...(past.length > 0 ? [item(past, { depth: 2 })] : []),
        ...sentences.flatMap(({ before, after }) => [
          item([{ gone: before }], { depth: 2, sign: '-' }),
          item([{ come: after }], { depth: 2, sign: '+' }),
        ]),
        ...(query.length > 0 ? [item([...words('query '), ...query], { depth: 2, sign: '' })] : []),
        ...lines.map((line) => item(line, { depth: 2, sign: '' })),
      ]),
    ),
    ...review.slices.flatMap(({ name, resources }) => section(oneLine(name), resources.flatMap(resource))),
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
