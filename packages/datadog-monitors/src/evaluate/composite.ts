import type { MonitorDefinition } from '../monitor/definition';
import type { Tags } from '../query/matches';
import { parseMonitorQuery } from '../query/monitor-query';
import { monitorsIn } from '../query/parse-composite';
import type { CompositeExpression } from '../query/query-tree';
import { NotEvaluatedError } from './not-evaluated-error';
import { type State, severity } from './severity';

const lessSevere = (a: State, b: State): State => (severity[a] <= severity[b] ? a : b);
const moreSevere = (a: State, b: State): State => (severity[a] >= severity[b] ? a : b);

/**
 * Returns the state of a composite, given the states of its members. The caller handles `No Data`: a composite that does not
 * notify about missing data keeps its last known state.
 * @throws Error if a member has no state
 * Source: docs.datadoghq.com/monitors/types/composite
 */
export function compositeState(expression: CompositeExpression, stateOf: (id: string) => State | undefined): State {
  switch (expression.kind) {
    case 'monitor': {
      const state = stateOf(expression.id);
      if (state === undefined) throw new Error(`the monitor ${expression.id} has no state`);
      return state;
    }
    case 'not':
      return negated(compositeState(expression.operand, stateOf));
    case 'and':
      return lessSevere(compositeState(expression.left, stateOf), compositeState(expression.right, stateOf));
    case 'or':
      return moreSevere(compositeState(expression.left, stateOf), compositeState(expression.right, stateOf));
    default:
      return expression satisfies never;
  }
}

function negated(state: State): State {
  if (state === 'No Data') return 'No Data';
  return state === 'OK' ? 'Alert' : 'OK';
}

/** Composite with a parsed query. */
export interface PreparedComposite {
  /** Member ids in query order, without duplicates. */
  readonly members: readonly string[];
  /**
   * Evaluates one group.
   * @param states states of the members, in the order of `members`
   * @param known the previous state of the group; undefined if the group is new
   * @returns undefined if a member has no state
   */
  judge(states: readonly (State | undefined)[], known: State | undefined): CompositeVerdict | undefined;
}

interface CompositeVerdict {
  readonly state: State;
  readonly value: undefined;
  readonly reason: string;
}

/** Prepares a composite. @throws QueryError, and NotEvaluatedError for other kinds of monitors */
export function prepareComposite(definition: MonitorDefinition): PreparedComposite {
  const query = parseMonitorQuery(definition.type, definition.query);
  if (query.kind !== 'composite')
    throw new NotEvaluatedError(`a monitor of type ${definition.type}`, 'it is not a composite');
  const { notifyNoData, onMissingData } = definition;
  const notifiesNoData = notifyNoData || onMissingData === 'show_and_notify_no_data';
  const members = [...new Set(monitorsIn(query.expression))];
  return {
    members,
    judge(states, known) {
      if (states.length < members.length || states.includes(undefined)) return undefined;
      const state = compositeState(query.expression, (id) => states[members.indexOf(id)]);
      const reason = members.map((id, at) => `${id} is ${states[at]}`).join(', ');
      // a composite that does not notify about missing data "uses the last known state instead"
      // (docs.datadoghq.com/monitors/types/composite)
      return { state: state === 'No Data' && !notifiesNoData ? (known ?? 'OK') : state, value: undefined, reason };
    },
  };
}

interface Group {
  readonly group: string;
  readonly tags: Tags;
}

/** Group of a composite, and the corresponding group of each member, in the order of the query. */
export interface JoinedGroup<Part extends Group> extends Group {
  readonly parts: readonly Part[];
}

const valuesOf = ({ tags }: Group): string[] => Object.values(tags);

/**
 * Returns the groups that all members have in common, compared by tag values. A member without groups matches every group.
 * @param members the groups of each member
 */
export function joinedGroups<Part extends Group>(members: readonly (readonly Part[])[]): JoinedGroup<Part>[] {
  const widest = members.flat().reduce((most, { tags }) => Math.max(most, Object.keys(tags).length), 0);
  const base = members.find((groups) => groups.some(({ tags }) => Object.keys(tags).length === widest));
  return (base ?? []).flatMap((candidate) => {
    const wanted = new Set(valuesOf(candidate));
    const found = members.map((groups) => groups.find((group) => valuesOf(group).every((value) => wanted.has(value))));
    const parts = found.filter((part) => part !== undefined);
    const [named = candidate] = parts.toSorted((a, b) => valuesOf(b).length - valuesOf(a).length);
    return parts.length === members.length ? [{ group: named.group, tags: named.tags, parts }] : [];
  });
}

/**
 * Returns the message variables for a composite's members: `a.value` is the value of the first member. Source:
 * docs.datadoghq.com/monitors/notify/variables, "Composite monitor variables"
 */
export function valuesByLetter(values: readonly (number | undefined)[]): Readonly<Record<string, number | undefined>> {
  return Object.fromEntries(values.map((value, at) => [`${String.fromCharCode(97 + at)}.value`, value]));
}
