export { type Bill, billOf, type CostLine, sumsBy } from './bill';
export { type Comparison, compareBills } from './compare';
export type { Fleet, Message } from './fleet-usage';
export { daysAMonth, hoursAMonth, minutesAMonth, secondsAMonth } from './month';
export { type MatchRule, type Platform, platformOf, type RuleMatch } from './platform-resources';
export { overridden, PriceBook, PriceOverride } from './prices/price-book';
export { pricedRegions, pricesOf } from './prices/regions';
export type { Resource } from './resource';
