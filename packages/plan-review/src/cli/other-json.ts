import { readFileSync } from 'node:fs';
import { type ParseError, parse } from 'jsonc-parser';
import { decode } from '../plan/decode-plan';

/** Keys of plans, states and other output of Terraform. */
const terraformKeys =
  /"(?:format_version|terraform_version|resource_changes|planned_values|prior_state|lineage|@level)"\s*:/;

/**
 * Returns whether a file contains JSON that Terraform did not write, such as package.json or places.json. Comments are allowed, as
 * in tsconfig.json. Returns false for text that could be a damaged plan: incomplete or empty JSON, and JSON with a key of Terraform.
 */
export function isOtherJson(file: string): boolean {
  const text = textOf(file);
  if (text === undefined || terraformKeys.test(text)) return false;
  const errors: ParseError[] = [];
  try {
    const parsed: unknown = parse(text, errors, { allowTrailingComma: true });
    return errors.length === 0 && typeof parsed === 'object' && parsed !== null && Object.keys(parsed).length > 0;
  } catch {
    // values nested too deeply overflow the stack of the parser
    return true;
  }
}

/** Returns the text of a file. Undefined if the file is unreadable or not a text, which the review reports. */
function textOf(file: string): string | undefined {
  try {
    return decode(readFileSync(file));
  } catch {
    return undefined;
  }
}
