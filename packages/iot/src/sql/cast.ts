import { toBoolean, toNumber, toText } from './convert';
import { double, Exact, exact, settleFor, settleNumber } from './exact-number';
import { isInt, isNumber, type SqlValue, type SqlVersion } from './value';

type Conversion = (value: SqlValue) => SqlValue;

/**
 * Returns the conversion function for `cast(… AS type)`. In addition to the standard conversions, cast converts between
 * numbers and Booleans. Source: AWS IoT developer guide, iot-sql-functions, cast().
 * @returns undefined if the SQL version does not support the type
 */
export function castTo(type: string, version: SqlVersion): Conversion | undefined {
  switch (type.toLowerCase()) {
    case 'string':
    case 'nvarchar':
    case 'text':
    case 'ntext':
    case 'varchar':
      // For a cast from String to String, the guide's table repeats its Boolean row: only "true" and "false". This is
      // assumed to be a mistake.
      return toText;
    case 'int':
    case 'integer':
      return castToInt;
    case 'double':
      return castToDecimal(version, (value) => value.toSignificantDigits(17).toNumber());
    case 'decimal':
      return version === '2015-10-08' ? undefined : castToDecimal(version, (value) => value);
    case 'bool':
    case 'boolean':
      return version === '2015-10-08' ? undefined : castToBoolean;
    default:
      return undefined;
  }
}

/** Types that `castTo` supports, in the guide's spelling. */
export const castTypes = [
  'String',
  'Nvarchar',
  'Text',
  'Ntext',
  'varchar',
  'Int',
  'Integer',
  'Double',
  'Decimal',
  'Bool',
  'Boolean',
] as const;

function asNumber(value: SqlValue) {
  return typeof value === 'boolean' ? Number(value) : toNumber(value);
}

function castToInt(value: SqlValue): SqlValue {
  const number = asNumber(value);
  // Truncates the fraction. The guide says "Rounded down to the nearest Int" for numbers, and "truncates the
  // decimal places" for Strings.
  return number === undefined || isInt(number) ? number : settleNumber(exact(number).trunc());
}

function castToDecimal(
  version: SqlVersion,
  precision: (value: InstanceType<typeof Exact>) => number | InstanceType<typeof Exact>,
) {
  const settle = settleFor(version);
  return (value: SqlValue) => {
    const number = asNumber(value);
    return number === undefined ? undefined : settle(new Exact(precision(exact(number))));
  };
}

function castToBoolean(value: SqlValue): SqlValue {
  return isNumber(value) ? double(value) !== 0 : toBoolean(value);
}
