import type { Call, Expression } from './ast';
import { functions } from './functions/registry';
import type { Service } from './service-requests';
import { SqlError } from './sql-error';
import { within } from './subexpressions';
import { undefinedReason } from './undefined-calls';

/**
 * Returns the services that a statement's expressions call, without duplicates.
 * @throws SqlError if a service is called more often than AWS IoT allows, or is called in the default value of
 * get_or_default()
 */
export function calledServices(expressions: readonly Expression[]): readonly Service[] {
  const calls = callsIn(expressions);
  const serviceCalls = calls.flatMap((call) => servicesOf(call).map((service) => ({ call, service })));
  for (const { service, most, message } of limits) {
    const excess = serviceCalls.filter((each) => each.service === service)[most];
    if (excess !== undefined) throw new SqlError({ message, at: excess.call.at });
  }
  calls.forEach(checkDefault);
  return [...new Set(serviceCalls.map(({ service }) => service))];
}

/**
 * Maximum number of calls per statement. Source: AWS IoT developer guide, binary-payloads, and
 * iot-sql-functions: "calling get_dynamodb() multiple times in a single SQL statement causes the rule to
 * terminate without invoking any actions".
 */
const limits: readonly { readonly service: Service; readonly most: number; readonly message: string }[] = [
  {
    service: 'dynamodb',
    most: 1,
    message:
      'get_dynamodb() can be called only once per statement; with a second call, the rule stops without running its actions',
  },
  { service: 'registry', most: 1, message: 'get_registry_data() can be called only once per statement' },
  {
    service: 'protobuf',
    most: 2,
    message: "decode(…, 'proto') can be called at most twice per statement; store its result in a variable with SET",
  },
];

// Rejects a service call in the default value of get_or_default(). Developer guide: "Functions that fetch data from
// customer owned resources … are not allowed for the defaultValue parameter."
function checkDefault({ name, arguments: args }: Call): void {
  if (name.toLowerCase() !== 'get_or_default') return;
  const asks = callsIn(args.slice(1)).find((call) => servicesOf(call).length > 0);
  if (asks === undefined) return;
  const message = `the default of get_or_default() cannot call a service, but ${asks.name.toLowerCase()}() does`;
  throw new SqlError({ message, at: asks.at });
}

/**
 * Rejects protobuf decoding, which substitution templates do not support. Source: AWS IoT developer
 * guide, binary-payloads, "Limitations".
 * @throws SqlError if a template decodes protobuf
 */
export function checkTemplate(expressions: readonly Expression[]): void {
  const decodes = callsIn(expressions).find((call) => servicesOf(call).includes('protobuf'));
  if (decodes === undefined) return;
  const message =
    "decode(…, 'proto') is not supported in a template; assign its result to a variable with SET and use the variable";
  throw new SqlError({ message, at: decodes.at });
}

const callsIn = (expressions: readonly Expression[]): readonly Call[] =>
  expressions.flatMap((expression) => [...within(expression)]).filter((each) => each.kind === 'call');

function servicesOf(call: Call): readonly Service[] {
  const entry = functions.get(call.name.toLowerCase());
  if (entry?.kind !== 'message' || undefinedReason(call, entry) !== undefined) return [];
  const service = entry.serviceOf?.(call);
  return service === undefined ? [] : [service];
}
