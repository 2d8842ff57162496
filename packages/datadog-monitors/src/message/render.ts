import { escapeMarkup } from '../escape-markup';
import type { Notification } from '../evaluate/notify';
import type { MonitorDefinition } from '../monitor/definition';
import type { Comparison } from '../query/query-tree';
import { calculateText } from './calculate';
import { contextOf, type MessageContext } from './context';
import { handlesIn } from './handles';
import { localTime } from './local-time';
import { type MessageBlock, type MessagePart, parseMessage } from './parse-message';
import { holdsFor } from './state-conditions';

export interface RenderedMessage {
  readonly title: string;
  readonly text: string;
  /** Handles in the text, for example `@slack-iot-oncall`. All of them are notified. */
  readonly handles: readonly string[];
}

/**
 * Prepares a monitor's message: parses it once to render many notifications. A renotification starts with the escalation message.
 * @param query undefined if the monitor has no comparison, such as a composite
 * @param variablesAt additional variables, such as `a.value` of a composite
 * @throws MessageError
 * Source: docs.datadoghq.com/monitors/notify and docs.datadoghq.com/monitors/notify/variables
 */
export function messageOf(
  definition: MonitorDefinition,
  query: Comparison | undefined,
  variablesAt: (notification: Notification) => MessageContext['variables'] = () => ({}),
): (notification: Notification) => RenderedMessage {
  const { name, message, escalationMessage } = definition;
  const title = parseMessage(name);
  const body = parseMessage(message);
  const escalation = escalationMessage ? [...parseMessage(`${escalationMessage}\n`), ...body] : body;
  return (notification) => {
    const plain = contextOf(notification, definition, query);
    const context = { ...plain, variables: { ...plain.variables, ...variablesAt(notification) } };
    const text = tidy(renderParts(notification.transition === 'renotify' ? escalation : body, context));
    const group = definition.includeTags ? groupOf(context) : '';
    return { title: `[${titleOf(context)}${group}] ${renderParts(title, context)}`, text, handles: handlesIn(text) };
  };
}

/** Renders one template. @throws MessageError */
export function renderTemplate(template: string, context: MessageContext): string {
  return tidy(renderParts(parseMessage(template), context));
}

// the title contains the tags that triggered the alert (API reference, "Create a monitor", include_tags)
function groupOf({ tags }: MessageContext): string {
  const all = Object.entries(tags).map(([key, value]) => `${key}:${value}`);
  return all.length === 0 ? '' : ` on {${all.join(',')}}`;
}

function titleOf({ transition, priority }: MessageContext): string {
  const words = {
    alert: 'Triggered',
    warn: 'Warn',
    'no data': 'No data',
    recovery: 'Recovered',
    renotify: 'Re-Triggered',
  };
  return `${priority === undefined ? '' : `P${priority} `}${words[transition]}`;
}

// Removes the empty lines that blocks on separate lines would leave.
function tidy(text: string): string {
  return text.replace(/\n{3,}/g, '\n\n').trim();
}

/** Renders the nodes of a message. */
export function renderParts(parts: readonly MessagePart[], context: MessageContext): string {
  return parts.map((part) => renderPart(part, context)).join('');
}

function renderPart(part: MessagePart, context: MessageContext): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'variable': {
      const text = textOf(part.name, context) ?? '';
      return part.unescaped ? text : shown(text);
    }
    case 'call':
      return callText(part, context);
    case 'block':
      return renderParts(holds(part, context) === part.negated ? part.otherwise : part.parts, context);
    default:
      return part satisfies never;
  }
}

// Source: docs.datadoghq.com/monitors/notify/variables, "Evaluation", "Local time" and "URL encode"
function callText(call: Extract<MessagePart, { kind: 'call' }>, context: MessageContext): string {
  switch (call.name) {
    case 'eval':
      return calculateText(call, context.variables);
    case 'local_time':
      return localTime(call, context.variables);
    case 'urlencode':
      return encodeURIComponent(textOf(call.args[0] ?? '', context) ?? '');
    default:
      return call.name satisfies never;
  }
}

// Datadog escapes values (docs.datadoghq.com/monitors/notify/variables, "Character escape"), but does not document which
// characters. Comparators are not escaped, to keep them readable.
function shown(text: string): string {
  return /^[<>=!]+$/.test(text) ? text : escapeMarkup(text);
}

/** Returns whether the condition of a block is true, ignoring a negation. */
export function holds({ name, args }: MessageBlock, context: MessageContext): boolean {
  const [variable = '', ...texts] = args;
  switch (name) {
    case 'is_priority':
      return variable === `P${context.priority ?? ''}`;
    case 'is_match':
      // a comparison with an empty string tests whether the variable exists
      return matchesAny(variable, texts, context, (value, text) => (text === '' ? value !== '' : value.includes(text)));
    case 'is_exact_match':
      return matchesAny(variable, texts, context, (value, text) => value === text);
    default:
      return holdsFor(name, context);
  }
}

function matchesAny(
  variable: string,
  texts: readonly string[],
  context: MessageContext,
  compare: (value: string, text: string) => boolean,
): boolean {
  const value = textOf(variable, context) ?? '';
  return texts.some((text) => compare(value, text));
}

function textOf(name: string, { tags, variables }: MessageContext): string | undefined {
  const known = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (known !== undefined) return String(known);
  const [, key = name] = /^\[?(.+?)\]?\.name$/.exec(name) ?? [];
  return Object.hasOwn(tags, key) ? tags[key] : undefined;
}
