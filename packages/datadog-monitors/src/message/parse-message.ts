import { didYouMean } from '../near-miss';
import { MessageError } from './message-error';

export type MessagePart =
  | { readonly kind: 'text'; readonly text: string }
  | MessageVariable
  /** Function call, for example `{{eval "value * 100"}}` or `{{local_time 'last_triggered_at' 'Asia/Tokyo'}}`. */
  | {
      readonly kind: 'call';
      readonly name: 'eval' | 'local_time' | 'urlencode';
      readonly args: readonly string[];
      readonly column: number;
    }
  | MessageBlock;

export interface MessageVariable {
  readonly kind: 'variable';
  readonly name: string;
  /** Whether the variable is rendered without escaping, for example `{{{event.text}}}`. */
  readonly unescaped: boolean;
  readonly column: number;
}

export interface MessageBlock {
  readonly kind: 'block';
  readonly name: string;
  /** Whether the block is rendered if its condition is false, for example `{{^is_alert}}`. */
  readonly negated: boolean;
  readonly args: readonly string[];
  readonly column: number;
  readonly parts: readonly MessagePart[];
  /** Message nodes after `{{else}}`. */
  readonly otherwise: readonly MessagePart[];
}

/** Known conditions. Source: docs.datadoghq.com/monitors/notify/variables, "Conditional variables". */
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

// Raw blocks, such as {{{{raw}}}} and {{{{is_match …}}}}, and comments may contain braces, so they are matched first.
const tag =
  /\{\{\{\{\s*(?<rawName>\w+)(?<rawArgs>[^{}]*)\}\}\}\}(?<raw>[\s\S]*?)\{\{\{\{\s*\/\k<rawName>\s*\}\}\}\}|\{\{!--[\s\S]*?--\}\}|(?<open>\{\{\{?)\s*(?<sign>[#^/!]?)\s*(?<body>[^{}]*?)\s*\}\}\}?/g;
const argument = /"([^"]*)"|'([^']*)'|(\S+)/g;

// This limit is well above the depth of real messages, and prevents hostile input from exhausting the stack.
const deepest = 50;

interface OpenBlock {
  readonly name: string;
  readonly negated: boolean;
  readonly args: readonly string[];
  readonly column: number;
  readonly parts: MessagePart[];
  readonly otherwise: MessagePart[];
  isOtherwise: boolean;
}

/**
 * Parses a message template.
 * @throws MessageError for a block that is unknown, unclosed, closed by another block's tag, or nested too deeply
 */
export function parseMessage(template: string): MessagePart[] {
  const root: MessagePart[] = [];
  const open: OpenBlock[] = [];
  const add = (part: MessagePart): void => {
    const block = open.at(-1);
    if (!block) root.push(part);
    else (block.isOtherwise ? block.otherwise : block.parts).push(part);
  };
  let from = 0;
  for (const match of template.matchAll(tag)) {
    const { index } = match;
    if (index > from) add({ kind: 'text', text: template.slice(from, index) });
    from = index + match[0].length;
    const { raw, rawName = '', rawArgs = '', open: braces = '', sign, body = '' } = match.groups ?? {};
    const column = index + 1;
    if (raw !== undefined) add(rawPart(`${rawName}${rawArgs}`, raw, column));
    else if (sign === '#' || sign === '^') {
      if (open.length >= deepest) throw new MessageError(`blocks are nested deeper than ${deepest} levels`, column);
      open.push(openBlock(sign, body, column));
    } else if (sign === '/') add(closeBlock(open.pop(), body, column));
    else if (sign === '' && body === 'else') turn(open.at(-1), column);
    else if (sign === '') add(insertion(body, braces.length > 2, column));
  }
  if (from < template.length) add({ kind: 'text', text: template.slice(from) });
  const unclosed = open.at(-1);
  if (unclosed) throw new MessageError(`{{#${unclosed.name}}} is not closed`, unclosed.column);
  return root;
}

/** Returns the node for a raw block: the text, inside the block's condition, if any. */
function rawPart(body: string, text: string, column: number): MessagePart {
  const part: MessagePart = { kind: 'text', text };
  if (body.trim() === 'raw') return part;
  return { kind: 'block', ...openBlock('#', body.trim(), column), parts: [part] };
}

function insertion(body: string, unescaped: boolean, column: number): MessagePart {
  const [, name, rest = ''] = /^(eval|local_time|urlencode)\s+(.*)$/s.exec(body) ?? [];
  if (name === 'eval' || name === 'local_time' || name === 'urlencode')
    return { kind: 'call', name, args: argumentsIn(rest), column };
  return { kind: 'variable', name: body, unescaped, column };
}

function argumentsIn(text: string): string[] {
  return Array.from(text.matchAll(argument), ([, double, single, bare]) => double ?? single ?? bare ?? '');
}

function openBlock(sign: string, body: string, column: number): OpenBlock {
  const [name = '', ...args] = argumentsIn(body);
  if (!conditions.includes(name))
    throw new MessageError(`{{${sign}${name}}} is not a known condition${didYouMean(name, conditions)}`, column);
  const matching = name === 'is_match' || name === 'is_exact_match';
  if (matching && args.length < 2)
    throw new MessageError(`{{#${name}}} needs a variable and a string to compare with`, column);
  return { name, negated: sign === '^', args, column, parts: [], otherwise: [], isOtherwise: false };
}

function turn(block: OpenBlock | undefined, column: number): void {
  if (!block || block.isOtherwise) throw new MessageError('{{else}} is outside a condition', column);
  block.isOtherwise = true;
}

function closeBlock(block: OpenBlock | undefined, name: string, column: number): MessageBlock {
  if (!block) throw new MessageError(`{{/${name}}} has no opening block`, column);
  if (block.name !== name) throw new MessageError(`{{/${name}}} closes {{#${block.name}}}`, column);
  return { kind: 'block', ...block };
}

/** Returns whether a message contains one of the given blocks, at any depth; false if the message cannot be parsed. */
export function hasBlock(template: string, names: readonly string[]): boolean {
  const within = (parts: readonly MessagePart[]): boolean =>
    parts.some(
      (part) => part.kind === 'block' && (names.includes(part.name) || within(part.parts) || within(part.otherwise)),
    );
  try {
    return within(parseMessage(template));
  } catch (error) {
    if (error instanceof MessageError) return false;
    throw error;
  }
}
