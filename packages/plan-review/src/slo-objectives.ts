import { isList, isObject, property, type Value, type ValueObject } from '@himeshima/terraform-json';

export interface Objectives {
  /** Targets in percent. Keys are timeframes: `30d` → 99.5. */
  readonly targets: ReadonlyMap<string, number>;
  /** Whether every objective has a timeframe and a target. */
  readonly isComplete: boolean;
}

/**
 * Reads the objectives of a `datadog_service_level_objective`. Uses the computed `target_threshold` only without `thresholds`,
 * because a plan that changes `thresholds` contains the old `target_threshold`.
 */
export function objectivesIn(values: ValueObject): Objectives {
  const blocks = blocksIn(values['thresholds'] ?? null);
  const primary = { timeframe: values['timeframe'] ?? null, target: values['target_threshold'] ?? null };
  const objectives = (blocks.length > 0 ? blocks : [primary]).map(objectiveIn);
  const read = objectives.filter((one) => one !== undefined);
  return { targets: new Map(read), isComplete: read.length === objectives.length };
}

const blocksIn = (value: Value): readonly Value[] => (value === null ? [] : isList(value) ? value : [value]);

function objectiveIn(block: Value): readonly [string, number] | undefined {
  if (!isObject(block)) return undefined;
  const [timeframe, target] = [property(block, 'timeframe'), property(block, 'target')];
  const percent = typeof target === 'string' ? Number.parseFloat(target) : target;
  return typeof timeframe === 'string' && typeof percent === 'number' && !Number.isNaN(percent)
    ? [timeframe, percent]
    : undefined;
}
