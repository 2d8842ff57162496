import type { Value } from '@himeshima/terraform-json';
import { counted, say, words } from '../phrase';
import { byType } from '../plan/type-table';
import { isUnknownAt, valueAt } from '../plan/value-at';
import { changedIn } from '../renames';
import type { Danger, Rule } from './rule';

interface Timeout {
  readonly path: readonly string[];
  readonly unit: 'second' | 'millisecond' | 'minute';
  /** Default timeout of the service. */
  readonly unset: number;
}

const timeout = (unset: number, unit: Timeout['unit'], ...path: readonly string[]): Timeout => ({ path, unit, unset });

/**
 * Attributes that limit the duration of a call or run.
 * Source: Terraform Registry, hashicorp/aws 6.25, hashicorp/google 7
 */
const timeoutsOf = byType<Timeout>({
  aws_api_gateway_integration: timeout(29_000, 'millisecond', 'timeout_milliseconds'),
  aws_apigatewayv2_integration: timeout(30_000, 'millisecond', 'timeout_milliseconds'),
  aws_codebuild_project: timeout(60, 'minute', 'build_timeout'),
  aws_glue_job: timeout(Number.NaN, 'minute', 'timeout'),
  aws_lambda_function: timeout(3, 'second', 'timeout'),
  google_cloudfunctions2_function: timeout(60, 'second', 'service_config', 'timeout_seconds'),
  google_cloudfunctions_function: timeout(60, 'second', 'timeout'),
  google_cloud_run_v2_service: timeout(300, 'second', 'template', 'timeout'),
});

/** Returns the path of the attribute that limits the duration of a call or run. A longer timeout is harmless. */
export const timeoutPath = (type: string): readonly string[] | undefined => timeoutsOf(type)?.path;

/** Reports shorter timeouts, which abort calls that previously finished in time. */
export const timeoutShortened: Rule = (plan) =>
  changedIn(plan).flatMap((change): Danger[] => {
    const limit = timeoutsOf(change.type);
    if (limit === undefined || isUnknownAt(change, limit.path)) return [];
    const [was = Number.NaN, is = Number.NaN] = [change.before, change.after].map((values) =>
      numberIn(valueAt(values, limit.path), limit.unset),
    );
    if (!(is < was)) return [];
    const after = words(counted(is, limit.unit));
    const what = say`${change.address} times out after ${after} instead of ${was}: longer calls fail`;
    return [{ kind: 'outage', address: change.address, what }];
  });

/** Parses a number, or a string with a number of seconds, such as Cloud Run's `300s`. */
const numberIn = (value: Value | undefined, unset: number): number =>
  value === undefined || value === null ? unset : Number(typeof value === 'string' ? value.replace(/s$/, '') : value);
