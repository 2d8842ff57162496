import { say } from '../phrase';
import { byType } from '../plan/type-table';
import { textAt } from '../plan/value-at';
import { changedIn } from '../renames';
import type { Danger, Rule } from './rule';
import { isOlder, versionOf } from './versions';

/** Attributes with the language and version that run the code of a function. Source: Terraform Registry, hashicorp/aws 6.25, hashicorp/google 7 */
const runtimeOf = byType<readonly string[]>({
  aws_lambda_function: ['runtime'],
  google_cloudfunctions2_function: ['build_config', 'runtime'],
  google_cloudfunctions_function: ['runtime'],
});

/** Reports functions that run in another language or in an older version of the language. */
export const runtimeChanged: Rule = (plan) =>
  changedIn(plan).flatMap(({ type, address, before, after }): Danger[] => {
    const path = runtimeOf(type);
    if (path === undefined) return [];
    const [was, is] = [textAt(before, path), textAt(after, path)];
    const [old, now] = [parsed(was), parsed(is)];
    if (was === undefined || is === undefined || old === undefined || now === undefined) return [];
    const runs = say`${address} runs with ${{ value: is }} instead of ${{ value: was }}`;
    const attribute = path.join('.');
    if (old.language !== now.language)
      return [{ kind: 'outage', address, attribute, what: say`${runs}: code in the previous language fails` }];
    if (isOlder(now.version, old.version))
      return [{ kind: 'outage', address, attribute, what: say`${runs}: code that needs the newer version fails` }];
    return [];
  });

interface Runtime {
  readonly language: string;
  readonly version: readonly number[];
}

/** Parses a runtime: `nodejs22.x`, `python3.13` and `java8.al2`. Custom runtimes such as `provided.al2023` have no version. */
function parsed(runtime: string | undefined): Runtime | undefined {
  const [, language, version] = /^([a-z]+?)(\d+(?:\.\d+)*)(?:\.|$)/.exec(runtime ?? '') ?? [];
  return language === undefined || version === undefined
    ? undefined
    : { language: language === 'dotnetcore' ? 'dotnet' : language, version: versionOf(version) };
}
