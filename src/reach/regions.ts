import { Leg, assuming, notKnown, PASSES } from './leg';

/** Whether a VPC and a bucket are in the same Region, as far as that is decided before deployment. */
export function sameRegion(vpc: string | undefined, bucket: string | undefined): { readonly same: boolean; readonly leg: Leg } {
  if (vpc !== undefined && bucket !== undefined) {
    return { same: vpc === bucket, leg: PASSES };
  }
  return vpc === undefined && bucket === undefined
    ? { same: true, leg: assuming('Templates whose Region is not decided before deployment are deployed to the same Region.') }
    : { same: true, leg: notKnown('Whether the VPC and the bucket are in the same Region is decided at deployment.') };
}

/** The service of S3 that an endpoint leads to, and its Region; undefined for any other service. */
export function s3Service(serviceName: string): { readonly region: string } | undefined {
  const [, region] = /^(?:cn\.)?com\.amazonaws\.([^.]+)\.s3$/.exec(serviceName) ?? [];
  return region === undefined ? undefined : { region };
}
