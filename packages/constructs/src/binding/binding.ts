/** Environment variables of a process. */
type Variables = Readonly<Record<string, string | undefined>>;

/** TypeScript types of environment variable values, keyed by declared type. */
interface Types {
  readonly text: string;
  readonly number: number;
  readonly list: readonly string[];
}

/** Parsers of environment variables, keyed by declared type. @throws Error with the variable's name */
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
/** Declares a space-separated list. */
export const list = (variable: string) => new Variable(variable, 'list', 'stack');
/** Declares a text variable that Lambda sets (developer guide, "Defined runtime environment variables"). */
export const setByLambda = (variable: string) => new Variable(variable, 'text', 'lambda');

class OtherTables {
  /** Returns the name of a table's variable: `device-power` → `DEVICE_POWER_TABLE`. */
  variableOf(table: string): string {
    return `${table.replaceAll('-', '_').toUpperCase()}_TABLE`;
  }

  /** Returns the table that a variable refers to; undefined if the variable's name does not end in `_TABLE`. */
  tableOf(variable: string): string | undefined {
    return /^(\w+)_TABLE$/.exec(variable)?.[1]?.replaceAll('_', '-').toLowerCase();
  }
}

/** Declares an arbitrary set of tables: table id → table name. Each table has its own variable. */
export const otherTables = () => new OtherTables();

/** Declaration in a binding: the name of a text variable, a variable of another type, or a group of declarations. */
type Declaration = string | Variable<keyof Types, 'stack' | 'lambda'> | OtherTables | Declarations;

interface Declarations {
  readonly [property: string]: Declaration;
}

/** Values of the declared variables, with the declaration's property names. */
type Values<Declared> = {
  readonly [Property in keyof Declared]: Declared[Property] extends string
    ? string
    : Declared[Property] extends Variable<infer Type, 'stack' | 'lambda'>
      ? Types[Type]
      : Declared[Property] extends OtherTables
        ? Readonly<Record<string, string>>
        : Values<Declared[Property]>;
};

/** Declarations, except for variables that Lambda sets. */
type SetByStack<Declared> = {
  [Property in keyof Declared as Declared[Property] extends Variable<'text', 'lambda'>
    ? never
    : Property]: Declared[Property];
};

interface BindingOptions {
  /**
   * `clients` if devices or API clients determine how often the function runs. The function then reserves concurrency, so a flood
   * does not throttle other functions, and the `lambda_concurrency` monitor watches its concurrency.
   */
  readonly invokedBy?: 'clients';
}

/** Environment variables of a function. Stacks set them with `environment`, and the function reads them with `from`. */
export interface Binding<Declared> extends BindingOptions {
  environment(to: Values<SetByStack<Declared>>): Readonly<Record<string, string>>;
  /** @throws Error with the name of a missing or invalid variable */
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

/** Declares the environment variables of a function: property → variable name. */
export function binding<const Declared extends Declarations>(
  declared: Declared,
  options?: BindingOptions,
): Binding<Declared>;
export function binding(declared: Declarations, options: BindingOptions = {}): UntypedBinding {
  return {
    ...options,
    environment: (to) => Object.fromEntries(format(declared, to)),
    from: (variables) => readGroup(declared, { variables, named: variablesIn(declared) }),
  };
}

/** Returns the names and values of the variables that a stack sets. */
function format(declared: Declaration, value: Value | undefined): readonly (readonly [string, string])[] {
  if (typeof declared === 'string') return [[declared, String(value)]];
  if (declared instanceof Variable) {
    const text = Array.isArray(value) ? value.join(' ') : String(value);
    return declared.setBy === 'lambda' ? [] : [[declared.variable, text]];
  }
  const group = isGroup(value) ? value : {};
  return declared instanceof OtherTables
    ? Object.entries(group).flatMap(([table, name]) => format(declared.variableOf(table), name))
    : Object.entries(declared).flatMap(([property, one]) => format(one, group[property]));
}

const isGroup = (value: Value | undefined): value is Group => typeof value === 'object' && !Array.isArray(value);

interface Source {
  readonly variables: Variables;
  /** Names of the declared variables. */
  readonly named: ReadonlySet<string>;
}

const variablesIn = (declared: Declarations): ReadonlySet<string> =>
  new Set(Object.values(declared).flatMap((one) => (typeof one === 'string' ? [one] : [])));

const readGroup = (declared: Declarations, source: Source): Group =>
  Object.fromEntries(Object.entries(declared).map(([property, one]) => [property, read(one, source)]));

function read(declared: Declaration, source: Source): Value {
  const { variables } = source;
  if (typeof declared === 'string') return requireVariable(variables, declared);
  if (declared instanceof Variable)
    return parsers[declared.type](requireVariable(variables, declared.variable), declared.variable);
  return declared instanceof OtherTables ? readTables(declared, source) : readGroup(declared, source);
}

function readTables(declared: OtherTables, { variables, named }: Source): Group {
  return Object.fromEntries(
    Object.keys(variables).flatMap((variable) => {
      const table = declared.tableOf(variable);
      return table === undefined || named.has(variable) ? [] : [[table, requireVariable(variables, variable)]];
    }),
  );
}

function requireVariable(variables: Variables, name: string): string {
  const value = variables[name];
  if (value === undefined || value === '')
    throw new Error(`environment variable ${name} is missing: see contracts/bindings`);
  return value;
}
