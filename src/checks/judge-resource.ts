import { CfnResource } from 'aws-cdk-lib';
import { isAcknowledged } from './acknowledgements';
import { Reported } from './reported';
import { CATALOG } from '../rules/catalog';
import { Check } from '../rules/check';
import { Finding, oneForEachCause } from '../rules/finding';
import { BucketIndex } from '../synth/bucket-index';

/** The resource types that rules judge: buckets, and policies and access points of buckets that are elsewhere. */
export const JUDGED_TYPES: readonly string[] = ['AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 'AWS::S3::AccessPoint', 'AWS::S3::MultiRegionAccessPoint'];

/** The findings on one resource that nobody has acknowledged, and nobody has reported yet. */
export function findingsOn(resource: CfnResource, index: BucketIndex, check: Check, reported: Reported): Finding[] {
  const { bucket, loosePolicy, looseAccessPoint } = index.of(resource);
  const findings = bucket ? check.bucket(bucket) : loosePolicy ? check.loosePolicy(loosePolicy) : looseAccessPoint ? check.looseAccessPoint(looseAccessPoint) : [];
  const isOpen = ({ rule, evidence }: Finding) => !isAcknowledged(resource, rule, evidence.id);
  return oneForEachCause(findings.filter(isOpen)).filter(isOpen)
    .filter(({ rule, evidence }) => reported.isNew(resource, rule, evidence.id));
}

/** A finding in a sentence, with the rule and why it matters, and the request that shows it. */
export function descriptionOf({ rule: id, message, evidence: { request } }: Finding): string {
  const { title, why } = CATALOG.find((rule) => rule.id === id)!;
  const shown = request ? ` The request: ${JSON.stringify(request)}.` : '';
  return `${message}.${shown} Rule: ${title}. ${why}`;
}
