import { compileTemplate, SqlError } from '@himeshima/iot';
import { isList, isObject, type Value } from '@himeshima/terraform-json';
import type { TextPosition } from '../problems';
import { type DeclaredAction, type DeclaredRule, plain } from './declared-rules';

// "Supports substitution templates: No" on the pages of the actions: AWS IoT developer guide, iot-rule-actions.
const withoutTemplates: ReadonlySet<string> = new Set([
  'role_arn',
  'firehose.separator',
  'sns.message_format',
  's3.canned_acl',
  'http.http_header.key',
  'iot_analytics.channel_name',
  'timestream.dimension.name',
]);

interface Wrong {
  readonly message: string;
  readonly at: TextPosition;
}

/** The substitution templates of an action that AWS IoT would refuse, leave as they stand, or that never give anything. */
export function wrongTemplates({ compiled }: DeclaredRule, action: DeclaredAction): readonly Wrong[] {
  return textsIn(action.kind, action.fields).flatMap(([path, text]) => {
    const column = text.indexOf('$${') + 1;
    const field = path.split('.').at(-1) ?? '';
    const perElement = text.indexOf('@{') + 1;
    // "CreateTopicRule … fail with an error": AWS IoT developer guide, iot-substitution-templates, of all but InfluxDB
    if (perElement > 0 && !path.startsWith('influx')) {
      const message = `${path}: @{…} is a template of the InfluxDB action alone; write \${…}`;
      return [{ message, at: { text: plain(text), line: 1, column: perElement } }];
    }
    if (column === 0) return [];
    const at = { text: plain(text), line: 1, column };
    if (withoutTemplates.has(field) || withoutTemplates.has(path)) {
      return [{ message: `${path} takes no template: AWS IoT would use it as it stands`, at }];
    }
    // what Terraform puts in itself is not known here, nor where it ends
    if (/(?<!\$)\$\{/.test(text)) return [];
    const refused = refusalOf(at.text, compiled, path === 'republish.topic');
    return refused === undefined ? [] : [{ ...refused, message: `${path}: ${refused.message}` }];
  });
}

function refusalOf(text: string, rule: DeclaredRule['compiled'], isTopic: boolean): Wrong | undefined {
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
