import * as z from 'zod';
import {
  budgetAfter,
  budgetAt,
  compositeState,
  type MessageContext,
  parseComposite,
  renderTemplate,
  type State,
  type Transition,
} from '../index';
import { has, recordOf } from './own-keys';
import { type Answer, inPercent, tryMonitor } from './try-monitor';

const scalar = z.union([z.string(), z.number(), z.null()]);
const messageLine = z.strictObject({
  message: z.string(),
  context: z
    .looseObject({ transition: z.string().default('alert'), tags: recordOf(z.string()).default({}) })
    .prefault({}),
});

const compositeLine = z.strictObject({ composite: z.string(), states: recordOf(z.string()) });

const sloLine = z.strictObject({
  slo: z.strictObject({
    target: z.number(),
    days: z.number().default(30),
    burnRate: z.number().optional(),
    good: z.number().optional(),
    total: z.number().optional(),
  }),
});

/**
 * Evaluates one line: a monitor (over series, if given), a message, a composite or an SLO. If a line contains
 * several of these keys, the first key in this order applies, because a line with a monitor may also contain its
 * SLO. Returns `{"error": …}` for an invalid line.
 */
export function tryLine(line: string): Answer {
  try {
    // trim also removes a byte order mark
    return answerTo(JSON.parse(line.trim()));
  } catch (error) {
    return { error: inOneLine(error) };
  }
}

function answerTo(json: unknown): Answer {
  if (has(json, 'monitor')) return tryMonitor(json);
  if (has(json, 'message')) return tryMessage(messageLine.parse(json));
  if (has(json, 'composite')) return tryComposite(compositeLine.parse(json));
  if (has(json, 'slo')) return trySlo(sloLine.parse(json));
  throw new Error('a line must contain monitor, message, composite or slo');
}

const transitions: Readonly<Record<string, { transition: Transition; from: State; to: State }>> = {
  alert: { transition: 'alert', from: 'OK', to: 'Alert' },
  triggered: { transition: 'alert', from: 'OK', to: 'Alert' },
  warn: { transition: 'warn', from: 'OK', to: 'Warn' },
  warning: { transition: 'warn', from: 'OK', to: 'Warn' },
  'no data': { transition: 'no data', from: 'OK', to: 'No Data' },
  recovery: { transition: 'recovery', from: 'Alert', to: 'OK' },
  recovered: { transition: 'recovery', from: 'Alert', to: 'OK' },
  'alert recovery': { transition: 'recovery', from: 'Alert', to: 'OK' },
  'warn recovery': { transition: 'recovery', from: 'Warn', to: 'OK' },
  'warning recovery': { transition: 'recovery', from: 'Warn', to: 'OK' },
  'no data recovery': { transition: 'recovery', from: 'No Data', to: 'OK' },
  'alert to warning': { transition: 'warn', from: 'Alert', to: 'Warn' },
  'warning to alert': { transition: 'alert', from: 'Warn', to: 'Alert' },
  renotify: { transition: 'renotify', from: 'Alert', to: 'Alert' },
  're-triggered': { transition: 'renotify', from: 'Alert', to: 'Alert' },
};

function tryMessage({ message, context }: z.infer<typeof messageLine>): Answer {
  const { transition: word, tags, ...rest } = context;
  const known = word.toLowerCase().replaceAll('_', ' ');
  const found = Object.hasOwn(transitions, known) ? transitions[known] : undefined;
  if (!found) throw new Error(`transition ${word} is not one of ${Object.keys(transitions).join(', ')}`);
  const variables: MessageContext['variables'] = Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [name, scalar.catch(null).parse(value) ?? undefined]),
  );
  const priority = Number(String(rest['priority'] ?? '').replace(/^P/i, '')) || undefined;
  return { text: renderTemplate(message, { ...found, tags, variables, priority }) };
}

const states: Readonly<Record<string, State>> = {
  ok: 'OK',
  warn: 'Warn',
  warning: 'Warn',
  alert: 'Alert',
  'no data': 'No Data',
  no_data: 'No Data',
  nodata: 'No Data',
};

function tryComposite({ composite, states: given }: z.infer<typeof compositeLine>): Answer {
  const stateOf = (id: string): State | undefined => {
    const word = Object.hasOwn(given, id) ? given[id] : undefined;
    if (word === undefined) return undefined;
    const known = word.toLowerCase();
    const state = Object.hasOwn(states, known) ? states[known] : undefined;
    if (state === undefined) throw new Error(`invalid state of ${id}: ${word}; expected OK, Warn, Alert or No Data`);
    return state;
  };
  return { state: compositeState(parseComposite(composite).expression, stateOf) };
}

function trySlo({ slo: { target, days, burnRate, good, total } }: z.infer<typeof sloLine>): Answer {
  const objective = { target: inPercent(target), days };
  if (burnRate !== undefined) return { ...budgetAt(objective, burnRate) };
  if (good === undefined || total === undefined) throw new Error('slo must contain burnRate, or good and total');
  return { ...budgetAfter(objective, { good, total }) };
}

function inOneLine(error: unknown): string {
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    return `${issue?.path.join('.') || 'the line'}: ${issue?.message}`;
  }
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
}
