import { didYouMean } from '../near-miss';
import { MessageError } from './error';

export type MessagePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string; readonly column: number }
  | MessageBlock;

export interface MessageBlock {
  readonly kind: 'block';
  readonly name: string;
  /** `{{^is_alert}}`: shown where the condition does not hold. */
  readonly negated: boolean;
  readonly args: readonly string[];
  readonly column: number;
  readonly parts: readonly MessagePart[];
}

/** Source: D/monitors/notify/variables, "Conditional variables". */
export const conditions: readonly string[] = [
  'is_alert',
  'is_alert_recovery',
  'is_alert_to_warning',
  'is_exact_match',
  'is_match',
  'is_no_data',
  'is_no_data_recovery',
  'is_priority',
  'is_recovery',
  'is_renotify',
  'is_unknown',
  'is_warning',
  'is_warning_recovery',
  'is_warning_to_alert',
];

const tag = /\{\{\{?\s*(?<sign>[#^/!]?)\s*(?<body>[^{}]*?)\s*\}\}\}?/g;
const argument = /"([^"]*)"|'([^']*)'|(\S+)/g;

interface Open {
  readonly name: string;
  readonly negated: boolean;
  readonly args: readonly string[];
  readonly column: number;
  readonly parts: MessagePart[];
}

/**
 * Reads a message template.
 * @throws MessageError for a block that is unknown, not closed, or closed by another
 */
export function parseMessage(template: string): MessagePart[] {
  const root: MessagePart[] = [];
  const open: Open[] = [];
  const add = (part: MessagePart): void => {
    (open.at(-1)?.parts ?? root).push(part);
  };
  let from = 0;
  for (const match of template.matchAll(tag)) {
    const { index } = match;
    if (index > from) add({ kind: 'text', text: template.slice(from, index) });
    from = index + match[0].length;
    const { sign = '', body = '' } = match.groups ?? {};
    if (sign === '#' || sign === '^') open.push(openBlock(sign, body, index + 1));
    else if (sign === '/') add(closeBlock(open.pop(), body, index + 1));
    else if (sign === '') add({ kind: 'variable', name: body, column: index + 1 });
  }
  if (from < template.length) add({ kind: 'text', text: template.slice(from) });
  const unclosed = open.at(-1);
  if (unclosed) throw new MessageError(`{{#${unclosed.name}}} is never closed`, unclosed.column);
  return root;
}

function openBlock(sign: string, body: string, column: number): Open {
  const [name = '', ...args] = Array.from(
    body.matchAll(argument),
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  );
  if (!conditions.includes(name))
    throw new MessageError(`{{${sign}${name}}} is no condition${didYouMean(name, conditions)}`, column);
  const matching = name === 'is_match' || name === 'is_exact_match';
  if (matching && args.length < 2)
    throw new MessageError(`{{#${name}}} needs a variable and a text to compare with`, column);
  return { name, negated: sign === '^', args, column, parts: [] };
}

function closeBlock(block: Open | undefined, name: string, column: number): MessageBlock {
  if (!block) throw new MessageError(`{{/${name}}} closes nothing`, column);
  if (block.name !== name) throw new MessageError(`{{/${name}}} closes {{#${block.name}}}`, column);
  return { kind: 'block', ...block };
}
