import { ExpressionError, isList, isObject, references, type Stack, type Value } from '@himeshima/terraform-json';

/** What stands in a stack, by its address: attributes of resources and of data sources, the values of locals. */
export type Written = ReadonlyMap<string, Value>;

export interface Target {
  /** `aws_sqs_queue.jobs`, `data.aws_region.current`, `local.arn` */
  readonly to: string;
  /** What of it, step by step; nothing where it is all of it, or where that is computed. */
  readonly steps: readonly (string | number)[];
}

export interface Reference extends Target {
  /** Address of what refers to it, and by which attribute. */
  readonly from: string;
  readonly attribute: string;
}

/** Data sources and locals: what is there to be referred to, and not managed. */
export const readIn = ({ dataSources, locals }: Pick<Stack, 'dataSources' | 'locals'>): Written =>
  new Map([
    ...dataSources.map(({ address, attributes }): [string, Value] => [address, attributes]),
    ...Object.entries(locals).map(([name, value]): [string, Value] => [`local.${name}`, value]),
  ]);

/** What the attributes of resources refer to; what they get by data sources and locals, too. */
export function referencesIn({ resources, ...read }: Pick<Stack, 'resources' | 'dataSources' | 'locals'>) {
  const targetsOf = followingIn(readIn(read));
  return resources.flatMap(({ address, attributes }): readonly Reference[] =>
    Object.entries(attributes).flatMap(([attribute, value]) =>
      targetsOf(value).map((target) => ({ ...target, from: address, attribute })),
    ),
  );
}

/** All that a value refers to; of what is read, that and what it is made of. */
function followingIn(read: Written): (value: Value) => readonly Target[] {
  const known = new Map<string, readonly Target[]>();
  const through = (target: Target): readonly Target[] => {
    const value = read.get(target.to);
    const place = JSON.stringify(target);
    const found = known.get(place);
    if (value === undefined || found !== undefined) return found ?? [];
    // a local that refers to itself ends here; Terraform refuses it
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

/** As far as it is written out: what an expression makes is not looked into. */
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
    // `%{ if }` and functions of providers are not read: it may refer to whatever is named there
    return [...text.matchAll(named)].flatMap(([, to, of]) =>
      to === undefined ? [] : [{ to, steps: of === undefined ? [] : [of] }],
    );
  }
}

/** `type.name.attribute`, `data.type.name.attribute`, `local.name`, and not the middle of a longer path. */
const named = /(?<![\w.-])((?:data\.)?[a-z][a-z0-9_]*\.[\w-]+)(?:\.(\w+))?/g;
