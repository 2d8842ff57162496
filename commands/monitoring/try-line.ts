import * as z from 'zod';
import {
  budgetAfter,
  budgetAt,
  cautious,
  compositeState,
  type MessageContext,
  type MonitorDefinition,
  MonitorShapeError,
  NotationError,
  NotEvaluated,
  PointsError,
  parseComposite,
  parseMonitorQuery,
  readApiMonitor,
  renderTemplate,
  type State,
  seriesOfPoints,
  simulate,
  sourceOf,
  type TestSeries,
  type Transition,
  validate,
} from '../../lib/datadog';
import { catalogueFor } from './line-catalogue';
import { outcomeOf } from './outcome';
import { parsedOf } from './parsed';

const types = z.enum(['count', 'rate', 'gauge', 'distribution']);
const points = z.array(z.tuple([z.number(), z.number()], 'a point is [minute, value]'));

const monitorLine = z.object({
  monitor: z.looseObject({ type: z.string(), query: z.string() }),
  series: z.record(z.string(), points).optional(),
  metricTypes: z.record(z.string(), types).default({}),
  from: z.number().default(0),
  to: z.number().optional(),
  all: z.boolean().default(false),
});

const scalar = z.union([z.string(), z.number(), z.null()]);
const messageLine = z.object({
  message: z.string(),
  context: z
    .looseObject({ transition: z.string().default('alert'), tags: z.record(z.string(), z.string()).default({}) })
    .prefault({}),
});

const compositeLine = z.object({ composite: z.string(), states: z.record(z.string(), z.string()) });

const sloLine = z.object({
  slo: z.object({
    target: z.number(),
    days: z.number().default(30),
    burnRate: z.number().optional(),
    good: z.number().optional(),
    total: z.number().optional(),
  }),
});

/** A span that nobody would wait for. */
const longestMinutes = 366 * 1440;

type Answer = Readonly<Record<string, unknown>>;

/**
 * Answers one case: a monitor (with series, what it does over them), a message, a composite or an SLO.
 * What is wrong with the line is an answer too: `{"error": …}`.
 */
export function tryLine(line: string): Answer {
  try {
    return answerTo(JSON.parse(line));
  } catch (error) {
    return { error: inOneLine(error) };
  }
}

function answerTo(json: unknown): Answer {
  if (has(json, 'monitor')) return tryMonitor(monitorLine.parse(json));
  if (has(json, 'message')) return tryMessage(messageLine.parse(json));
  if (has(json, 'composite')) return tryComposite(compositeLine.parse(json));
  if (has(json, 'slo')) return trySlo(sloLine.parse(json));
  throw new Error('a line holds monitor, message, composite or slo');
}

function has(json: unknown, key: string): boolean {
  return typeof json === 'object' && json !== null && Object.hasOwn(json, key);
}

type MonitorLine = z.infer<typeof monitorLine>;

function tryMonitor(line: MonitorLine): Answer {
  const { definition, errors } = definitionIn(line.monitor);
  if (!definition) return { valid: false, errors };
  const all = Object.entries(line.series ?? {}).map(([name, values]) => readSeries(name, values));
  const known = catalogueFor({ ...line, series: all }, definition);
  const problems = validate(definition, known);
  if (problems.length > 0) return { valid: false, errors: problems };
  const parsed = parsedOf(definition);
  if (!line.series) return { valid: true, errors: [], parsed };
  const { from, to = lastMinute(line.series, definition) } = line;
  if (to - from > longestMinutes) throw new Error(`from ${from} to ${to} is more than a year of minutes`);
  try {
    const run = simulate(definition, sourceOf(...all), { from: Math.ceil(from), to: Math.floor(to), catalogue: known });
    return { valid: true, errors: [], parsed, ...outcomeOf(run, line.all) };
  } catch (error) {
    if (!(error instanceof NotEvaluated)) throw error;
    return { valid: true, errors: [], parsed, notEvaluated: error.message };
  }
}

function definitionIn(monitor: MonitorLine['monitor']): { definition?: MonitorDefinition; errors: Answer[] } {
  try {
    return { definition: readApiMonitor({ name: 'monitor', message: '', ...monitor }), errors: [] };
  } catch (error) {
    if (!(error instanceof MonitorShapeError)) throw error;
    return { errors: [{ message: error.message, attribute: error.path }] };
  }
}

function readSeries(name: string, values: readonly (readonly [number, number])[]): TestSeries {
  try {
    return seriesOfPoints(name, values);
  } catch (error) {
    if (!(error instanceof PointsError || error instanceof NotationError)) throw error;
    throw new Error(`series ${name}: ${error.message}`);
  }
}

/** Where the line does not say: until nothing of its series can change a state any more. */
function lastMinute(series: NonNullable<MonitorLine['series']>, definition: MonitorDefinition): number {
  const { type, query: text, evaluationDelaySeconds = 0 } = definition;
  const { newGroupDelaySeconds = cautious.newGroupDelaySeconds } = definition;
  const query = parseMonitorQuery(type, text);
  const window = query.kind === 'metric' ? query.time.window.minutes : 0;
  const last = Math.max(0, ...Object.values(series).map((values) => values.at(-1)?.[0] ?? 0));
  return Math.ceil(last) + Math.ceil(evaluationDelaySeconds / 60) + Math.ceil(newGroupDelaySeconds / 60) + window;
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
  const found = transitions[word.toLowerCase().replaceAll('_', ' ')];
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
    const state = states[word.toLowerCase()];
    if (state === undefined) throw new Error(`${word} is no state of ${id}: OK, Warn, Alert, No Data`);
    return state;
  };
  return { state: compositeState(parseComposite(composite).expression, stateOf) };
}

function trySlo({ slo: { target, days, burnRate, good, total } }: z.infer<typeof sloLine>): Answer {
  // 0.999 can only be meant as a fraction: nobody promises less than one percent
  const objective = { target: target <= 1 ? Number((target * 100).toPrecision(12)) : target, days };
  if (burnRate !== undefined) return { ...budgetAt(objective, burnRate) };
  if (good === undefined || total === undefined) throw new Error('slo needs burnRate, or good and total');
  return { ...budgetAfter(objective, { good, total }) };
}

function inOneLine(error: unknown): string {
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    return `${issue?.path.join('.') || 'the line'}: ${issue?.message}`;
  }
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
}
