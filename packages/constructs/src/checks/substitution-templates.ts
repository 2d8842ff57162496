import { compileTemplate, SqlError } from '@himeshima/iot';
import { isList, isObject, type Value } from '@himeshima/terraform-json';
import type { TextPosition } from '../stack/problems';
import { type DeclaredAction, type DeclaredRule, plain } from './declared-rules';

// For these fields, the AWS IoT developer guide states "Supports substitution templates: No" (pages of the rule actions).
const withoutTemplates: ReadonlySet<string> = new Set([
  'role_arn',
  'firehose.separator',
  'sns.message_format',
  's3.canned_acl',
  'http.http_header.key',
  'iot_analytics.channel_name',
  'timestream.dimension.name',
]);

interface TemplateFault {
  readonly message: string;
  readonly at: TextPosition;
}

/** Returns an action's substitution templates that AWS IoT would reject or not evaluate, or that never have a value. */
export function templateFaults({ compiled }: DeclaredRule, action: DeclaredAction): readonly TemplateFault[] {
  return textsIn(action.kind, action.fields).flatMap(([path, text]) => {
    const column = text.indexOf('$${') + 1;
    const field = path.split('.').at(-1) ?? '';
    const perElement = text.indexOf('@{') + 1;
    // for all other actions, @{…} makes "CreateTopicRule … fail with an error" (AWS IoT developer guide,
    // iot-substitution-templates)
    if (perElement > 0 && !path.startsWith('influx')) {
      const message = `${path}: only the InfluxDB action supports @{…}; use \${…}`;
      return [{ message, at: { text: plain(text), line: 1, column: perElement } }];
    }
    if (column === 0) return [];
    const at = { text: plain(text), line: 1, column };
    if (withoutTemplates.has(field) || withoutTemplates.has(path)) {
      return [{ message: `${path} does not support templates: AWS IoT would use the string literally`, at }];
    }
    // the values of Terraform expressions are unknown, as are the positions of text after an expression
    if (/(?<!\$)\$\{/.test(text)) return [];
    const fault = faultOf(at.text, compiled, path === 'republish.topic');
    return fault === undefined ? [] : [{ ...fault, message: `${path}: ${fault.message}` }];
  });
}

function faultOf(text: string, rule: DeclaredRule['compiled'], isTopic: boolean): TemplateFault | undefined {
  try {
    const [undefinedCall] = compileTemplate(text, { ...rule, escapedTopic: isTopic }).undefinedCalls;
    if (undefinedCall !== undefined) throw undefinedCall;
    return undefined;
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    const { message, line, column } = error;
    return { message, at: { text, line, column } };
  }
}

function textsIn(path: string, value: Value): readonly (readonly [path: string, text: string])[] {
  if (typeof value === 'string') return [[path, value]];
  if (isList(value)) return value.flatMap((each) => textsIn(path, each));
  return isObject(value) ? Object.entries(value).flatMap(([key, each]) => textsIn(`${path}.${key}`, each)) : [];
}
