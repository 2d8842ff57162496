import type { Notification } from '../evaluate/notify';
import { round } from '../evaluate/threshold';
import type { MonitorDefinition } from '../monitor/definition';
import type { MetricQuery } from '../query/tree';
import { handlesIn } from './handles';
import { type MessageBlock, type MessagePart, parseMessage } from './parse';

/** What a message is rendered for. */
export interface MessageContext {
  readonly notification: Notification;
  readonly definition: MonitorDefinition;
  readonly query: MetricQuery;
}

export interface Rendered {
  readonly title: string;
  readonly text: string;
  /** Whom the text calls: `@slack-iot-oncall`. */
  readonly handles: readonly string[];
}

/**
 * The message that Datadog would send. A renotification has the escalation message before the text.
 * @throws MessageError
 * Source: D/monitors/notify and D/monitors/notify/variables
 */
export function renderMessage({ notification, definition, query }: MessageContext): Rendered {
  return messageOf(definition, query)(notification);
}

/** A monitor's message, read once and rendered for many notifications. @throws MessageError */
export function messageOf(definition: MonitorDefinition, query: MetricQuery): (notification: Notification) => Rendered {
  const { name, message, escalationMessage } = definition;
  const title = parseMessage(name);
  const body = parseMessage(message);
  const escalation = escalationMessage ? [...parseMessage(`${escalationMessage}\n`), ...body] : body;
  return (notification) => {
    const context = { notification, definition, query };
    const text = tidy(renderParts(notification.transition === 'renotify' ? escalation : body, context));
    return { title: `[${titleOf(context)}] ${renderParts(title, context)}`, text, handles: handlesIn(text) };
  };
}

/** Renders one template, such as a monitor's name. @throws MessageError */
export function renderTemplate(template: string, context: MessageContext): string {
  return renderParts(parseMessage(template), context);
}

function titleOf({ notification, definition }: MessageContext): string {
  const words = {
    alert: 'Triggered',
    warn: 'Warn',
    'no data': 'No data',
    recovery: 'Recovered',
    renotify: 'Re-Triggered',
  };
  const priority = definition.priority === undefined ? '' : `P${definition.priority} `;
  return `${priority}${words[notification.transition]}`;
}

// A block that stands on lines of its own leaves none behind.
function tidy(text: string): string {
  return text.replace(/\n{3,}/g, '\n\n').trim();
}

function renderParts(parts: readonly MessagePart[], context: MessageContext): string {
  return parts.map((part) => renderPart(part, context)).join('');
}

function renderPart(part: MessagePart, context: MessageContext): string {
  if (part.kind === 'text') return part.text;
  if (part.kind === 'variable') return textOf(part.name, context) ?? '';
  return holds(part, context) === part.negated ? '' : renderParts(part.parts, context);
}

function holds({ name, args }: MessageBlock, context: MessageContext): boolean {
  const { from, to, transition } = context.notification;
  const [variable = '', ...texts] = args;
  switch (name) {
    case 'is_alert':
      return to === 'Alert';
    case 'is_warning':
      return to === 'Warn';
    case 'is_no_data':
      return to === 'No Data';
    case 'is_recovery':
      return to === 'OK';
    case 'is_alert_recovery':
      return to === 'OK' && from === 'Alert';
    case 'is_warning_recovery':
      return to === 'OK' && from === 'Warn';
    case 'is_no_data_recovery':
      return to === 'OK' && from === 'No Data';
    case 'is_alert_to_warning':
      return to === 'Warn' && from === 'Alert';
    case 'is_warning_to_alert':
      return to === 'Alert' && from === 'Warn';
    case 'is_renotify':
      return transition === 'renotify';
    case 'is_priority':
      return variable === `P${context.definition.priority ?? ''}`;
    case 'is_match':
      return matchesAny(textOf(variable, context) ?? '', texts, (value, text) => value.includes(text));
    case 'is_exact_match':
      return matchesAny(textOf(variable, context) ?? '', texts, (value, text) => value === text);
    default:
      return false;
  }
}

// An empty text asks whether the variable is empty.
function matchesAny(
  value: string,
  texts: readonly string[],
  compare: (value: string, text: string) => boolean,
): boolean {
  return texts.some((text) => (text === '' ? value === '' : compare(value, text)));
}

function textOf(name: string, { notification, definition, query }: MessageContext): string | undefined {
  const { value, triggered, minute, tags } = notification;
  const [, key] = /^\[?(.+?)\]?\.name$/.exec(name) ?? [];
  if (key !== undefined) return Object.hasOwn(tags, key) ? tags[key] : undefined;
  switch (name) {
    case 'value':
      return value === undefined ? undefined : String(round(value));
    case 'threshold':
      return String(notification.to === 'Warn' ? definition.thresholds.warning : query.threshold.value);
    case 'warn_threshold':
      return definition.thresholds.warning?.toString();
    case 'comparator':
      return query.comparator.sign;
    case 'last_triggered_at':
      return triggered === undefined ? undefined : new Date(triggered * 60_000).toISOString();
    case 'last_triggered_at_epoch':
      return triggered === undefined ? undefined : String(triggered * 60_000);
    case 'triggered_duration_sec':
      return triggered === undefined ? undefined : String((minute - triggered) * 60);
    default:
      return undefined;
  }
}
