import { toBoolean, toNumber, toText } from './convert';
import { double, Exact, exact, settleFor, settleNumber } from './exact-number';
import { isInt, isNumber, type SqlValue, type SqlVersion } from './value';

type Conversion = (value: SqlValue) => SqlValue;

/**
 * Returns the conversion of `cast(… AS type)`: the standard conversions, and those between numbers and Booleans.
 * @returns undefined for a type that this SQL version does not support
 * Source: AWS IoT developer guide, iot-sql-functions, cast().
 */
export function castTo(type: string, version: SqlVersion): Conversion | undefined {
  switch (type.toLowerCase()) {
    case 'string':
    case 'nvarchar':
    case 'text':
    case 'ntext':
    case 'varchar':
      // The guide's table restricts casts from String to String to "true" and "false": it repeats the row of Boolean by mistake.
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

/** Types that `castTo` supports, as the guide writes them. */
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
  // "Rounded down to the nearest Int", for Strings "truncates the decimal places": the fraction is truncated.
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
