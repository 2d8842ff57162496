import { ofType, type Platform } from '../platform-resources';
import type { Flow } from './flow';

/** Returns the addresses of rules, functions and tables without any usage, whose costs are therefore unknown. */
export function unreachedResources(platform: Platform, { rules, functions, tables }: Flow): readonly string[] {
  const triggeredRules = new Set(rules.filter(({ triggered }) => triggered > 0).map(({ rule }) => rule.address));
  return [
    ...ofType(platform, 'aws_iot_topic_rule').filter(({ address }) => !triggeredRules.has(address)),
    ...functions.filter(({ invocations }) => invocations === 0).map(({ resource }) => resource),
    ...tables.filter(({ writeUnits, readUnits }) => writeUnits + readUnits === 0).map(({ table }) => table),
  ].map(({ address }) => address);
}
