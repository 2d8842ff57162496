import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { keyOf } from '../difference/canonical-key';
import { groupBy } from '../group-by';
import { documentIn } from '../plan/json-documents';
import { argumentSettings, type StepTarget, stepTarget } from './step-target';

/** Maximum length of the name of a state. Source: Amazon States Language, "States" */
export const longestName = 80;

/** Step of a workflow: a state in the Amazon States Language. */
export interface Step {
  readonly name: string;
  /** Names of the Parallel and Map states that contain the step, outermost first. */
  readonly parents: readonly string[];
  readonly target: StepTarget | undefined;
  /** Settings without the steps inside, and without the argument that names the target. */
  readonly settings: ValueObject;
  /** Names of the first steps inside a Parallel or Map state. */
  readonly starts: readonly Value[];
}

/** Definition in the Amazon States Language. */
interface Workflow {
  /** Settings without the steps. */
  readonly settings: ValueObject;
  readonly steps: readonly Step[];
}

/** Step before and after a change. */
export interface StepPair {
  /** Name of the step, with the names of its parents if another step has the same name. */
  readonly label: string;
  readonly was: Step;
  readonly is: Step;
}

/** Steps of a workflow before and after a change. */
export interface ComparedWorkflows {
  readonly was: Workflow;
  readonly is: Workflow;
  readonly removed: readonly string[];
  readonly added: readonly string[];
  /** Steps whose names change, but not their settings. */
  readonly renamed: ReadonlyMap<string, string>;
  readonly kept: readonly StepPair[];
  /** Names that no longer exist, because the steps are removed or renamed. */
  readonly gone: ReadonlySet<string>;
  /** New names of added or renamed steps. */
  readonly come: ReadonlySet<string>;
}

/** Compares two definitions step by step. Returns undefined if one cannot be parsed. */
export function compareWorkflows(before: Value, after: Value): ComparedWorkflows | undefined {
  const [was, is] = [workflowIn(before), workflowIn(after)];
  if (was === undefined || is === undefined) return undefined;
  const isUnique = uniqueIn(was.steps, is.steps);
  const [old, now] = [stepsByKey(was.steps, isUnique), stepsByKey(is.steps, isUnique)];
  const labelOf = ({ name, parents }: Step) => (isUnique(name) ? name : [...parents, name].join('.'));
  const gone = [...old].flatMap(([key, step]) => (now.has(key) ? [] : [step]));
  const come = [...now].flatMap(([key, step]) => (old.has(key) ? [] : [step]));
  const renamed = renamedIn(gone, come);
  const newNames = new Set(renamed.values());
  return {
    was,
    is,
    renamed,
    gone: new Set(gone.map(({ name }) => name)),
    come: new Set(come.map(({ name }) => name)),
    removed: gone.filter(({ name }) => !renamed.has(name)).map(labelOf),
    added: come.filter(({ name }) => !newNames.has(name)).map(labelOf),
    kept: [...now].flatMap(([key, step]) => {
      const previous = old.get(key);
      return previous === undefined ? [] : [{ label: labelOf(step), was: previous, is: step }];
    }),
  };
}

function workflowIn(text: Value): Workflow | undefined {
  const document = documentIn(text);
  if (document === undefined || !isObject(document) || !isObject(document['States'] ?? null)) return undefined;
  return { settings: ownSettings(document), steps: stepsIn(document, []) };
}

const statesIn = (machine: ValueObject): readonly (readonly [string, Value])[] => {
  const states = machine['States'] ?? null;
  return isObject(states) ? Object.entries(states) : [];
};

/** Returns the settings of a definition or branch without its steps. Keeps invalid states. */
function ownSettings(machine: ValueObject): ValueObject {
  const { States: states = null, ...settings } = machine;
  if (!isObject(states)) return machine;
  const invalid = statesIn(machine).filter(([, state]) => !isObject(state));
  return invalid.length === 0 ? settings : { ...settings, States: Object.fromEntries(invalid) };
}

