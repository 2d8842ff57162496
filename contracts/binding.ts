/** Environment variables of a process. */
type Variables = Readonly<Record<string, string | undefined>>;

/** Types of variables. */
interface Types {
  readonly text: string;
  readonly number: number;
  readonly list: readonly string[];
}

/** Parsers of the text of a variable. @throws Error that names the variable */
const parsers: { readonly [Type in keyof Types]: (text: string, name: string) => Types[Type] } = {
  text: (text) => text,
  number(text, name) {
    const value = Number(text);
    if (!Number.isFinite(value))
      throw new Error(`environment variable ${name} is not a number: see contracts/bindings`);
    return value;
  },
  list: (text) => text.split(' '),
};

class Variable<Type extends keyof Types, Setter extends 'stack' | 'lambda' = 'stack'> {
  constructor(
    readonly variable: string,
    readonly type: Type,
    readonly setBy: Setter,
  ) {}
}

/** Declares a number: `number('ANSWER_WITHIN_SECONDS')`. */
export const number = (variable: string) => new Variable(variable, 'number', 'stack');
/** Declares a list of texts without spaces. */
export const list = (variable: string) => new Variable(variable, 'list', 'stack');
/** Declares a text that Lambda sets (developer guide, "Defined runtime environment variables"). */
export const setByLambda = (variable: string) => new Variable(variable, 'text', 'lambda');

/** Name of a variable with text, a variable of another type, or a group. */
type Declaration = string | Variable<keyof Types, 'stack' | 'lambda'> | Declarations;

interface Declarations {
  readonly [property: string]: Declaration;
}

/** Values of declared variables, with the same properties. */
type Values<Declared> = {
  readonly [Property in keyof Declared]: Declared[Property] extends string
    ? string
    : Declared[Property] extends Variable<infer Type, 'stack' | 'lambda'>
      ? Types[Type]
      : Values<Declared[Property]>;
};

/** Declarations without the variables that Lambda sets. */
type SetByStack<Declared> = {
  [Property in keyof Declared as Declared[Property] extends Variable<'text', 'lambda'>
    ? never
    : Property]: Declared[Property];
};

interface BindingOptions {
  /**
   * `clients` if devices or API clients decide how often the function runs. It then reserves concurrency, so that a
   * flood does not throttle other functions, and the monitor `lambda_concurrency` watches it.
   */
  readonly invokedBy?: 'clients';
}

/** Environment variables of a function: the stacks set them with `environment`, the function reads them with `from`. */
export interface Binding<Declared> extends BindingOptions {
  environment(to: Values<SetByStack<Declared>>): Readonly<Record<string, string>>;
  /** @throws Error that names a missing or invalid variable */
  from(variables: Variables): Values<Declared>;
}

type Value = Types[keyof Types] | Group;

interface Group {
  readonly [property: string]: Value;
}

interface UntypedBinding extends BindingOptions {
  environment(to: Group): Readonly<Record<string, string>>;
  from(variables: Variables): Group;
}

/** Declares the environment variables of a function: property → name of the variable. */
export function binding<const Declared extends Declarations>(
  declared: Declared,
  options?: BindingOptions,
): Binding<Declared>;
export function binding(declared: Declarations, options: BindingOptions = {}): UntypedBinding {
  return {
    ...options,
    environment: (to) => Object.fromEntries(format(declared, to)),
    from: (variables) => readGroup(declared, variables),
  };
}

/** Returns the variables that a stack sets: name and text. */
function format(declared: Declaration, value: Value | undefined): readonly (readonly [string, string])[] {
  if (typeof declared === 'string') return [[declared, String(value)]];
  if (!(declared instanceof Variable)) {
    const group = isGroup(value) ? value : {};
    return Object.entries(declared).flatMap(([property, one]) => format(one, group[property]));
  }
  const text = Array.isArray(value) ? value.join(' ') : String(value);
  return declared.setBy === 'lambda' ? [] : [[declared.variable, text]];
}

const isGroup = (value: Value | undefined): value is Group => typeof value === 'object' && !Array.isArray(value);

function readGroup(declared: Declarations, variables: Variables): Group {
  return Object.fromEntries(Object.entries(declared).map(([property, one]) => [property, read(one, variables)]));
}

function read(declared: Declaration, variables: Variables): Value {
  if (typeof declared === 'string') return required(variables, declared);
  if (!(declared instanceof Variable)) return readGroup(declared, variables);
  return parsers[declared.type](required(variables, declared.variable), declared.variable);
}

function required(variables: Variables, name: string): string {
  const value = variables[name];
  if (value === undefined || value === '')
    throw new Error(`environment variable ${name} is missing: see contracts/bindings`);
  return value;
}
