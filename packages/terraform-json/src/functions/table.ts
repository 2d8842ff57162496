import { ValueFault } from '../fault';
import { didYouMean } from '../near-miss';
import type { Value } from '../value';
import { collectionFunctions } from './collections';
import { conversionFunctions } from './conversions';
import type { TerraformFunction } from './define';
import { encodingFunctions } from './encodings';
import { type Files, fileFunctions } from './files';
import { numberFunctions } from './numbers';
import { setFunctions } from './set-functions';
import { stringFunctions } from './strings';

const pure: ReadonlyMap<string, TerraformFunction> = new Map(
  Object.entries({
    ...stringFunctions,
    ...numberFunctions,
    ...collectionFunctions,
    ...setFunctions,
    ...encodingFunctions,
    ...conversionFunctions,
  }),
);

const unpredictable = 'its result is different each time';
const unsupported = 'it is not supported';

// Reasons for rejecting Terraform functions, keyed by function.
const unsupportedFunctions: ReadonlyMap<string, string> = new Map([
  ...['timestamp', 'plantimestamp', 'uuid', 'bcrypt'].map((name): [string, string] => [name, unpredictable]),
  ...[
    'abspath',
    'base64gzip',
    'cidrhost',
    'cidrnetmask',
    'cidrsubnet',
    'cidrsubnets',
    'csvdecode',
    'ephemeralasnull',
    'fileset',
    'formatdate',
    'issensitive',
    'matchkeys',
    'pathexpand',
    'regex',
    'regexall',
    'rsadecrypt',
    'templatefile',
    'templatestring',
    'textdecodebase64',
    'textencodebase64',
    'timeadd',
    'timecmp',
    'transpose',
    'type',
    'uuidv5',
    'yamldecode',
    'yamlencode',
  ].map((name): [string, string] => [name, unsupported]),
]);

const fileNames = Object.keys(fileFunctions(undefined));

/** Supported functions in alphabetical order. */
export const functionNames: readonly string[] = [...pure.keys(), ...fileNames, 'try', 'can'].sort();

/**
 * Calls a function by name.
 * @throws ValueFault if the function is unknown or unsupported, fails, or receives the wrong number of arguments
 */
export function callFunction(name: string, args: readonly Value[], files: Files | undefined): Value {
  const found = pure.get(name) ?? (fileNames.includes(name) ? fileFunctions(files)[name] : undefined);
  if (!found) throw unknown(name);
  if (args.length < found.least || args.length > found.most) {
    throw new ValueFault(`${name} accepts ${arity(found)}, not ${args.length}`);
  }
  return found.call(args);
}

function unknown(name: string): ValueFault {
  const reason = unsupportedFunctions.get(name);
  if (reason !== undefined) return new ValueFault(`the function ${name} cannot be evaluated: ${reason}`);
  return new ValueFault(`unknown function ${name}${didYouMean(name, functionNames)}`);
}

function arity({ least, most }: TerraformFunction): string {
  const noun = (count: number): string => (count === 1 ? '1 argument' : `${count} arguments`);
  if (most === Number.POSITIVE_INFINITY) return `at least ${noun(least)}`;
  return least === most ? noun(least) : `${least} to ${noun(most)}`;
}
