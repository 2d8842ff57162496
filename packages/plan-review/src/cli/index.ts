export { escaped, lineAt, type Place } from './place';
export { pathFromRoot, placesInPlan } from './places-in-plan';
export { planFiles, planReader, type Read, type ReadPlan } from './plan-file';
export { type BaseComparison, type ReviewProgram, reviewCommand } from './review-command';
export { chosenIn, rejectEmptyOptions } from './review-options';
