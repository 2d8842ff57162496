export type { Backtest } from './backtest-review';
export { checks } from './checks/checks';
export { findingsIn } from './checks/findings';
export {
  type CheckedStack,
  type SortedFindings,
  sortFindings,
} from './checks/sort-findings';
export { resourcesOfStack } from './checks/stack-resources';
export { maskText } from './masking/mask';
export { backtestNote } from './note/backtest-note';
export { codeQualityOf } from './note/code-quality';
export { jsonOf, widgetOf } from './note/json-output';
export { reviewsJson, reviewsJsonSchema } from './note/json-schema';
export { codeSpan, details, oneLine } from './note/markdown';
export { driftNoteOf, noteOf } from './note/note';
export { terminalOf } from './note/terminal';
export { counted } from './phrase';
export { decode } from './plan/decode-plan';
export type { Change, Plan } from './plan/plan';
export { PlanError } from './plan/plan-error';
export { planOf, readPlan } from './plan/read-plan';
export { renamedIn } from './renames';
export { type Costs, doesNothing, type NoEstimate, type Review, reviewOf } from './review';
export { planOfStacks, type SynthesizedStack } from './stacks/plan-from-stacks';
