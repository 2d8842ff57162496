export { commitOf, type Synthesis, synthesizeCommit, synthesizeTree } from '../base/base-commit';
export { git } from '../base/git';
export { plansSince } from '../base/plans-since';
export { escaped, lineAt, pathFromRoot, type SourceLocation } from '../sources/source-location';
export { planFiles, planReader, type ReadBytes, type ReadPlan } from './plan-file';
export { placesInPlan } from './plan-locations';
export { type BaseComparison, type ReviewProgram, reviewCommand } from './review-command';
export { chosenIn, rejectEmptyOptions } from './review-options';
export { policyJsonSchema } from './review-policy';
