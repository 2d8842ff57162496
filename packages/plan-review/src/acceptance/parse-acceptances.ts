import { didYouMean } from '@himeshima/datadog-monitors';
import { maskText } from '../masking/mask';
import { dangerKinds } from '../rules/rule';
import { ruleIds } from '../rules/rules';
import type { DangerAcceptance } from './accepted-danger';

/** Syntax of an acceptance, for error messages. */
const form = 'plan-review: accept RULE [for ADDRESS] until YYYY-MM-DD because REASON';
const acceptance =
  /^plan-review:\s+accept\s+(?<rule>[\w-]+)(?:\s+for\s+(?<address>\S+))?\s+until\s+(?<until>\d{4}-\d{2}-\d{2})\s+because\s+(?<because>\S.*)$/;

/** Matches lines that probably are acceptances, but have another form, such as `/* plan-review accept data-loss *\/`. */
const likeAcceptance = /^\W*plan-review:?\s+accept\s/i;

/**
 * Returns the acceptances in the comments of a file. An acceptance without an address applies to every resource, but in HCL only
 * to the resource or module whose block contains or follows the comment.
 * @param file name of the file, used in locations
 * @throws Error with the location of an invalid acceptance
 */
export function parseAcceptances(text: string, file: string): readonly DangerAcceptance[] {
  const lines = text.split(/\r?\n/);
  return lines.flatMap((line, at): DangerAcceptance[] => {
    const [, comment] = /^\s*(?:#|\/\/)\s*(plan-review:.*?)\s*$/.exec(line) ?? [];
    const place = `${file}:${at + 1}`;
    if (comment === undefined) {
      if (!likeAcceptance.test(line)) return [];
      throw new Error(`${place}: invalid acceptance ${JSON.stringify(line.trim())}: expected a comment "# ${form}"`);
    }
    const { rule, address, until, because } = acceptance.exec(comment)?.groups ?? {};
    if (rule === undefined || until === undefined || because === undefined || !isDate(until))
      throw new Error(`${place}: invalid acceptance ${JSON.stringify(comment)}: expected "${form}"`);
    if (!ruleIds.has(rule))
      throw new Error(
        `${place}: unknown rule ${rule}${hintFor(rule)} The note names the rule of each danger; the README of plan-review lists all rules under "Accept a danger"`,
      );
    const own = address ?? blockAt(lines, at);
    if (own === undefined && /\.(?:tf|tofu)$/.test(file))
      throw new Error(
        `${place}: the acceptance belongs to no resource or module; move the comment into or above a block, or add "for ADDRESS"`,
      );
    return [{ rule, address: own, until, because: maskText(because), place }];
  });
}

function hintFor(rule: string): string {
  const isKind = dangerKinds.some((kind) => kind.replaceAll(' ', '-') === rule);
  return isKind ? ', which is a kind of danger.' : didYouMean(rule, [...ruleIds]) || '.';
}

const isDate = (text: string): boolean => {
  const time = Date.parse(text);
  // JavaScript reads 31 February as 3 March
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
};

/** Returns the address of the HCL block around or below a line: `aws_s3_bucket.logs` or `module.network`. Undefined for other blocks. */
function blockAt(lines: readonly string[], at: number): string | undefined {
  const above = lines.slice(0, at).findLast((line) => /^(?:\}|\w+\s)/.test(line));
  const below = lines.slice(at + 1).find((line) => !/^\s*(?:(?:#|\/\/).*)?$/.test(line));
  // a block on one line, such as `variable "region" {}`, has ended
  const isInside = above !== undefined && !/\}\s*(?:(?:#|\/\/).*)?$/.test(above);
  return addressOf((isInside ? above : below) ?? '');
}

function addressOf(header: string): string | undefined {
  const [, type, name] = /^resource\s+"([^"]+)"\s+"([^"]+)"/.exec(header) ?? [];
  const [, module] = /^module\s+"([^"]+)"/.exec(header) ?? [];
  if (module !== undefined) return `module.${module}`;
  return type === undefined || name === undefined ? undefined : `${type}.${name}`;
}
