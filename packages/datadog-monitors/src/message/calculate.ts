type Variables = Readonly<Record<string, string | number | undefined>>;

/** Supported functions. Source: docs.datadoghq.com/monitors/guide/template-variable-evaluation, "Functions". */
const functions: Readonly<Record<string, (value: number, second: number) => number | string | boolean>> = {
  abs: Math.abs,
  int: Math.floor,
  trunc: Math.floor,
  float: (value) => value,
  dec: (value) => Number((value - Math.trunc(value)).toPrecision(12)),
  round: (value, digits) => Number(value.toFixed(Number.isNaN(digits) ? 0 : digits)),
  ceil: Math.ceil,
  floor: Math.floor,
  sgn: Math.sign,
  to_bool: (value) => value === 1,
  exp: Math.exp,
  log10: Math.log10,
  sin: Math.sin,
  sinh: Math.sinh,
  asin: Math.asin,
  asinh: Math.asinh,
  cos: Math.cos,
  cosh: Math.cosh,
  acos: Math.acos,
  acosh: Math.acosh,
  tan: Math.tan,
  tanh: Math.tanh,
  atan: Math.atan,
  atan2: Math.atan2,
  atanh: Math.atanh,
  humanize_bytes: (value) => humanized(value, 1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']),
  humanize_bits: (value) => humanized(value, 1000, ['b', 'Kb', 'Mb', 'Gb', 'Tb', 'Pb']),
};

// Datadog does not publish its rounding; this function uses two decimals and the units of Datadog's graphs.
function humanized(value: number, step: number, units: readonly string[]): string {
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log(Math.abs(value) || 1) / Math.log(step))));
  return `${Number((value / step ** power).toFixed(2))} ${units[power]}`;
}

interface CalculationReader {
  readonly tokens: readonly string[];
  at: number;
  readonly variables: Variables;
}

/**
 * Renders `{{eval "last_triggered_at_epoch-15*60*1000"}}`; empty if a variable is not a number or the expression is invalid.
 * Source: docs.datadoghq.com/monitors/guide/template-variable-evaluation
 */
export function calculateText({ args }: { readonly args: readonly string[] }, variables: Variables): string {
  const tokens = Array.from((args[0] ?? '').matchAll(/\d+(?:\.\d+)?|[A-Za-z_][\w.]*|\S/g), ([token]) => token);
  if (tokens.length > 200) return '';
  const reading: CalculationReader = { tokens, at: 0, variables };
  const result = readSum(reading);
  if (reading.at < tokens.length || result === undefined || (typeof result === 'number' && Number.isNaN(result)))
    return '';
  return String(typeof result === 'number' ? Number(result.toPrecision(15)) : result);
}

type Result = number | string | boolean | undefined;

const levels: readonly (readonly string[])[] = [['+', '-'], ['*', '/', '%'], ['^']];

function readSum(reading: CalculationReader, level = 0): Result {
  const operators = levels[level];
  if (!operators) return readOne(reading);
  let left = readSum(reading, level + 1);
  for (let sign = reading.tokens[reading.at]; operators.includes(sign ?? ''); sign = reading.tokens[reading.at]) {
    reading.at += 1;
    const right = readSum(reading, level + 1);
    if (typeof left !== 'number' || typeof right !== 'number') return undefined;
    left = operate(sign ?? '', left, right);
  }
  return left;
}

function operate(sign: string, left: number, right: number): number {
  if (sign === '+') return left + right;
  if (sign === '-') return left - right;
  if (sign === '*') return left * right;
  if (sign === '/') return right === 0 ? Number.NaN : left / right;
  return sign === '%' ? left % right : left ** right;
}

function readOne(reading: CalculationReader): Result {
  const token = reading.tokens[reading.at];
  reading.at += 1;
  if (token === undefined) return undefined;
  if (token === '-') {
    const value = readOne(reading);
    return typeof value === 'number' ? -value : undefined;
  }
  if (token === '(') return closed(reading, readSum(reading));
  if (/^\d/.test(token)) return Number(token);
  if (reading.tokens[reading.at] === '(') return readCall(reading, token);
  const value = Object.hasOwn(reading.variables, token) ? reading.variables[token] : undefined;
  return value === undefined || value === '' ? undefined : Number(value);
}

function readCall(reading: CalculationReader, name: string): Result {
  reading.at += 1;
  const first = readSum(reading);
  let second: Result = Number.NaN;
  if (reading.tokens[reading.at] === ',') {
    reading.at += 1;
    second = readSum(reading);
  }
  const call = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (typeof first !== 'number' || typeof second !== 'number' || !call) return undefined;
  return closed(reading, call(first, second));
}

function closed(reading: CalculationReader, value: Result): Result {
  if (reading.tokens[reading.at] !== ')') return undefined;
  reading.at += 1;
  return value;
}
