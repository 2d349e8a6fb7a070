import { EvaluatedResource } from '../../../template/evaluated-resource';
import { PlaceFacts } from '../place-facts';
import { PlaceResources } from '../place-resources';

/**
 * A type of resource that sends requests to S3, and where its network and its role stand.
 *
 * Paths are names of properties with dots, below the part; `*` is each item of a list. With `/` in front they are below
 * `Properties`, with `@` below the properties of the resource that `by` refers to.
 */
export type PlaceRow = PlaceOfPaths | PlaceOfReader;

interface PlaceName {
  readonly type: string;
  /** What people call it. */
  readonly what: string;
  /** The page of AWS that says so. */
  readonly see: string;
}

/** One whose properties say it all. */
export interface PlaceOfPaths extends PlaceName {
  /** Where the part stands. Absent for the properties as a whole. */
  readonly part?: string;
  /** It is a place only where one of these is there. */
  readonly where?: readonly string[];
  /** `service`: the network of AWS, whatever the template says. `inVpc`: of what is unknown, it is known at least to be in a VPC. */
  readonly network: 'service' | SubnetsRow | { readonly unknown: string; readonly inVpc?: true };
  /** Each value is a place of its own. */
  readonly role: string | readonly string[] | RoleRow | { readonly unknown: string };
  /** The bucket that it sends requests to, where that can be no other: by name or ARN. */
  readonly onlyTo?: string;
}

export type PlaceReader = (resource: EvaluatedResource, resources: PlaceResources) => readonly PlaceFacts[];

/** One that takes more than paths to read. */
export interface PlaceOfReader extends PlaceName {
  readonly reads: PlaceReader;
  /** Other types that it looks into. */
  readonly with: readonly string[];
  /** Where its network and role stand, in words. */
  readonly network: string;
  readonly role: string;
}

export interface SubnetsRow {
  /** Where subnets stand; of several paths the first with a value counts. */
  readonly subnets: string | readonly string[];
  /** Where security groups stand, likewise; where none stand, it is the default group of the VPC. */
  readonly groups: string | readonly string[];
  readonly publicAddress: PublicAddressRow;
  /** Says whether it has IPv6 addresses, and has none where it is absent. Without it the subnet decides. */
  readonly ipv6?: string;
  readonly by?: ReferenceRow;
  /** It is in these subnets only where this has the value; elsewhere its requests leave from the network of AWS. */
  readonly onlyIf?: ValueRow;
  /** Its requests leave from the network of AWS as well, except where this has the value. */
  readonly alsoServiceUnless?: ValueRow;
  /** What it is without subnets. */
  readonly otherwise: 'service' | 'defaultVpc' | { readonly unknown: string };
}

/** `subnet`: it decides. `present`: it has one where something stands there. */
export type PublicAddressRow = PublicAddress | { readonly present: string } | (ValueRow & { readonly absent: PublicAddress });

type PublicAddress = boolean | 'subnet' | { readonly unknown: string };

export interface ValueRow {
  readonly at: string;
  readonly is: string;
}

/** Where other resources are named, of which type they are, and the properties that are their names. */
export interface ReferenceRow {
  readonly at: string | readonly string[];
  readonly type: string;
  readonly names: readonly string[];
}

export interface RoleRow {
  readonly at: string | readonly string[];
  readonly by?: ReferenceRow;
  /** Of several paths the first with a value counts. */
  readonly firstOnly?: true;
  /** It is an instance profile. */
  readonly profile?: true;
}

/** Where the pages of AWS are, and those that describe resource types. */
export const AWS = 'https://docs.aws.amazon.com/';
export const TEMPLATE_REFERENCE = `${AWS}AWSCloudFormation/latest/TemplateReference/`;
