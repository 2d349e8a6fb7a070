import { FIXES_BY_RULE } from './fixes-by-rule';
import { jsonOf, renamed, yamlOf } from './fragment';
import { l1CodeOf } from './l1-code';
import { BucketFacts, MIXIN_MARK } from '../facts/bucket-facts';
import { ResourceAddress } from '../template/template';

/** What to do about a finding, in the language of anyone who reads it. */
export interface Fixes {
  /** In a template: the property or the statement. */
  readonly cloudFormation: string;
  /** In CDK code; absent where that is said as for a template. */
  readonly cdk?: string;
  /** In the properties of a construct of this library; absent where that is said as for other CDK code. */
  readonly construct?: string;
}

/** Whose language a fix is in. */
export type FixReader = keyof Fixes;

/** The language that is asked for, anyone who made the template. */
export type FixHint = 'cloudFormation' | 'cdk';

/** Who reads the findings on a bucket: anyone who wrote it with the construct, with CDK, or as a template. */
export function readerOf({ construct }: Pick<BucketFacts, 'construct'>, hint?: FixHint): FixReader {
  return hint === 'cloudFormation' || (!construct.known && hint === undefined) ? 'cloudFormation' : !construct.known || construct.value === undefined || construct.value === MIXIN_MARK ? 'cdk' : 'construct';
}

/** The fix that helps this reader most. */
export function fixFor(reader: FixReader, { cloudFormation, cdk = cloudFormation, construct = cdk }: Fixes): string {
  return { cloudFormation, cdk, construct }[reader];
}

/** The fix of a rule for this reader. Who wrote a resource in CDK sets the properties of CloudFormation. */
export function ruleFixFor(reader: FixReader, { id, fix }: { readonly id: string; readonly fix: string }, facts?: BucketFacts): string {
  const ofRule = FIXES_BY_RULE[id];
  return ofRule === undefined ? fix : fixFor(reader === 'cdk' && facts && isL1(facts) && hasFragment(id) ? 'cloudFormation' : reader, { cdk: fix, ...ofRule });
}

/** What this reader could write; nothing where a sentence says it all. */
export function snippetFor(
  reader: FixReader, { id, example }: { readonly id: string; readonly example: string }, template: string, facts?: BucketFacts, at?: ResourceAddress,
): string | undefined {
  if (reader === 'construct' || (reader === 'cloudFormation' && !hasFragment(id))) {
    return undefined;
  }
  const fragment = FIXES_BY_RULE[id]?.fragment ?? {};
  if (reader === 'cloudFormation') {
    return (/\.json$/i.test(template) ? jsonOf : yamlOf)(renamed(fragment, { ...facts ? namesIn(facts) : {}, ...at?.template === template ? { AccessPoint: at.logicalId } : {} }));
  }
  return facts && isL1(facts) && hasFragment(id) ? l1CodeOf(fragment) : example;
}

function hasFragment(id: string): boolean {
  return Object.keys(FIXES_BY_RULE[id]?.fragment ?? {}).length > 0;
}

/** CDK calls the resource that is in a construct of its own `Resource`. */
export function isL1({ constructPath }: { readonly constructPath?: string | undefined }): boolean {
  return constructPath !== undefined && !/\/(Resource|Default)$/.test(constructPath);
}

/** The logical ids that the template has for what a fragment speaks of. */
function namesIn({ address, policies, encryption, logging }: BucketFacts): Readonly<Record<string, string>> {
  const neighbours = { BucketPolicy: policies[0]?.address, Key: encryption.keyAccess.address, LogBucket: logging.known ? logging.value?.target?.address : undefined };
  return { Bucket: address.logicalId, ...Object.fromEntries(Object.entries(neighbours).flatMap(([name, at]) => at?.template === address.template ? [[name, at.logicalId]] : [])) };
}