/** Returns all steps, including the steps inside Parallel and Map states. */
const stepsIn = (machine: ValueObject, parents: readonly string[]): readonly Step[] =>
  statesIn(machine).flatMap(([name, state]) => {
    if (!isObject(state)) return [];
    const inside = machinesIn(state);
    const target = stepTarget(state);
    const step: Step = {
      name,
      parents,
      target,
      settings: withoutTarget(withoutSteps(state), target),
      starts: inside.map(({ StartAt = null }) => StartAt),
    };
    // a longer name is invalid, and every step inside would repeat it
    const path = [...parents, name.slice(0, longestName)];
    return [step, ...inside.flatMap((one) => stepsIn(one, path))];
  });

/** Properties of a Map state with the steps for each item. `Iterator` is the older name. */
const iterators = ['Iterator', 'ItemProcessor'] as const;

function machinesIn(state: ValueObject): readonly ValueObject[] {
  const branches = state['Branches'] ?? null;
  return [...(isList(branches) ? branches : []), ...iterators.map((name) => state[name] ?? null)].filter(isObject);
}

/** Removes the steps inside a state, and branches that contain only steps. */
function withoutSteps(state: ValueObject): ValueObject {
  const own = (machine: Value): Value => {
    if (!isObject(machine)) return machine;
    const { StartAt: _, ...settings } = ownSettings(machine);
    return settings;
  };
  const branches = state['Branches'] ?? null;
  return {
    ...state,
    ...(isList(branches) && { Branches: branches.map(own).filter((one) => keyOf(one) !== '{}') }),
    ...Object.fromEntries(iterators.flatMap((name) => (name in state ? [[name, own(state[name] ?? null)]] : []))),
  };
}

/** Removes the argument that names the target of a step. */
function withoutTarget(settings: ValueObject, target: StepTarget | undefined): ValueObject {
  if (target?.argument === undefined) return settings;
  const found = argumentSettings.find((name) => {
    const given = settings[name] ?? null;
    return isObject(given) && given[target.argument ?? ''] === target.id;
  });
  const given = found === undefined ? null : (settings[found] ?? null);
  if (found === undefined || !isObject(given)) return settings;
  const others = Object.entries(given).filter(([name]) => name !== target.argument);
  return { ...settings, [found]: Object.fromEntries(others) };
}

/** Returns a function that decides whether only one step of each definition has a name. */
function uniqueIn(...workflows: readonly (readonly Step[])[]): (name: string) => boolean {
  const repeated = new Set(
    workflows.flatMap((steps) =>
      [...groupBy(steps, ({ name }) => name)].flatMap(([name, { length }]) => (length > 1 ? [name] : [])),
    ),
  );
  return (name) => !repeated.has(name);
}

/** Indexes steps by name. Steps with the same name are distinguished by their parents and order. */
function stepsByKey(steps: readonly Step[], isUnique: (name: string) => boolean): ReadonlyMap<string, Step> {
  const groups = groupBy(steps, ({ name, parents }) =>
    JSON.stringify(isUnique(name) ? [name] : [name, ...parents, '']),
  );
  return new Map(
    [...groups].flatMap(([key, those]) => those.map((step, at) => [at === 0 ? key : `${key} ${at}`, step] as const)),
  );
}

/** Matches removed and added steps with equal settings. Omits steps that contain other steps or equal several others. */
function renamedIn(gone: readonly Step[], come: readonly Step[]): ReadonlyMap<string, string> {
  const bySettings = (steps: readonly Step[]) =>
    groupBy(
      steps.filter(({ starts }) => starts.length === 0),
      ({ settings, target, parents }) => keyOf([settings, target?.id ?? null, [...parents]]),
    );
  if (gone.length === 0 || come.length === 0) return new Map();
  const now = bySettings(come);
  return new Map(
    [...bySettings(gone)].flatMap(([key, [step, ...others]]) => {
      const [twin, ...more] = now.get(key) ?? [];
      const isOnly = others.length + more.length === 0 && step !== undefined && twin !== undefined;
      return isOnly ? [[step.name, twin.name] as const] : [];
    }),
  );
}
