export { commitOf, type Synthesis, synthesizeCommit, synthesizeTree } from '../base/base-commit';
export { git } from '../base/git';
export { plansSince } from '../base/plans-since';
export { planFiles, planReader, type Read, type ReadPlan } from './plan-file';
export { pathFromRoot, placesInPlan } from './plan-locations';
export { type BaseComparison, type ReviewProgram, reviewCommand } from './review-command';
export { chosenIn, rejectEmptyOptions } from './review-options';
export { escaped, lineAt, type SourceLocation } from './source-location';
