import { findJsonFault, positionAt } from './json-fault';
import { PlanError, showJson } from './plan-error';
import { findRepeatedKey } from './repeated-key';

/**
 * Parses the text that `terraform show -json` printed.
 * @throws PlanError that says what the text is instead, or where its JSON breaks
 */
export function parsePlanText(text: string): unknown {
  // a byte order mark counts as white space
  const start = text.length - text.trimStart().length;
  const trimmed = text.trim();
  if (trimmed === '') throw new PlanError('is empty', showJson);
  for (const { isIt, reason, next = showJson } of otherTexts) if (isIt(trimmed)) throw new PlanError(reason, next);
  const parsed = parseJson(trimmed);
  if (parsed === undefined) throw new PlanError(faultOf(text, start), showJson);
  const repeated = findRepeatedKey(trimmed);
  if (repeated === undefined) return parsed;
  const { line, column } = positionAt(text, start + repeated);
  // the key itself may hold a secret
  throw new PlanError(
    `is not a plan that Terraform wrote: line ${line}, column ${column} repeats a key of the same object`,
    showJson,
  );
}

/** Phrases that `terraform plan` prints, and that a page about Terraform does not have. */
const forPeople =
  /(?:Terraform|OpenTofu) (?:will perform|used the selected|has compared|planned the following)|Plan: \d+ to (?:add|import)|infrastructure matches the configuration/;

const startsLikeJson = (text: string) => /^[{[]/.test(text);

interface OtherText {
  readonly isIt: (text: string) => boolean;
  readonly reason: string;
  readonly next?: string;
}

export const logStream = 'is the log stream of terraform plan -json, not the plan';

/** Texts that are known by how they begin, the most specific first. */
const otherTexts: readonly OtherText[] = [
  {
    // hashicorp/setup-terraform#42: its wrapper runs `terraform-bin` and prints the command to the redirected output
    isIt: (text) => /^\[command\]/.test(text),
    reason: 'begins with a [command] line, which the terraform wrapper of hashicorp/setup-terraform prints',
    next: 'set terraform_wrapper: false in that step, or run terraform-bin show -json PLANFILE > plan.json',
  },
  {
    isIt: (text) => !startsLikeJson(text) && forPeople.test(text),
    reason: 'is the human-readable output of terraform plan',
  },
  {
    // `terraform init && terraform show -json > FILE`, or a script that prints what it runs
    isIt: (text) => !startsLikeJson(text) && /^\{/m.test(text) && text.includes('"format_version"'),
    reason: 'has other text before the JSON',
  },
  { isIt: (text) => !startsLikeJson(text) && parseJson(text) === undefined, reason: 'is not JSON' },
  {
    // a line for each step
    isIt: (text) => /^\{[^\n]*"@level"/.test(text) && parseJson(text) === undefined,
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
  // one character of a value is no secret
  return `is not valid JSON: unexpected ${JSON.stringify(String.fromCodePoint(text.codePointAt(start + fault.at) ?? 0))} at ${where}`;
}
