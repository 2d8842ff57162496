import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { joined, say } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import { byType } from '../plan/type-table';
import { isUnknownAt, textsIn, valueAt } from '../plan/value-at';
import type { Danger, Rule } from './rule';

/** Block that allows scripts on other websites to send requests. */
interface Cors {
  readonly path: readonly string[];
  readonly methods: string;
  readonly origins: string;
}

const cors = (path: readonly string[], methods: string, origins: string): Cors => ({ path, methods, origins });

/** Blocks with CORS rules. Source: Terraform Registry, hashicorp/aws 6, hashicorp/azurerm 4, hashicorp/google 7 */
const corsOf = byType<Cors>({
  aws_apigatewayv2_api: cors(['cors_configuration'], 'allow_methods', 'allow_origins'),
  aws_lambda_function_url: cors(['cors'], 'allow_methods', 'allow_origins'),
  aws_s3_bucket: cors(['cors_rule'], 'allowed_methods', 'allowed_origins'),
  aws_s3_bucket_cors_configuration: cors(['cors_rule'], 'allowed_methods', 'allowed_origins'),
  azurerm_storage_account: cors(['blob_properties', 'cors_rule'], 'allowed_methods', 'allowed_origins'),
});

/** Reports kinds of requests that scripts on any website can newly send. */
export const corsWidened: Rule = (plan) =>
  changesOf(plan, 'update', 'replace').flatMap((change): Danger[] => {
    const { type, address, before, after } = change;
    const found = corsOf(type);
    if (found === undefined || isUnknownAt(change, found.path)) return [];
    const [was, is] = [before, after].map((values) => methodsForAnyone(values, found));
    const gained = was?.has('*') ? [] : [...(is ?? [])].filter((method) => was?.has(method) !== true);
    if (gained.length === 0) return [];
    const methods = joined(gained.map((value) => [{ value }]));
    const what = say`${address} now accepts ${methods} requests from scripts on any website`;
    return [{ kind: 'exposure', address, attribute: found.path.join('.'), what }];
  });

/** Returns the methods that rules allow for the origin `*`. */
function methodsForAnyone(values: ValueObject, { path, methods, origins }: Cors): ReadonlySet<string> {
  return new Set(
    blocksAt(values, path).flatMap((rule) => (textsIn(rule[origins]).includes('*') ? textsIn(rule[methods]) : [])),
  );
}

function blocksAt(values: ValueObject, path: readonly string[]): readonly ValueObject[] {
  const value: Value = valueAt(values, path) ?? null;
  return isList(value) ? value.filter(isObject) : [];
}
