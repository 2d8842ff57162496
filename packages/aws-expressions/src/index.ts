export { type FilterPattern, parseFilterPattern } from './logs/filter-pattern';
export { PatternError } from './logs/pattern-error';
export { parseSchedule } from './schedule/expression';
export { timesAYear } from './schedule/frequency';
