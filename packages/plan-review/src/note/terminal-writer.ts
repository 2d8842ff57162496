import pc from 'picocolors';
import type { Line } from '../changes/changed-text';
import { itemSymbols } from '../changes/paired-lines';
import type { Phrase } from '../phrase';
import { oneLine, readable } from './markdown';
import { wrapped } from './wrap-text';

/** Width of a terminal, and whether the terminal supports colors. */
export interface Screen {
  readonly columns: number;
  readonly colour: boolean;
}

/** Maximum line length. Longer lines are hard to read. */
const readableColumns = 120;

/** Returns functions that render phrases, list items and sections for a terminal. */
export function writerFor(screen: Screen) {
  const { colour } = screen;
  const columns = Math.min(screen.columns, readableColumns);
  const colours = pc.createColors(colour);
  // quotes mark the boundaries of a name with spaces if there are no colors
  const name = (text: string) => (colour || !text.includes(' ') ? colours.cyan(text) : `\`${text}\``);

  const text = (phrase: Phrase): string =>
    phrase
      .map((part) => {
        if (typeof part === 'string') return part;
        if ('prose' in part) return oneLine(readable(part.prose));
        // only names are colored, not values
        if ('code' in part) return name(oneLine(readable(part.code)) || '""');
        if ('value' in part) return oneLine(readable(part.value)) || '""';
        if ('strong' in part) return colours.bold(text(part.strong));
        // some terminals have no strikethrough, and some readers cannot distinguish colors
        if ('gone' in part) return colours.red(`[-${text(part.gone)}-]`);
        return colours.green(`{+${text(part.come)}+}`);
      })
      .join('');

  const coloured = (sign: string) => {
    if (sign === '+') return colours.green(sign);
    if (sign === '-' || sign === '✗') return colours.red(sign);
    if (sign === '±' || sign === '×') return colours.magenta(sign);
    return sign === '!' || sign === '~' ? colours.yellow(sign) : sign;
  };

  const item = (phrase: Phrase, { sign = '·', depth = 1 } = {}) => {
    const indent = '  '.repeat(depth);
    const lines = wrapped(text(phrase), Math.max(30, columns - indent.length - 2));
    return `${indent}${coloured(sign.padEnd(1))} ${lines.replaceAll('\n', `\n${indent}  `)}`;
  };

  return {
    columns,
    colours,
    text,
    item,
    linesOf: ({ text: line, items }: Line, depth: number) => [
      item(line, { depth, sign: '' }),
      ...items.map((one) => item(one.text, { depth: depth + 1, sign: itemSymbols[one.became] })),
    ],
    section: (title: string, lines: readonly string[]) =>
      lines.length === 0 ? [] : ['', colours.bold(title), ...lines],
  };
}

export type Writer = ReturnType<typeof writerFor>;
