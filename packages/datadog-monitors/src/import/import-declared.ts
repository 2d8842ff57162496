import { ApiMonitorError } from '../api/api-monitor';
import { isObject } from '../terraform/blocks';
import { resourceReaders } from '../terraform/from-terraform';
import { ExpressionError, unescapeTemplates } from '../terraform/template-text';
import { advice } from './advice';
import type { DeclaredMonitor } from './declared-monitor';
import type { DeclaredResource } from './declared-resource';
import { terraformIdOf } from './identifiers';
import { type ImportOutcome, problemAt, readMonitor } from './imported-monitor';
import { referenceTo, replaceReferences } from './terraform-reference';

type Json = Readonly<Record<string, unknown>>;

/** Largest plausible `count` of a resource. */
export const mostInstances = 1000;

const valueAdvice = `set its variables in terraform.tfvars, or ${advice}`;
/** Arguments with which a resource block declares several monitors, and blocks with several instances. Known ones have been evaluated. */
const repeating = ['for_each', 'count', 'dynamic'];

/** Converts a monitor in a file to the format of the API, for an import. A monitor that cannot be converted becomes a problem. */
export function importDeclared(file: string, declared: DeclaredMonitor): ImportOutcome {
  if (declared.kind !== 'api') return importResource(file, declared);
  const found = readMonitor(file, declared.json, declared.fallback);
  const { kennelReference } = declared;
  return found.kind === 'monitor' && kennelReference !== undefined ? { ...found, kennelReference } : found;
}

function importResource(file: string, resource: DeclaredResource): ImportOutcome {
  const { kind, name, address, type, values, datadogId, ids = new Map() } = resource;
  const place = `${file}: ${address}`;
  const read = resourceReaders.get(type);
  if (values === undefined || read === undefined) return problemAt(place, 'is not a resource block');
  if (kind === 'configuration') {
    const repeated = repeating.find((key) => values[key] !== undefined);
    if (repeated !== undefined) return problemAt(place, unreadReason(repeated, values[repeated]));
  }
  try {
    const { monitor, unread } = read(
      kind === 'configuration'
        ? literal(withMembers(values, (member) => ids.get(member) ?? `$${referenceTo(file, member)}`))
        : values,
    );
    const notes = unread.map(
      (path) => `${path} is unknown and is not imported; import the monitor's JSON from Datadog`,
    );
    // the name of an instance contains its key: cpu["api"]
    const terraformId = /\W/.test(name.replaceAll('-', '_')) ? terraformIdOf(name) : name;
    const terraformReference = kind === 'configuration' ? referenceTo(file, address) : undefined;
    return { kind: 'monitor', place, monitor, datadogId, terraformId, terraformReference, notes };
  } catch (error) {
    if (error instanceof ExpressionError)
      return problemAt(
        place,
        `${error.message}, whose value is unknown; ${/datadog_/.test(error.expression) ? advice : valueAdvice}`,
      );
    if (error instanceof ApiMonitorError) return problemAt(place, error.message);
    throw error;
  }
}

function unreadReason(repeated: string, value: unknown): string {
  if (typeof value === 'string' || repeated === 'dynamic')
    return `uses ${repeated}, whose value is unknown; ${valueAdvice}`;
  if (value !== 0 && repeated === 'count')
    return `uses count with the value ${JSON.stringify(value)}, but it must be a whole number from 0 to ${mostInstances}; ${valueAdvice}`;
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 0)
    return `uses ${repeated} together with count, which Terraform rejects`;
  return `uses ${repeated} with a value that creates no monitor; ${valueAdvice}`;
}

/** Replaces references to monitors in the query or in the monitor's JSON. */
function withMembers(block: Json, memberAt: (address: string) => string): Json {
  const replaced = ['query', 'monitor'].flatMap((attribute) => {
    const text = block[attribute];
    return typeof text === 'string' ? [[attribute, replaceReferences(text, memberAt)] as const] : [];
  });
  return { ...block, ...Object.fromEntries(replaced) };
}

function literal(block: Json): Json {
  const { lifecycle: _lifecycle, depends_on: _depends, provider: _provider, '//': _comment, ...attributes } = block;
  const text = unescapeTemplates(attributes);
  return isObject(text) ? text : {};
}
