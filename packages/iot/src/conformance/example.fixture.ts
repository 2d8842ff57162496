import type { MessageFields } from '../sql/message';
import type { SqlVersion } from '../sql/value';

/** Page of the AWS IoT developer guide that contains examples with a result. */
export type Page =
  | 'binary-payloads'
  | 'iot-rule-sql-version'
  | 'iot-sql-case'
  | 'iot-sql-data-types'
  | 'iot-sql-from'
  | 'iot-sql-functions'
  | 'iot-sql-json'
  | 'iot-sql-literals'
  | 'iot-sql-nested-queries'
  | 'iot-sql-operators'
  | 'iot-sql-reference'
  | 'iot-sql-select'
  | 'iot-sql-set'
  | 'iot-sql-where'
  | 'iot-substitution-templates'
  | 'republish-rule-action'
  | 's3-rule-action';

/**
 * Example from the guide. The printed result is copied from the guide. If the guide's text contradicts an example,
 * the example takes precedence, and `note` describes the contradiction.
 */
export interface Example {
  readonly page: Page;
  /** Kind of example: an expression, a statement, or an action field with substitution templates. */
  readonly kind: 'expression' | 'statement' | 'template';
  readonly text: string;
  readonly version: SqlVersion;
  /** Payload in the guide, or `{}` if the guide shows no payload. */
  readonly payload: string;
  readonly message: Partial<Omit<MessageFields, 'payload'>>;
  /** Printed result: JSON, a template's text, `Undefined`, or `no match` if the rule's actions do not run. */
  readonly printed: string;
  readonly note?: string;
  /** Actual result if it differs from `printed`; `note` explains the difference. */
  readonly differs?: string;
  /** Reason why the example is not run. */
  readonly notRun?: string;
}

type Details = Partial<Pick<Example, 'version' | 'payload' | 'message' | 'note' | 'differs' | 'notRun' | 'kind'>>;

/** Creates the examples of a page from tuples of text, printed result and options. */
export function examplesOf(
  page: Page,
  kind: Example['kind'],
  rows: readonly (readonly [text: string, printed: string, details?: Details])[],
): readonly Example[] {
  return rows.map(([text, printed, details = {}]) => ({
    page,
    kind,
    text,
    version: '2016-03-23',
    payload: '{}',
    message: {},
    printed,
    ...details,
  }));
}
