import { findJsonFault, positionAt } from './json-fault';
import { PlanError, showJson } from './plan-error';
import { type ScannedJson, scanJson } from './scan-json';

/**
 * Parses the output of `terraform show -json`.
 * @throws PlanError that describes text that is not a plan, or the position of invalid JSON
 */
export function parsePlanText(text: string): unknown {
  // trim() also removes a byte order mark
  const start = text.length - text.trimStart().length;
  const trimmed = text.trim();
  if (trimmed === '') throw new PlanError('is empty', showJson);
  const scanned = scanJson(trimmed);
  const parsed = parseJson(withoutRounding(trimmed, scanned));
  if (parsed === undefined) {
    const other = otherTexts.find(({ isIt }) => isIt(trimmed));
    throw new PlanError(other?.reason ?? faultOf(text, start), other?.next ?? showJson);
  }
  if (scanned.repeatedKey === undefined) return parsed;
  const { line, column } = positionAt(text, start + scanned.repeatedKey);
  // the key is not quoted, because it may contain a secret
  throw new PlanError(
    `is not a plan that Terraform wrote: line ${line}, column ${column} repeats a key of the same object`,
    showJson,
  );
}

/** Quotes the integers that JSON.parse would round, because a change from 9223372036854775807 to 9223372036854775806 would be invisible. */
function withoutRounding(text: string, { rounded }: Pick<ScannedJson, 'rounded'>): string {
  let copied = 0;
  const parts = rounded.map(({ start, digits }) => {
    const before = text.slice(copied, start);
    copied = start + digits.length;
    return `${before}"${digits}"`;
  });
  return parts.length === 0 ? text : `${parts.join('')}${text.slice(copied)}`;
}

/** Pattern of phrases that occur in the output of `terraform plan`, but not in documents about Terraform. */
const forPeople =
  /(?:Terraform|OpenTofu) (?:will perform|used the selected|has compared|planned the following)|Plan: \d+ to (?:add|import)|infrastructure matches the configuration/;

const startsLikeJson = (text: string) => /^[{[]/.test(text);

interface OtherText {
  readonly isIt: (text: string) => boolean;
  readonly reason: string;
  readonly next?: string;
}

export const logStream = 'is the log stream of terraform plan -json, not the plan';

/** Formats other than JSON that can be recognized by their beginning, most specific first. */
const otherTexts: readonly OtherText[] = [
  {
    // the setup-terraform wrapper prints the `terraform-bin` command to the redirected output (hashicorp/setup-terraform#42)
    isIt: (text) => /^\[command\]/.test(text),
    reason: 'begins with a [command] line from the terraform wrapper of hashicorp/setup-terraform',
    next: 'set terraform_wrapper: false in that step, or run terraform-bin show -json PLANFILE > plan.json',
  },
  {
    isIt: (text) => !startsLikeJson(text) && forPeople.test(text),
    reason: 'is the human-readable output of terraform plan',
  },
  {
    // for example, the output of `terraform init && terraform show -json`
    isIt: (text) => !startsLikeJson(text) && /^\{/m.test(text) && text.includes('"format_version"'),
    reason: 'has other text before the JSON',
  },
  { isIt: (text) => !startsLikeJson(text), reason: 'is not JSON' },
  {
    // `terraform plan -json` prints one line of JSON for each step
    isIt: (text) => /^\{[^\n]*"@level"/.test(text),
    reason: logStream,
  },
];

function parseJson(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch {
    return undefined;
  }
}

function faultOf(text: string, start: number): string {
  const fault = findJsonFault(text.slice(start));
  if (fault === undefined) return 'is not JSON';
  if (fault.kind === 'ends early') return 'is truncated: the JSON ends unexpectedly';
  const { line, column } = positionAt(text, start + fault.at);
  const where = `line ${line}, column ${column}`;
  if (fault.kind === 'continues') return `has extra text after the JSON, at ${where}`;
  // a single character does not reveal a secret
  return `is not valid JSON: unexpected ${JSON.stringify(String.fromCodePoint(text.codePointAt(start + fault.at) ?? 0))} at ${where}`;
}
