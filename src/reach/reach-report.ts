/** Whether requests get from a place to a bucket. */
export type Verdict = 'reaches' | 'cut' | 'unknown';

/** What takes requests to S3. */
export type Via = 'gatewayEndpoint' | 'interfaceEndpoint' | 'internetGateway' | 'egressOnlyInternetGateway' | 'natGateway' | 'transitGateway' | 'peering' | 'service';

/** What can cut a path, in the order in which a request meets it. */
export const CUT_KINDS = ['route', 'securityGroup', 'networkAcl', 'endpointPolicy', 'bucketPolicy', 'blockPublicAccess', 'accessPoint', 'identity'] as const;
export type CutKind = typeof CUT_KINDS[number];

/** Where a path ends. */
export interface Cut {
  /** The logical id of what cuts it, with the id of its template and `/` before it where there are several templates. */
  readonly at: string;
  readonly kind: CutKind;
  readonly reason: string;
}

/** What `hardened-bucket reach` says of one bucket. */
export interface ReachReport {
  /** The logical id of the bucket, with its template as in `Cut.at`. */
  readonly bucket: string;
  /** Requests that are sent to S3 directly, over the internet. */
  readonly internet: { readonly anonymous: Verdict; readonly anyAwsAccount: Verdict };
  readonly places: readonly PlaceReport[];
  /** What the answers rest on that no template says, each as a sentence. */
  readonly assumptions: readonly string[];
}

export interface PlaceReport {
  readonly id: string;
  readonly type: string;
  readonly verdict: Verdict;
  readonly via: Via | null;
  /** Those of `s3:GetObject`, `s3:PutObject` and `s3:ListBucket` that pass; where the verdict is unknown, those that may. */
  readonly actions: readonly string[];
  /** The logical ids from the place to the bucket, hop by hop; where the path is cut, as far as it goes. */
  readonly path: readonly string[];
  /** The first of the cuts. */
  readonly cut: Cut | null;
  /** All cuts of the path that goes farthest. */
  readonly cuts: readonly Cut[];
  /** Why the verdict is unknown, each as a sentence. */
  readonly unknowns: readonly string[];
}
