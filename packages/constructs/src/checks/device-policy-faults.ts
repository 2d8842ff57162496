import { checkIotPolicy, PolicyError } from '@himeshima/aws-policy';
import { unknownReserved } from '@himeshima/iot';
import type { Statement } from '../aws/policy-document';
import type { TextPosition } from '../stack/problems';

interface Fault {
  readonly message: string;
  readonly at?: TextPosition;
}

/** Returns the faults in a device policy: text that AWS IoT would reject, and reserved topics that do not exist. */
export function faultsIn(policy: string, statements: readonly Statement[]): readonly Fault[] {
  try {
    const invalid = checkIotPolicy(policy).map(({ message, path }) => faultAt(path, message, statements));
    return [...invalid, ...statements.flatMap(({ Resource }) => [Resource].flat().flatMap(unknownTopic))];
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    const { path, message } = error;
    return [faultAt(path, message.replace(`${path}: `, ''), statements)];
  }
}

/** Finds a misspelled reserved topic in `arn:aws:iot:…:topic/$aws/…` or `…:topicfilter/$aws/…`. */
function unknownTopic(resource: string): readonly Fault[] {
  const [, before = '', topic = ''] = /^(arn:.*?:topic(?:filter)?\/)(.*)$/.exec(resource) ?? [];
  const unknown = unknownReserved(topic);
  if (!unknown) return [];
  return [{ message: unknown.message, at: { text: resource, line: 1, column: before.length + unknown.column } }];
}

/** Returns the position of a fault in the policy's text. @param path from @himeshima/aws-policy: `Statement.0.Resource.1` */
function faultAt(path: string, message: string, statements: readonly Statement[]): Fault {
  const [, statement, element = '', index] = path.match(/^Statement\.(\d+)\.(\w+)\.(\d+)$/) ?? [];
  const { Action = [], Resource = [] } = statements[Number(statement)] ?? {};
  const texts = element === 'Action' ? Action : [Resource].flat();
  // messages about a name start with the name
  const [name = ''] = message.split(' ');
  const inCondition = /^Statement\.\d+\.Condition\./.test(path) && name.startsWith('iot:') ? name : undefined;
  const text = element === 'Action' || element === 'Resource' ? texts[Number(index)] : inCondition;
  if (text === undefined) return { message: path === '' ? message : `${path}: ${message}` };
  return { message, at: { text, line: 1, column: Math.max(0, text.indexOf(name)) + 1 } };
}
