import { CfnResource } from 'aws-cdk-lib';
import { isAcknowledged } from './acknowledgements';
import { Judging } from './judging';
import { CATALOG } from '../rules/catalog';
import { Finding, oneForEachCause } from '../rules/finding';
import { BucketIndex } from '../synth/bucket-index';

/** The resource types that rules judge: buckets, and policies and access points of buckets that are elsewhere. */
export const JUDGED_TYPES: readonly string[] = ['AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 'AWS::S3::AccessPoint', 'AWS::S3::MultiRegionAccessPoint'];

/** The findings on one resource that nobody has acknowledged, no baseline has, and nobody has reported yet. */
export function findingsOn(resource: CfnResource, index: BucketIndex, { check, reported, known, judged }: Judging): Finding[] {
  const { bucket, loosePolicy, looseAccessPoint } = index.of(resource);
  const findings = bucket ? check.bucket(bucket) : loosePolicy ? check.loosePolicy(loosePolicy) : looseAccessPoint ? check.looseAccessPoint(looseAccessPoint) : [];
  const isOpen = ({ rule, evidence }: Finding) => !isAcknowledged(resource, rule, evidence.id);
  judged.push({ path: resource.node.path, findings });
  const open = oneForEachCause(findings.filter(isOpen)).filter(isOpen);
  return (known ? known.newOf(open, index) : open)
    .filter(({ rule, evidence }) => reported.isNew(resource, rule, evidence.id));
}

/** A finding in a sentence, with the rule and why it matters, and the request that shows it. */
export function descriptionOf({ rule: id, message, evidence: { request } }: Finding): string {
  const { title, why } = CATALOG.find((rule) => rule.id === id)!;
  const shown = request ? ` The request: ${JSON.stringify(request)}.` : '';
  return `${message}.${shown} Rule: ${title}. ${why}`;
}

/** Under which name an entry of the baseline that matches nothing is reported. */
export const OUTDATED = 'HardenedBucket-Baseline[Outdated]';

/** A text that begins as a sentence does. */
export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
