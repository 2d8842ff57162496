import { ExpressionError, isList, isObject, references, type Stack, type Value } from '@himeshima/terraform-json';

/** Data source attributes and local values. Keys are addresses. */
export type WrittenValues = ReadonlyMap<string, Value>;

export interface Target {
  /** Address of the target: `aws_sqs_queue.jobs`, `data.aws_region.current`, `local.arn`. */
  readonly to: string;
  /** Path inside the target. Empty if the reference is to the entire target, or the path is computed. */
  readonly steps: readonly (string | number)[];
}

export interface Reference extends Target {
  /** Address of the referring resource. */
  readonly from: string;
  readonly attribute: string;
}

/** Returns the data source attributes and local values of a stack. */
export const readIn = ({ dataSources, locals }: Pick<Stack, 'dataSources' | 'locals'>): WrittenValues =>
  new Map([
    ...dataSources.map(({ address, attributes }): [string, Value] => [address, attributes]),
    ...Object.entries(locals).map(([name, value]): [string, Value] => [`local.${name}`, value]),
  ]);

/** Returns the references of all resource attributes, including references through data sources and locals. */
export function referencesIn({ resources, ...read }: Pick<Stack, 'resources' | 'dataSources' | 'locals'>) {
  const targetsOf = resolverOf(readIn(read));
  return resources.flatMap(({ address, attributes }): readonly Reference[] =>
    Object.entries(attributes).flatMap(([attribute, value]) =>
      targetsOf(value).map((target) => ({ ...target, from: address, attribute })),
    ),
  );
}

/** Returns a function that lists the references in a value, including references in referenced data sources and locals. */
function resolverOf(read: WrittenValues): (value: Value) => readonly Target[] {
  const known = new Map<string, readonly Target[]>();
  const through = (target: Target): readonly Target[] => {
    const value = read.get(target.to);
    const place = JSON.stringify(target);
    const found = known.get(place);
    if (value === undefined || found !== undefined) return found ?? [];
    // ends the recursion for a local that refers to itself, which Terraform would reject
    known.set(place, []);
    const behind = following(target.to.startsWith('local.') ? stepsInto(value, target.steps) : value);
    known.set(place, behind);
    return behind;
  };
  const following = (value: Value): readonly Target[] => {
    const all = targetsIn(value).flatMap((target) => [target, ...through(target)]);
    return [...new Map(all.map((target) => [JSON.stringify(target), target])).values()];
  };
  return following;
}

/** Returns the value at a path. Stops at expressions, which are not evaluated. */
function stepsInto(value: Value, [step, ...rest]: readonly (string | number)[]): Value {
  if (step === undefined) return value;
  const inner = isList(value) ? value[Number(step)] : isObject(value) ? value[step] : undefined;
  return inner === undefined ? value : stepsInto(inner, rest);
}

function targetsIn(value: Value): readonly Target[] {
  if (typeof value === 'string') return targetsInText(value);
  if (isList(value)) return value.flatMap(targetsIn);
  return isObject(value) ? Object.values(value).flatMap(targetsIn) : [];
}

function targetsInText(text: string): readonly Target[] {
  try {
    return references(text).map(({ address, attributes }) => ({ to: address, steps: attributes }));
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    // in an expression that is unparsable because of `%{ if }` or a provider function, every name may be a reference
    return [...text.matchAll(named)].flatMap(([, to, of]) =>
      to === undefined ? [] : [{ to, steps: of === undefined ? [] : [of] }],
    );
  }
}

/** Pattern of `type.name.attribute`, `data.type.name.attribute` and `local.name`, except within a longer path. */
const named = /(?<![\w.-])((?:data\.)?[a-z][a-z0-9_]*\.[\w-]+)(?:\.(\w+))?/g;
