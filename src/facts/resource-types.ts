import { DELIVERIES } from './delivery-table';
import { IDENTITY_RESOURCE_TYPES } from './identities/identities';
import { NETWORK_RESOURCE_TYPES } from './network/network-types';
import { PLACE_RESOURCE_TYPES } from './places/read-places';
import { PRODUCERS } from './producer-table';
import { SERVICES } from './service-table';
import { isCustomResource } from '../template/custom-resource';

/** The resource types that facts are read from, those for grants and those that write to buckets aside. */
export const FACT_RESOURCE_TYPES: ReadonlySet<string> = new Set([
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::S3::AccessPoint',
  'AWS::S3::MultiRegionAccessPoint',
  'AWS::S3::MultiRegionAccessPointPolicy',
  'AWS::CloudTrail::Trail',
  'AWS::Logs::DeliverySource',
  'AWS::Logs::Delivery',
  'AWS::Logs::DeliveryDestination',
  'AWS::KMS::Key',
  'AWS::KMS::ReplicaKey',
  'AWS::KMS::Alias',
  'AWS::CloudWatch::Alarm',
  'AWS::SNS::Topic',
  'AWS::CloudFormation::Stack',
  'AWS::Serverless::Function',
]);

/** The resource types that grants on buckets are read from: identities, what is allowed to them, and the functions that act as them. */
export const GRANT_RESOURCE_TYPES: ReadonlySet<string> = new Set([
  'AWS::IAM::Role',
  'AWS::IAM::User',
  'AWS::IAM::Group',
  'AWS::IAM::Policy',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::RolePolicy',
  'AWS::IAM::UserPolicy',
  'AWS::IAM::GroupPolicy',
  'AWS::Lambda::Function',
  'AWS::Serverless::StateMachine',
]);

/** The resource types of what writes to buckets, those aside from which other facts are read. */
export const WRITER_RESOURCE_TYPES: ReadonlySet<string> = new Set([
  ...PRODUCERS.flatMap(({ type, by }) => [type, ...by ? [by[1]] : []]),
  ...DELIVERIES.map(({ type }) => type),
  ...SERVICES.flatMap(({ type, beside }) => [type, ...beside ? [beside[0]] : []]),
].filter((type) => !FACT_RESOURCE_TYPES.has(type)));

/** The resource types of networks, of places in them and of identities, those aside from which other facts are read. */
export const SURROUNDING_RESOURCE_TYPES: ReadonlySet<string> = new Set(
  [...NETWORK_RESOURCE_TYPES, ...PLACE_RESOURCE_TYPES, ...IDENTITY_RESOURCE_TYPES].filter((type) => !FACT_RESOURCE_TYPES.has(type) && !isCustomResource(type)));

/** Whether resources of this type are many, and few rules ask what they say of a bucket. */
export function isReadOnDemand(type: string): boolean {
  return GRANT_RESOURCE_TYPES.has(type) || WRITER_RESOURCE_TYPES.has(type) || SURROUNDING_RESOURCE_TYPES.has(type);
}

/** Whether facts depend on resources of this type. A template may leave out every other resource. */
export function isFactResource(type: string): boolean {
  return FACT_RESOURCE_TYPES.has(type) || isReadOnDemand(type) || isCustomResource(type);
}

/**
 * Whether what is left open about a resource of this type is worth working out for each outcome. There are many conditions on
 * functions and roles, and few of them matter to a bucket.
 */
export function isWorkedOut(type: string): boolean {
  return isFactResource(type) && !isReadOnDemand(type);
}

/** What facts are read from; and what is not looked at before someone asks for grants, for writers, for networks, or for what sends requests. */
export const FACT_GROUPS: readonly ((type: string) => boolean)[] = [
  (type) => isFactResource(type) && !isReadOnDemand(type),
  (type) => GRANT_RESOURCE_TYPES.has(type),
  (type) => WRITER_RESOURCE_TYPES.has(type),
  (type) => NETWORK_RESOURCE_TYPES.has(type),
  (type) => PLACE_RESOURCE_TYPES.has(type) || IDENTITY_RESOURCE_TYPES.has(type),
];
