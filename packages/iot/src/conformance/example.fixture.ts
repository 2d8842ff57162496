import type { MessageFields } from '../sql/message';
import type { SqlVersion } from '../sql/value';

/** The pages of the AWS IoT developer guide that print examples with a result. */
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
 * An example of the guide with a printed result. Results were written down from the guide, before the code was asked.
 * A contradiction of the guide's text and its example is decided for the example, `note` says which.
 */
export interface Example {
  readonly page: Page;
  /** An expression, a statement, or the text of an action's field with templates. */
  readonly kind: 'expression' | 'statement' | 'template';
  readonly text: string;
  readonly version: SqlVersion;
  /** The message as the guide shows it, or `{}`. */
  readonly payload: string;
  readonly message: Partial<Omit<MessageFields, 'payload'>>;
  /** JSON as printed (of a template its text); `Undefined`, or `no match` where the rule's actions are not performed. */
  readonly printed: string;
  readonly note?: string;
  /** What is returned instead of `printed`; `note` says why. */
  readonly differs?: string;
  /** Why it cannot be run. */
  readonly notRun?: string;
}

type Details = Partial<Pick<Example, 'version' | 'payload' | 'message' | 'note' | 'differs' | 'notRun' | 'kind'>>;

/** Examples of one page: text, result as printed, and what else is to be known. */
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
