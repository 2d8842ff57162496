/** CDK Terrain's packages and imports, which replace the packages and imports of cdktf. */
export const cdktnReplacements: readonly (readonly [RegExp, string])[] = [
  [/'cdktf'/g, "'cdktn'"],
  [/'@cdktf\/provider-/g, "'@cdktn/provider-"],
  [/'@himeshima\/constructs'/g, "'@himeshima/constructs/cdktn'"],
  [/'@himeshima\/constructs\/project'/g, "'@himeshima/constructs/cdktn/project'"],
  [/"cdktf": "[^"]*"/, '"cdktn": "0.24.0"'],
  [/"@cdktf\/provider-aws": "[^"]*"/, '"@cdktn/provider-aws": "25.7.0"'],
  [/"@cdktf\/provider-datadog": "[^"]*"/, '"@cdktn/provider-datadog": "16.1.0"'],
];
